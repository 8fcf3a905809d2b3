import type { Kind, Severity } from '../incident/vocabulary.ts';
import { type Mode, type PracticeId, practices } from '../practice/table.ts';
import { type DurationMs, hours, minutes, seconds } from '../time.ts';

/** The organisation's numbers. `docs/example/policy.yaml` explains each and says where it comes from. */
export interface PolicyNumbers {
  /** A2: how long an incident may stay unconfirmed before the responders are asked. */
  readonly confirmWithinMs: DurationMs;
  /** D4: how long every key signal must be clean. A minimum; a service of the catalog may ask for more. */
  readonly allClearWindowMs: DurationMs;
  /** D4: why it may be shorter than fifteen minutes. The all-clear quotes it. */
  readonly allClearWindowReason: string | null;
  /** D4: how far apart the observations of people must be, where telemetry proves nothing. */
  readonly observationSpacingMs: DurationMs;
  /** D5: the same impact within this time is a relapse; later it is another incident. */
  readonly relapseWithinMs: DurationMs;
  /** B3: how often a key signal is read, unless it says otherwise. */
  readonly readEveryMs: DurationMs;
  /** B3: for how long a look at an instrument by a person counts. */
  readonly instrumentsCheckedForMs: DurationMs;
  /** B2: when evidence asks to be looked at again. */
  readonly evidenceStaleAfterMs: DurationMs;
  /** B6, B7: when the effect of a change is due, unless it says otherwise. */
  readonly effectWithinMs: DurationMs;
  /** D2: impact without relief for this long asks whether users could be routed around it. */
  readonly reliefAfterMs: DurationMs;
  /** E4: when a vendor or team is chased again, unless said otherwise. */
  readonly chaseEveryMs: DurationMs;
  /** E4: silence for this long is pointed out. */
  readonly silenceAfterMs: DurationMs;
  /** C1: when leadership first hears, counted from confirmation. */
  readonly holdingStatementWithinMs: DurationMs;
  /** C2: how far ahead the next update is promised, unless said otherwise. */
  readonly updateEveryMs: DurationMs;
  /** C2: how long before it is due a promise is pointed out. */
  readonly remindBeforeMs: DurationMs;
  /** C2: how long after it was due a promise counts as missed. */
  readonly missedAfterMs: DurationMs;
  /** How long a held responder waits for the commander before any responder may take command to go on. */
  readonly commanderAnswersWithinMs: DurationMs;
  /** After so long in command a successor is proposed. */
  readonly successorAfterMs: DurationMs;
}

/** Where people work besides the room, which is always there (A3). */
export interface Channels {
  /** The chat channel of an incident, such as "#incidents". */
  readonly chat: string | null;
  /** The bridge that everybody can join, such as a conference link or a number. */
  readonly bridge: string | null;
}

type Modes = Readonly<Partial<Record<PracticeId, Mode>>>;

/** Numbers and guardrail modes, versioned: every event names the version that it was decided under. */
export interface Policy extends PolicyNumbers {
  readonly version: number;
  readonly channels: Channels;
  /** Numbers that differ for a severity. */
  readonly severities: Readonly<Partial<Record<Severity, Partial<PolicyNumbers>>>>;
  /** Numbers that differ for a kind; over those of the severity. */
  readonly kinds: Readonly<Partial<Record<Kind, Partial<PolicyNumbers>>>>;
  /** Modes that differ from the table, by severity and practice. */
  readonly guardrails: Readonly<Partial<Record<Severity, Modes>>>;
  /** Modes that differ for a kind; over those of the severity. */
  readonly kindGuardrails: Readonly<Partial<Record<Kind, Modes>>>;
}

export const defaultPolicy: Policy = {
  version: 0,
  channels: { chat: null, bridge: null },
  confirmWithinMs: minutes(10),
  allClearWindowMs: minutes(20),
  allClearWindowReason: null,
  observationSpacingMs: minutes(5),
  relapseWithinMs: hours(24),
  readEveryMs: seconds(15),
  instrumentsCheckedForMs: minutes(30),
  evidenceStaleAfterMs: minutes(30),
  effectWithinMs: minutes(10),
  reliefAfterMs: minutes(15),
  chaseEveryMs: minutes(30),
  silenceAfterMs: minutes(15),
  holdingStatementWithinMs: minutes(30),
  updateEveryMs: minutes(60),
  remindBeforeMs: minutes(5),
  missedAfterMs: minutes(10),
  commanderAnswersWithinMs: minutes(2),
  successorAfterMs: hours(4),
  severities: { 'SEV-1': { updateEveryMs: minutes(30) } },
  kinds: {},
  guardrails: {},
  kindGuardrails: {},
};

/** The policy that a stored document means, whatever it does not know yet; null is the one before the first. */
export const policyOf = (document: Partial<Policy> | null, version: number): Policy => ({
  ...defaultPolicy,
  ...document,
  version,
});

/** Shorter windows than this need a stated reason (D4). */
export const shortestPlainWindowMs: DurationMs = minutes(15);

/** What of an incident decides which numbers and modes are its own. */
export interface Graded {
  readonly severity: Severity;
  readonly kind: Kind;
}

/** The numbers for an incident: the organisation's, then its severity's, then its kind's. */
export function numbersFor(policy: Policy, { severity, kind }: Graded): PolicyNumbers {
  return { ...policy, ...policy.severities[severity], ...policy.kinds[kind] };
}

const publishing: readonly PracticeId[] = ['F3', 'F6'];

export const isSevere = (severity: Severity): boolean => severity === 'SEV-1' || severity === 'SEV-2';

/**
 * The mode of a guardrail for an incident of this severity and kind. SEV-3 and lower only caution by default:
 * a hold costs more than it saves there. What holds on publishing holds at every severity.
 */
export function modeOf(policy: Policy, practice: PracticeId, { severity, kind }: Graded): Mode {
  const stated = policy.kindGuardrails[kind]?.[practice] ?? policy.guardrails[severity]?.[practice];
  if (stated !== undefined) return stated;
  const row = practices[practice];
  const byTable: Mode = 'mode' in row ? row.mode : 'off';
  return isSevere(severity) || publishing.includes(practice) || byTable !== 'hold' ? byTable : 'caution';
}

const strength: Record<Mode, number> = { off: 0, shadow: 1, caution: 2, hold: 3 };

/** The guardrails that bind less for such an incident under `next` than under `previous`. */
export function weakened(previous: Policy, next: Policy, graded: Graded): PracticeId[] {
  const shorter = numbersFor(next, graded).allClearWindowMs < numbersFor(previous, graded).allClearWindowMs;
  return (Object.keys(practices) as PracticeId[]).filter(
    (id) => strength[modeOf(next, id, graded)] < strength[modeOf(previous, id, graded)] || (id === 'D4' && shorter),
  );
}
