import type { IncidentCommand } from '../incident/command.ts';
import type { IncidentEvent } from '../incident/event.ts';
import type { Facts } from '../incident/facts.ts';
import { personOf } from '../incident/rule.ts';
import { commanderOf, type IncidentState } from '../incident/state.ts';
import { type Caution, type Hold, type Outcome, type Refusal, refused } from '../outcome.ts';
import { isSevere, modeOf, numbersFor } from '../policy/policy.ts';
import { allClearBeforeClose } from './all-clear-before-close.ts';
import { governingQuestion } from './governing-question.ts';
import { closingWords } from './closing-words.ts';
import type { Finding, Guardrail } from './guardrail.ts';
import { instrumentsFirst } from './instruments-first.ts';
import { noIrreversibleAction } from './no-irreversible-action.ts';
import { noRootCauseHunt } from './no-root-cause-hunt.ts';
import { noSpeculation } from './no-speculation.ts';
import { oneChangeAtATime } from './one-change-at-a-time.ts';
import { oneWorkingChannel } from './one-working-channel.ts';
import { protectTheTeam } from './protect-the-team.ts';
import { restoreSequence } from './restore-sequence.ts';
import { seenToWork } from './seen-to-work.ts';
import { shapeBeforeLeadership } from './shape-before-leadership.ts';
import { sustainedCleanTelemetry } from './sustained-clean-telemetry.ts';
import type { Mode, PracticeId } from './table.ts';
import { whatBeforeWhy } from './what-before-why.ts';

/** In the order in which they are told: what must be known first comes first. */
const guardrails: readonly Guardrail[] = [
  whatBeforeWhy,
  noRootCauseHunt,
  oneChangeAtATime,
  noIrreversibleAction,
  governingQuestion,
  instrumentsFirst,
  oneWorkingChannel,
  shapeBeforeLeadership,
  closingWords,
  noSpeculation,
  protectTheTeam,
  restoreSequence,
  allClearBeforeClose,
  sustainedCleanTelemetry,
  seenToWork,
];

type Accepted = Extract<Outcome<IncidentEvent>, { kind: 'accepted' }>;

interface Found extends Finding {
  readonly practice: PracticeId;
  readonly mode: Exclude<Mode, 'off'>;
}

/**
 * What the guardrails make of an accepted command: it goes on, goes on with cautions, or waits for the first thing
 * that holds it. One override passes one practice; what else holds is told next, so that nobody is ever stuck.
 */
export function underGuardrails(
  state: IncidentState,
  command: IncidentCommand,
  facts: Facts,
  wouldDo: Accepted,
): Outcome<IncidentEvent> {
  const found = findings(state, command, facts);
  const holds = found.filter(({ mode }) => mode === 'hold');
  const passed = pastHolds(state, command, facts, holds);
  if ('code' in passed) return { kind: 'refused', problem: passed };
  const held = holds.find((hold) => !passed.over.includes(hold));
  if (held) return waitsFor(state, command, facts, held, passed.events);
  const cautions: Caution[] = [];
  const before: IncidentEvent[] = [...passed.events];
  for (const finding of found) {
    if (finding.mode === 'hold') continue;
    const { practice, waits, parameters } = finding;
    const about = finding.about ?? null;
    if (finding.mode === 'caution') cautions.push({ practice, says: waits, parameters });
    if (isTold(state, practice, command, about)) continue;
    before.push({
      type: 'CommandCautioned',
      body: { practice, command: command.verb, about, says: waits, parameters },
    });
  }
  // What is overridden or cautioned is the change as it was proposed: the proposal comes first.
  const proposed = wouldDo.events.filter(({ type }) => type === 'ChangeProposed');
  const rest = wouldDo.events.filter(({ type }) => type !== 'ChangeProposed');
  return { kind: 'accepted', events: [...proposed, ...before, ...rest], cautions };
}

function findings(state: IncidentState, command: IncidentCommand, facts: Facts): Found[] {
  return guardrails.flatMap(({ practice, judge }) => {
    const mode = modeOf(facts.policy, practice, state);
    if (mode === 'off') return [];
    return judge(state, command, facts).map((finding) => ({
      ...finding,
      practice,
      mode: forced(state, mode, finding),
    }));
  });
}

