import { accepted, refused } from '../../outcome.ts';
import type { IncidentEventType } from '../event.ts';
import type { Rule } from '../rule.ts';

/** Entries whose bodies no rule depends on, so that destroying one leaves every decision explainable. */
export const redactable: readonly IncidentEventType[] = ['NoteAdded', 'FileAttached', 'EntryCorrected'];

/** Destroys the body of an entry. The row, its hash and this entry remain, so the chain still proves what was there. */
export const redact: Rule<'redact'> = {
  wants: ({ body }) => ({ entry: body.entry }),
  decide: (_state, { body }, { found }) => {
    if (!found.entry) return refused('incident/entry-not-found', { entry: body.entry }, '/entry');
    if (found.entry.redacted) return refused('incident/entry-redacted', { entry: body.entry }, '/entry');
    if (!redactable.includes(found.entry.type)) {
      return refused('incident/entry-not-correctable', { type: found.entry.type }, '/entry');
    }
    return accepted({ type: 'EntryRedacted', body });
  },
};
