import { canonical, type Json } from '../log/canonical.ts';
import type { PolicyNumbers } from '../policy/policy.ts';
import type { IncidentCommandBodies } from './command.ts';
import type { OpenChange } from './facts.ts';
import type { Change, ChangePlan } from './item.ts';
import { changeOf, type IncidentState, othersHere } from './state.ts';
import type { Reversibility } from './vocabulary.ts';

/** Verbs of the trade that cannot be taken back, whatever the tool calls them (A1). */
const irreversible =
  /\b(fail(?:ing|ed)?[- ]?over|(?:drop|truncate|delete|purge|wipe|erase|reformat)\b|(?:schema|migration)s?\s+roll-?\s?back|roll\s?back\s+(?:the\s+)?(?:schema|migration)|restor(?:e|ing)\s+(?:\S+\s+){0,8}?(?:data|database|db|tables?|backups?|snapshots?|dump|volume))\b/i;

/** These destroy what could be looked at afterwards: memory, sockets, local logs. */
const destroysEvidence = /\b(re-?start|re-?boot|recycl|power[- ]?cycl|re-?creat|re-?image|kill)/i;

/** Whether it takes away what would explain the failure, so that capturing comes first (A1). */
export const takesEvidenceAway = ({ what, steps }: Pick<ChangePlan, 'what' | 'steps'>): boolean =>
  [what, ...steps].some((text) => destroysEvidence.test(text));

/** *Reversible* is accepted only with an undo in words; a known verb that cannot be taken back needs both said. */
export function reversibilityOf(texts: readonly string[], undo: string, stated: Reversibility | null): Reversibility {
  if (stated === 'irreversible' || stated === 'unsure') return stated;
  const undoable = undo.trim() !== '';
  if (stated === null && texts.some((text) => irreversible.test(text))) return 'irreversible';
  return undoable ? 'reversible' : 'unsure';
}

/** A signal's key stands for its service, so that two incidents mean the same thing by it. */
function touched(state: IncidentState, name: string): string {
  const signal = state.signals.find(({ key }) => key === name.toUpperCase());
  return signal ? (signal.service ?? signal.name) : name;
}

/** What is left out is filled in, so that one line is enough. */
export function planFrom(
  state: IncidentState,
  body: IncidentCommandBodies['propose-change'],
  numbers: PolicyNumbers,
): ChangePlan {
  const { what, steps, purpose, addedRisk, undo, hypothesis, expected, before } = body;
  return {
    what,
    steps,
    purpose,
    addedRisk,
    reversibility: reversibilityOf([what, ...steps], undo, body.reversibility),
    undo,
    touches: [...new Set(body.touches.map((name) => touched(state, name)))],
    hypothesis: hypothesis === null ? null : hypothesis.toUpperCase(),
    expected,
    expectedWithinMs: body.expectedWithinMs ?? numbers.effectWithinMs,
    before,
  };
}

/** Reading takes no lock: what only diagnoses and risks nothing runs beside anything (B6). */
export const takesLock = ({ purpose, addedRisk }: Pick<ChangePlan, 'purpose' | 'addedRisk'>): boolean =>
  purpose !== 'diagnose' || addedRisk !== '';

/** Whether two changes touch the same thing. Not saying what is touched means everything. */
export function touchTheSame(one: readonly string[], other: readonly string[]): boolean {
  if (one.length === 0 || other.length === 0) return true;
  const names = new Set(one.map((name) => name.toLowerCase()));
  return other.some((name) => names.has(name.toLowerCase()));
}

/** The change that must be observed before this one may start, here or in another incident; null when none. */
export function inTheWay(
  state: IncidentState,
  elsewhere: readonly OpenChange[],
  plan: Pick<ChangePlan, 'touches' | 'purpose' | 'addedRisk'>,
  key: string,
): (Pick<Change, 'key' | 'what' | 'startedAt' | 'expectedWithinMs'> & { number: string }) | null {
  if (!takesLock(plan)) return null;
  const here = state.changes.find(
    (other) =>
      other.key !== key && other.state === 'started' && takesLock(other) && touchTheSame(other.touches, plan.touches),
  );
  if (here) return { ...here, number: state.number };
  // A rehearsal holds back no real incident; what is real holds back both.
  return (
    elsewhere.find(
      (other) =>
        other.incident !== state.id && (state.exercise || !other.exercise) && touchTheSame(other.touches, plan.touches),
    ) ?? null
  );
}

/** A change as a command that would start it means it. */
export interface StartedPlan extends ChangePlan {
  readonly key: string;
  /** The log does not have it in these words yet. */
  readonly fresh: boolean;
  readonly approvedBy: string | null;
  readonly secondedBy: string | null;
  /** What was typed instead of a second person. */
  readonly target: string | null;
}

type Starting =
  | { readonly verb: 'change'; readonly id: string; readonly body: IncidentCommandBodies['change'] }
  | { readonly verb: 'start-change'; readonly id: string; readonly body: IncidentCommandBodies['start-change'] };

const sayTheSame = (one: ChangePlan, other: ChangePlan): boolean =>
  canonical(planOf(one) as unknown as Json) === canonical(planOf(other) as unknown as Json);

/** The plan alone, as the log keeps it. */
export const planOf = (plan: ChangePlan): ChangePlan => ({
  what: plan.what,
  steps: plan.steps,
  purpose: plan.purpose,
  addedRisk: plan.addedRisk,
  reversibility: plan.reversibility,
  undo: plan.undo,
  touches: plan.touches,
  hypothesis: plan.hypothesis,
  expected: plan.expected,
  expectedWithinMs: plan.expectedWithinMs,
  before: plan.before,
});

/**
 * The change that `change` or `start-change` would start; null when there is none of that key. Whoever says the same
 * again means the same change, and may say more of it than before.
 */
export function startedBy(
  state: IncidentState,
  command: Starting,
  person: string | null,
  numbers: PolicyNumbers,
): StartedPlan | null {
  const { target } = command.body;
  if (command.verb === 'start-change') {
    const known = changeOf(state, command.body.change);
    return known ? { ...known, fresh: false, target } : null;
  }
  const sent = state.changes.find(({ commandId }) => commandId === command.id);
  if (sent) return { ...sent, fresh: false, target };
  const plan = planFrom(state, command.body, numbers);
  const known = state.changes.find(
    (change) =>
      (change.state === 'proposed' || change.state === 'queued') &&
      change.proposedBy === person &&
      change.what === plan.what,
  );
  if (known && sayTheSame(known, plan)) return { ...known, fresh: false, target };
  const key = known?.key ?? nextKey('C', state.changes);
  return { ...plan, key, fresh: true, approvedBy: null, secondedBy: null, target };
}

/** Words with one space around each, so that a part of a word is not taken for the word. */
const words = (text: string): string =>
  ` ${text
    .toLowerCase()
    .split(/[^\p{L}\p{N}._-]+/u)
    .join(' ')
    .trim()} `;

/** Alone, typing the target's name and the undo stands for a second person (A1). */
export function standsAlone(state: IncidentState, person: string, plan: StartedPlan): boolean {
  if (othersHere(state, person).length > 0 || plan.target === null || plan.undo.trim() === '') return false;
  const typed = words(plan.target);
  return typed.trim() !== '' && [plan.what, ...plan.touches].some((text) => words(text).includes(typed));
}

export const nextKey = (letter: string, items: readonly unknown[]): string => `${letter}${items.length + 1}`;
