import type { Catalog } from '../domain/catalog/catalog.ts';
import { serviceNamed } from '../domain/catalog/look-up.ts';
import type { TemplateVariable } from '../domain/communications/communications.ts';
import type { ScopeItem, UpdateWords } from '../domain/incident/item.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import type { Audience } from '../domain/incident/vocabulary.ts';
import { shortTime } from './measure.ts';

type NameOf = (person: string) => string;

/** What a draft is written from. */
export interface DraftFrom {
  readonly state: IncidentState;
  readonly catalog: Catalog;
  readonly audience: Audience;
  readonly name: NameOf;
}

const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

const lines = (items: readonly string[]): string => items.join('\n');

/** Customers know what they do, not how it is called here. */
function calledFor({ catalog, audience }: DraftFrom, { name }: ScopeItem): string {
  if (audience !== 'customers') return name;
  return serviceNamed(catalog, name)?.businessFunction ?? name;
}

function ofStatus(from: DraftFrom, ...wanted: readonly ScopeItem['status'][]): readonly ScopeItem[] {
  return from.state.scope.filter(({ status }) => wanted.includes(status));
}

/** What is affected, as a clause: "Checkout and search". */
export const affectedWords = (from: DraftFrom): string =>
  listed([...new Set(ofStatus(from, 'affected', 'recovering').map((item) => calledFor(from, item)))]);

function statusSentence(from: DraftFrom): string {
  const { state } = from;
  const affected = affectedWords(from);
  const about = affected === '' ? state.title : affected;
  switch (state.phase) {
    case 'unconfirmed':
      return `We are checking a report: ${state.title}.`;
    case 'confirmed':
      return `There is a problem with ${about}, and we are finding out how far it goes.`;
    case 'stabilising':
      return `There is a problem with ${about}, and we are working to get it back.`;
    case 'watching':
      return `What we measure of ${about} looks healthy, and we are watching it before we say that it is over.`;
    case 'dismissed':
      return `The report turned out to be none: ${state.title}.`;
    default:
      return `It is over: ${about} has been healthy since the all-clear${state.allClearAt === null ? '' : ` at ${shortTime(state.allClearAt)}`}.`;
  }
}

function known(from: DraftFrom): string {
  const { state } = from;
  const since = state.impact.startedAt;
  const item = (scope: ScopeItem): string =>
    `${calledFor(from, scope)}${scope.boundary === '' ? '' : ` (${scope.boundary})`}`;
  const recovered = ofStatus(from, 'recovered').map(item);
  const unhurt = ofStatus(from, 'not-affected').map(item);
  return lines([
    ...ofStatus(from, 'affected').map((scope) => `Affected: ${item(scope)}`),
    ...ofStatus(from, 'recovering').map((scope) => `Coming back: ${item(scope)}`),
    ...(recovered.length === 0 ? [] : [`Back again: ${listed(recovered)}`]),
    ...(unhurt.length === 0 ? [] : [`Not affected: ${listed(unhurt)}`]),
    ...(since === null ? [] : [`Since ${shortTime(since)}`]),
    ...state.workarounds.flatMap(({ what, covers, endedAt }) =>
      endedAt === null ? [`Meanwhile: ${what}${covers === '' ? '' : `, which covers ${covers}`}`] : [],
    ),
  ]);
}

function doing(from: DraftFrom): string {
  const { state, name, audience } = from;
  if (audience === 'customers')
    return state.changes.some(({ state: at }) => at === 'started') ? 'We are at work on it.' : '';
  const who = (person: string | null): string => (person === null ? '' : `${name(person)}: `);
  return lines([
    ...state.changes.flatMap(({ state: at, what, startedBy }) =>
      at === 'started' ? [`${who(startedBy)}${what}`] : [],
    ),
    ...state.changes.flatMap(({ state: at, what, proposedBy }) =>
      at === 'queued' ? [`next, ${who(proposedBy)}${what}`] : [],
    ),
    ...state.waits.flatMap(({ on, what, endedAt }) =>
      endedAt === null ? [`waiting on ${on}${what === '' ? '' : `: ${what}`}`] : [],
    ),
    ...(state.phase === 'watching' ? ['watching the key signals'] : []),
  ]);
}

function notKnown(from: DraftFrom): string {
  const { state } = from;
  const unknown = ofStatus(from, 'unknown').map((scope) => calledFor(from, scope));
  const supported = state.hypotheses.some(({ verdict }) => verdict === 'supported');
  const over = state.phase === 'all-clear' || state.phase === 'learning' || state.phase === 'closed';
  return lines([
    ...(unknown.length === 0 ? [] : [`Whether ${listed(unknown)} is affected`]),
    ...(over || supported ? [] : ['What caused it']),
    ...(over ? [] : ['How long it will take']),
  ]);
}

/** An update as the log has it, for somebody to read over and send. The same log gives the same words. */
export const draftUpdate = (from: DraftFrom): UpdateWords => ({
  status: statusSentence(from),
  know: known(from),
  doing: doing(from),
  dontKnow: notKnown(from),
});

/** What a template's variables stand for now. */
export const variablesOf = (from: DraftFrom): Readonly<Record<TemplateVariable, string>> => ({
  number: from.state.number,
  title: from.state.title,
  severity: from.state.severity,
  affected: affectedWords(from) || from.state.title,
  since: from.state.impact.startedAt === null ? 'a short while ago' : shortTime(from.state.impact.startedAt),
});

/** What leaders read before there is a shape (A5). */
export const beforeShape = (reportedAt: number, nextAt: number | null): string =>
  `It was reported at ${shortTime(reportedAt)} and is being checked. ${
    nextAt === null
      ? 'A written update follows once that is done.'
      : `You have a written update by ${shortTime(nextAt)}.`
  }`;

/** The holding statement: everything that C1 asks for, to be read aloud or sent. */
export function holdingStatement(from: DraftFrom, nextAt: number, everyMinutes: number): string {
  const { know, doing: acts, dontKnow } = draftUpdate(from);
  const one = (text: string): string => text.split('\n').join('; ');
  return [
    `Here is what I know: ${know === '' ? from.state.title : one(know)}.`,
    `Here is what I don’t know yet: ${one(dontKnow).toLowerCase() || 'nothing that matters now'}.`,
    `The right people are on it${acts === '' ? '' : `: ${one(acts)}`}.`,
    `We need the time until ${shortTime(nextAt)} without interruption.`,
    `I will send you a written update at ${shortTime(nextAt)}, and every ${everyMinutes} minutes after that.`,
    'If it changes materially before then, I will reach out at once.',
    'The most helpful thing now is to let us work.',
  ].join(' ');
}
