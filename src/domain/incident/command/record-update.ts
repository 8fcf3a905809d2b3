import { accepted, refused } from '../../outcome.ts';
import { nextKey } from '../change-plan.ts';
import type { IncidentEvent } from '../event.ts';
import { nextAt } from '../next-update.ts';
import { isLive } from '../phase.ts';
import { type Rule, whenOf } from '../rule.ts';

/**
 * An update was given: to whom, how and when. Held by nothing, since it has happened. While people are hurt the next
 * one is promised in the same breath.
 */
export const recordUpdate: Rule<'record-update'> = {
  decide: (state, command, facts) => {
    const { audience, toldWhom, channel, text } = command.body;
    const when = whenOf(command, facts);
    const open = state.promises.find((promise) => promise.audience === audience && promise.state === 'open');
    const lateMs = open === undefined ? 0 : Math.max(0, when - open.at);
    const recorded: IncidentEvent = {
      type: 'UpdateRecorded',
      body: { audience, toldWhom, channel, text, promise: open?.key ?? null, lateMs },
    };
    const at = nextAt(state, facts, command.body.nextAt, command.body.nextInMs);
    const asked = command.body.nextAt !== null || command.body.nextInMs !== null;
    if (asked && at <= facts.now) return refused('incident/time-passed', {}, '/nextAt');
    if (!asked && !isLive(state.phase)) return accepted(recorded);
    return accepted<IncidentEvent>(recorded, {
      type: 'UpdatePromised',
      body: { key: nextKey('U', state.promises), audience, at },
    });
  },
};
