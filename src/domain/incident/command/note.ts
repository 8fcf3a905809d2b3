import { accepted } from '../../outcome.ts';
import type { Rule } from '../rule.ts';

/** One line in the log (E4). Never refused for the incident's phase: what was done can always be recorded. */
export const note: Rule<'note'> = {
  decide: (_state, { body }) => accepted({ type: 'NoteAdded', body: { text: body.text } }),
};
