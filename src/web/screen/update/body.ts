import type { Audience } from '../../../domain/incident/vocabulary.ts';
import type { Words } from '../../data/speaking.ts';

/** When it goes, and when the next one comes; as the fields of the form have them. */
export interface Times {
  /** Minutes; empty: as policy says; "none": nothing is promised. */
  readonly nextMinutes: string;
  /** Local date and time; empty: now. */
  readonly sendAt: string;
}

export const startTimes = (live: boolean): Times => ({ nextMinutes: live ? '30' : '', sendAt: '' });

const minuteMs = 60_000;

/** The command as the API takes it. */
export function bodyOf(
  audience: Audience,
  words: Words,
  answers: Readonly<Record<string, string>>,
  { nextMinutes, sendAt }: Times,
  corrects: string | null,
): Record<string, unknown> {
  const given = Object.entries(answers).filter(([, text]) => text.trim() !== '');
  return {
    audience,
    ...words,
    ...(nextMinutes === '' ? {} : { nextInMs: Number(nextMinutes) * minuteMs }),
    ...(sendAt === '' ? {} : { sendAt: new Date(sendAt).toISOString() }),
    ...(corrects === null ? {} : { corrects }),
    ...(given.length === 0 ? {} : { answers: given.map(([key, text]) => `${key}: ${text.trim()}`) }),
  };
}
