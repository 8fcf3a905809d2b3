import { accepted, refused } from '../../outcome.ts';
import { nextKey } from '../change-plan.ts';
import type { IncidentEvent } from '../event.ts';
import { nextAt } from '../next-update.ts';
import { isLive } from '../phase.ts';
import { type Rule, whenOf } from '../rule.ts';
import { settled } from '../settled.ts';

/**
 * An update was given: to whom, how and when. Held by nothing, since it has happened. While people are hurt the next
 * one is promised in the same breath; what law or a contract asks is done once.
 */
export const recordUpdate: Rule<'record-update'> = {
  decide: (state, command, facts) => {
    const { audience, toldWhom, channel, text, duty } = command.body;
    if (duty !== '' && audience !== 'external') return refused('incident/duty-not-external', { audience }, '/duty');
    const { promise, lateMs } = settled(state, audience, duty, whenOf(command, facts));
    const recorded: IncidentEvent = {
      type: 'UpdateRecorded',
      body: { audience, toldWhom, channel, text, promise, lateMs },
    };
    const at = nextAt(state, facts, command.body.nextAt, command.body.nextInMs);
    const asked = command.body.nextAt !== null || command.body.nextInMs !== null;
    if (asked && at <= facts.now) return refused('incident/time-passed', {}, '/nextAt');
    if (!asked && (!isLive(state.phase) || audience === 'external')) return accepted(recorded);
    return accepted<IncidentEvent>(recorded, {
      type: 'UpdatePromised',
      body: { key: nextKey('U', state.promises), audience, at, duty },
    });
  },
};
