import type { IncidentState } from '../domain/incident/state.ts';
import type { Audience, ChangeResult } from '../domain/incident/vocabulary.ts';

/** What a reply in one of our threads means. */
export type Reply =
  | { readonly kind: 'say'; readonly verb: string; readonly typed: Readonly<Record<string, string>> }
  | { readonly kind: 'draft'; readonly audience: Audience };

const observation =
  /^(?:(C\d+)\s*:?\s+)?(improved|better|worse|no effect|no-effect|can[’']?t tell|cant-tell)\b[\s:,.;-]*/i;

const results: Readonly<Record<string, ChangeResult>> = {
  better: 'improved',
  improved: 'improved',
  worse: 'worse',
  'no effect': 'no-effect',
  'no-effect': 'no-effect',
};

/** How long after a button words still belong to it. */
const belongsMs = 15 * 60_000;

function observed(state: IncidentState, text: string): Reply | null {
  const [whole, key, word] = observation.exec(text) ?? [];
  if (whole === undefined || word === undefined) return null;
  const started = state.changes.filter(({ state: at }) => at === 'started');
  const change = key?.toUpperCase() ?? (started.length === 1 ? started[0]?.key : undefined);
  if (change === undefined) return null;
  const result = results[word.toLowerCase()] ?? 'cant-tell';
  return { kind: 'say', verb: 'observe-change', typed: { change, result, observed: text.slice(whole.length) } };
}

/** Words that follow a button: the result is said, what was seen is not yet. */
function followed(state: IncidentState, text: string, now: number): Reply | null {
  const bare = state.changes.findLast(
    ({ result, observed: seen, settledAt }) =>
      result !== null && seen === '' && settledAt !== null && now - settledAt < belongsMs,
  );
  if (!bare?.result) return null;
  return {
    kind: 'say',
    verb: 'observe-change',
    typed: { change: bare.key, result: bare.result, observed: text },
  };
}

const accepts = /^(?:i )?(?:accept(?:ed)?|take it|i have it)[.!]?$/i;

function accepted(state: IncidentState, person: string, text: string): Reply | null {
  if (!accepts.test(text)) return null;
  const offer = Object.entries(state.offers).find(([, { to }]) => to === person);
  return offer ? { kind: 'say', verb: 'accept-role', typed: { role: offer[0] } } : null;
}

const sends = /^send(?: (?:it|the draft))?[.!]?$/i;
const told = /^told\s+(.+?)\s*:\s+([\s\S]+)$/i;

function promised(state: IncidentState, text: string): Reply | null {
  const owed = state.promises.filter(({ state: kept, told: said }) => kept === 'open' && said !== 'nothing');
  const [promise] = owed;
  if (!promise) return null;
  const { audience, duty } = promise;
  if (sends.test(text) && duty === '') return { kind: 'draft', audience };
  const [, toldWhom, said] = told.exec(text) ?? [];
  if (toldWhom === undefined || said === undefined) return null;
  return { kind: 'say', verb: 'record-update', typed: { audience, toldWhom, text: said, ...(duty ? { duty } : {}) } };
}

/** Reads a reply as the answer that is asked for now; what is none becomes a note. */
export const replyMeant = (state: IncidentState, person: string, text: string, now: number): Reply =>
  observed(state, text) ??
  accepted(state, person, text) ??
  promised(state, text) ??
  followed(state, text, now) ?? { kind: 'say', verb: 'note', typed: { text } };
