import type { Problem } from '../../api/problem.ts';
import type { OutboxRow } from './disk.ts';
import type { SendResult } from './types.ts';

/** What came back of one try. */
export type Answer =
  | Extract<SendResult, { kind: 'accepted' }>
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'silence' };

/** What becomes of a command after a try. */
export interface Settled {
  /** What stands on disk in its place. */
  readonly rows: readonly OutboxRow[];
  /** What whoever said it is told. */
  readonly result: SendResult;
  /** Nobody could take the next one either. */
  readonly stop: boolean;
}

/** A command that leaves this soon after it was said happened when the server hears it. */
const atOnceMs = 2_000;
/** The server failing on one command must not hold it for ever. */
const mostFailures = 8;
const longestQuote = 300;

/** Waiting helps: no session, too much at once, or no database. */
const passing = [401, 429, 502, 503, 504, 507];

/** Whether the server must be told when it was said: it had to wait, or whoever said it named a time. */
export const hasTime = (row: OutboxRow, now: number): boolean =>
  row.timeGiven || row.state === 'kept' || now - Date.parse(row.happenedAt) > atOnceMs;

/** The request body, with or without the time. */
export const requestBody = (row: OutboxRow, withTime: boolean): Record<string, unknown> => ({
  ...row.body,
  id: row.id,
  ...(withTime ? { happenedAt: row.happenedAt } : {}),
  ...(row.override === null ? {} : { override: row.override }),
});

/** The id belongs to an accepted command with another body: to an earlier try of this one, that left without its time. */
export const cameEarlier = (answer: Answer): boolean =>
  answer.kind === 'problem' && answer.problem.type === '/problems/command/id-reused';

/** Decides what becomes of a command. `waited`: whoever said it has been told that it was kept, or is gone. */
export function settle(row: OutboxRow, answer: Answer, waited: boolean): Settled {
  if (answer.kind === 'accepted') return { rows: [], result: answer, stop: false };
  const later = (stop: boolean, failures = row.failures): Settled => ({
    rows: [{ ...row, state: 'kept', failures }],
    result: { kind: 'kept' },
    stop,
  });
  if (answer.kind === 'silence') return later(true);
  const { problem } = answer;
  if (passing.includes(problem.status)) return later(true);
  if (problem.status >= 500 && row.failures + 1 < mostFailures) return later(false, row.failures + 1);
  const held = problem.type === '/problems/practice/held';
  if (held && waited) return { rows: [noteOf(row, problem)], result: { kind: 'held', problem }, stop: false };
  if (waited)
    return { rows: [{ ...row, state: 'refused', problem }], result: { kind: 'refused', problem }, stop: false };
  return { rows: [], result: { kind: held ? 'held' : 'refused', problem }, stop: false };
}

/** What was meant and came too late to be decided by the person: the log keeps the wish. */
function noteOf(row: OutboxRow, problem: Problem): OutboxRow {
  const at = `${new Date(row.happenedAt).toISOString().slice(11, 16)}Z`;
  const { practice } = problem as { practice?: unknown };
  const text = `wanted to ${lineOf(row)} at ${at}; held by ${typeof practice === 'string' ? practice : 'a practice'}`;
  return {
    ...row,
    id: derivedId(row.id),
    verb: 'note',
    body: { text },
    override: null,
    state: 'kept',
    timeGiven: true,
    problem: null,
    failures: 0,
  };
}

/** The verb and the words that were said with it. */
function lineOf({ verb, body }: OutboxRow): string {
  const words = Object.values(body).find((value): value is string => typeof value === 'string' && value !== '');
  if (words === undefined) return verb;
  return `${verb} ${words.length > longestQuote ? `${words.slice(0, longestQuote).toWellFormed()}…` : words}`;
}

/** Another UUID of version 7 and the same instant, the same each time. */
export const derivedId = (id: string): string =>
  id.slice(0, -12) + id.slice(-12).replace(/./g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16));
