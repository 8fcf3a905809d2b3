import * as z from 'zod';
import { publicVerbs } from '../api/command-table.ts';
import { audiences } from '../domain/incident/vocabulary.ts';

const typed = z.record(z.string(), z.string());
const verb = z.enum(publicVerbs as [string, ...string[]]);

const does = z.discriminatedUnion('do', [
  /** Says a verb at once. */
  z.object({ do: z.literal('say'), verb, typed }),
  /** Opens its form. */
  z.object({ do: z.literal('fill'), verb, typed }),
  /** Asks for the reason of an override, then goes past the hold. */
  z.object({ do: z.literal('past'), held: z.uuid() }),
  z.object({ do: z.literal('draft'), audience: z.enum(audiences) }),
]);

/** What a button or a form does. */
export type Does = z.infer<typeof does>;

export const doing = (what: Does): string => JSON.stringify(what);

/** What a button that came back does; null when this version does not know it. */
export function readDoes(text: string): Does | null {
  try {
    return does.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
