import { accepted } from '../../outcome.ts';
import { dueOf } from '../due.ts';
import { nothingChanges, type Rule } from '../rule.ts';

/** Says everything whose time has come, once (A2's clock has a verb of its own). */
export const comeDue: Rule<'come-due'> = {
  wants: () => ({ telemetry: true }),
  decide: (state, _command, { now, policy, readings }) => {
    const events = dueOf(state, policy).flatMap(({ dueAt, event }) => (dueAt <= now ? event(now, readings) : []));
    return events.length === 0 ? nothingChanges() : accepted(...events);
  },
};
