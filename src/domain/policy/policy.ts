import type { Severity } from '../incident/vocabulary.ts';
import { type Mode, type PracticeId, practices } from '../practice/table.ts';
import { type DurationMs, minutes } from '../time.ts';

/** The organisation's numbers and guardrail modes. Versioned: every event names the version it was decided under. */
export interface Policy {
  readonly version: number;
  /** A2: how long an incident may stay unconfirmed before the responders are asked. */
  readonly confirmWithinMs: DurationMs;
  /** Modes that differ from the table, by severity and practice. */
  readonly guardrails: Readonly<Partial<Record<Severity, Readonly<Partial<Record<PracticeId, Mode>>>>>>;
}

export const defaultPolicy: Policy = { version: 0, confirmWithinMs: minutes(10), guardrails: {} };

const publishing: readonly PracticeId[] = ['F3', 'F6'];

/**
 * The mode of a guardrail for an incident of this severity. SEV-3 and lower only caution by default:
 * a hold costs more than it saves there. What holds on publishing holds at every severity.
 */
export function modeOf(policy: Policy, practice: PracticeId, severity: Severity): Mode {
  const stated = policy.guardrails[severity]?.[practice];
  if (stated !== undefined) return stated;
  const row = practices[practice];
  const byTable: Mode = 'mode' in row ? row.mode : 'off';
  const severe = severity === 'SEV-1' || severity === 'SEV-2';
  return severe || publishing.includes(practice) || byTable !== 'hold' ? byTable : 'caution';
}

const strength: Record<Mode, number> = { off: 0, shadow: 1, caution: 2, hold: 3 };

/** The guardrails that bind less for this severity under `next` than under `previous`. */
export function weakened(previous: Policy, next: Policy, severity: Severity): PracticeId[] {
  return (Object.keys(practices) as PracticeId[]).filter(
    (id) => strength[modeOf(next, id, severity)] < strength[modeOf(previous, id, severity)],
  );
}