function forced(state: IncidentState, mode: Exclude<Mode, 'off'>, { force }: Finding): Exclude<Mode, 'off'> {
  if (force === 'caution-at-most' && mode === 'hold') return 'caution';
  return force === 'hold-when-severe' && mode === 'caution' && isSevere(state.severity) ? 'hold' : mode;
}

const isTold = (state: IncidentState, practice: PracticeId, { verb }: IncidentCommand, about: string | null): boolean =>
  state.told.includes(about === null ? `${practice}/${verb}` : `${practice}/${verb}/${about}`);

interface Passed {
  readonly over: readonly Found[];
  readonly events: readonly IncidentEvent[];
}

/** The holds that this command goes past: overridden before for the same item, or by the override that it brings. */
function pastHolds(
  state: IncidentState,
  command: IncidentCommand,
  facts: Facts,
  holds: readonly Found[],
): Passed | Refusal {
  const before = holds.filter(
    ({ practice, about, anew }) =>
      anew !== true && about !== undefined && state.overridden.includes(`${practice}/${about}`),
  );
  const waiting = holds.filter((hold) => !before.includes(hold));
  const { override } = command;
  const [first] = waiting;
  if (override === null || first === undefined) return { over: before, events: [] };
  const meant = waiting.filter(({ practice }) => practice === override.practice);
  if (meant.length === 0) {
    return problem(
      'practice/override-mismatch',
      { practice: first.practice, given: override.practice },
      '/override/practice',
    );
  }
  const person = personOf(facts);
  if (person === null || (facts.subject.kind === 'person' && facts.subject.throughToken)) {
    return problem('practice/override-through-token', { practice: override.practice });
  }
  const takes = mayTakeCommand(state, person, facts, meant);
  if (takes === 'no') {
    return problem('practice/override-not-yours', { practice: override.practice, commander: commanderOf(state) ?? '' });
  }
  const { reason, secondedBy } = override;
  const taken: IncidentEvent[] =
    takes === 'takes'
      ? [{ type: 'RoleAssigned', body: { role: 'incident-commander', person, by: 'taking-command' } }]
      : [];
  const overridden = meant.map(({ practice, about }): IncidentEvent => ({
    type: 'GuardrailOverridden',
    body: { practice, command: command.verb, about: about ?? null, reason, secondedBy },
  }));
  return { over: [...before, ...meant], events: [...taken, ...overridden] };
}

function problem(...parts: Parameters<typeof refused>): Refusal {
  return (refused(...parts) as Extract<Outcome<never>, { kind: 'refused' }>).problem;
}

/** Whether this person may override as who they are, takes command in the same act, or may not. */
function mayTakeCommand(
  state: IncidentState,
  person: string,
  facts: Facts,
  findings: readonly Finding[],
): 'commands' | 'takes' | 'no' {
  const commander = commanderOf(state);
  if (commander === person) return 'commands';
  const leads = state.roles['communications-lead']?.person === person;
  if (leads && findings.every(({ overriddenBy }) => overriddenBy === 'communications-lead')) return 'commands';
  if (commander === null) return 'takes';
  const { commanderAnswersWithinMs } = numbersFor(facts.policy, state);
  const asked = state.commanderAskedAt;
  return asked !== null && facts.now - asked >= commanderAnswersWithinMs ? 'takes' : 'no';
}

/** The command waits. It is told once for each item; what was typed stays in the log. */
function waitsFor(
  state: IncidentState,
  command: IncidentCommand,
  facts: Facts,
  finding: Found,
  passed: readonly IncidentEvent[],
): Outcome<IncidentEvent> {
  const { practice, waits, lifts, parameters } = finding;
  const about = finding.about ?? null;
  const commander = commanderOf(state);
  const person = personOf(facts);
  const hold: Hold = {
    practice,
    waits,
    lifts,
    parameters,
    override: {
      by: finding.overriddenBy ?? 'incident-commander',
      takesCommand: person !== null && mayTakeCommand(state, person, facts, [finding]) === 'takes',
    },
  };
  // A responder who was held before may be asking a commander who has answered since.
  const asksAnew = commander !== null && commander !== person && state.commanderAskedAt === null;
  const tell = !isTold(state, practice, command, about) || asksAnew;
  const told: IncidentEvent[] = tell
    ? [{ type: 'CommandHeld', body: { practice, command: command.verb, about, waits, parameters } }]
    : [];
  return { kind: 'held', hold, events: [...(finding.keeps ?? []), ...passed, ...told] };
}
