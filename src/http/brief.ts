import type * as z from 'zod';
import type { brief, question, update } from '../api/schema/speaking.ts';
import type { Question, Update } from '../domain/incident/item.ts';
import { measuresOf } from '../domain/incident/measures.ts';
import { isLive } from '../domain/incident/phase.ts';
import { commanderOf, type IncidentState, isScoped } from '../domain/incident/state.ts';
import type { Instant } from '../domain/time.ts';
import { beforeShape } from '../text/draft.ts';
import { phaseWords } from '../text/phase.ts';
import { iso, isoOrNull } from './view.ts';

export const updateView = (given: Update): z.input<typeof update> => ({
  ...given,
  sentAt: iso(given.sentAt),
  nextAt: isoOrNull(given.nextAt),
  answers: given.answers.map((answer) => ({ ...answer })),
});

export const questionView = (asked: Question): z.input<typeof question> => ({ ...asked, askedAt: iso(asked.askedAt) });

/** The promise that leadership waits on: the earliest open one. */
export const waitedOn = ({ promises }: IncidentState) =>
  promises
    .filter(({ audience, state }) => audience === 'leadership' && state === 'open')
    .toSorted((one, other) => one.at - other.at)[0];

const hasShape = (state: IncidentState): boolean => state.phase !== 'unconfirmed' && isScoped(state);

/**
 * What leaders see: what was said to leadership and nothing else of the log. Before there is a rough shape it is one
 * fixed sentence (A5). Until the next update is due the team works without interruption (C1).
 */
export function briefView(
  state: IncidentState,
  now: Instant,
  commander: string | null,
  mayAsk: boolean,
): z.input<typeof brief> {
  const told = state.updates.filter(({ audience }) => audience === 'leadership');
  const latest = told.at(-1) ?? null;
  const promise = waitedOn(state);
  const { kept, late, missed } = measuresOf(state).updates;
  const shaped = hasShape(state) || latest !== null;
  return {
    id: state.id,
    number: state.number,
    title: state.title,
    severity: state.severity,
    phase: state.phase,
    phaseSays: phaseWords[state.phase],
    exercise: state.exercise,
    version: state.version,
    now: iso(now),
    declaredAt: iso(state.declaredAt),
    commander: commanderOf(state) === null ? null : commander,
    beforeShape: shaped ? null : beforeShape(state.declaredAt, promise?.at ?? null),
    latest: latest === null ? null : updateView(latest),
    earlier: told.slice(0, -1).toReversed().map(updateView),
    nextAt: isoOrNull(promise?.at ?? null),
    overdue: promise !== undefined && promise.at < now,
    uninterruptedUntil: isLive(state.phase) && promise !== undefined && promise.at > now ? iso(promise.at) : null,
    promises: { kept, late, missed },
    questions: state.questions.map(questionView),
    mayAsk: mayAsk && isLive(state.phase),
  };
}
