import { pointed } from '../../../data/pointed.ts';
import type { Desk } from './desk.ts';

/**
 * Says a typed line: a note, or a verb after a slash. What lacks something opens as a form with what was typed in it.
 * Returns why the line stays where it is, or null when it has gone.
 */
export async function sayLine(text: string, desk: Desk): Promise<string | null> {
  if (!text.startsWith('/')) {
    const result = await desk.say('note', { text });
    return result.kind === 'refused' ? result.problem.detail : null;
  }
  const { bodyFrom, readVerbLine } = await import('../../../../api/verb-line.ts');
  const read = readVerbLine(text.slice(1));
  if (read.kind === 'no-verb') {
    const near = read.near.slice(0, 3).map((verb) => `/${verb}`);
    return near.length === 0
      ? `There is no verb /${read.word}. Type / alone to see them all.`
      : `There is no verb /${read.word}. Did you mean ${near.join(', ')}?`;
  }
  const body = bodyFrom(read.verb, read.typed, new Date());
  if (!body.ok || read.verb === 'attach') {
    desk.open(read.verb, read.typed, body.ok ? {} : body.faults);
    return null;
  }
  const result = await desk.say(read.verb, { ...body.body });
  if (result.kind === 'refused') desk.open(read.verb, read.typed, pointed(result.problem));
  return null;
}
