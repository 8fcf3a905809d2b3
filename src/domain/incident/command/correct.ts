import { accepted, refused } from '../../outcome.ts';
import type { IncidentEventType } from '../event.ts';
import type { Rule } from '../rule.ts';

const correctable: readonly IncidentEventType[] = ['NoteAdded', 'FileAttached', 'EntryCorrected'];

/** A correction is a new entry that points at the old one; the old one stays. */
export const correct: Rule<'correct'> = {
  wants: ({ body }) => ({ entry: body.entry }),
  decide: (_state, { body }, { found }) => {
    if (!found.entry) return refused('incident/entry-not-found', { entry: body.entry }, '/entry');
    if (found.entry.redacted) return refused('incident/entry-redacted', { entry: body.entry }, '/entry');
    if (!correctable.includes(found.entry.type)) {
      return refused('incident/entry-not-correctable', { type: found.entry.type }, '/entry');
    }
    return accepted({ type: 'EntryCorrected', body: { entry: body.entry, text: body.text } });
  },
};
