import { numbersFor } from '../policy/policy.ts';
import { type DurationMs, type Instant, later } from '../time.ts';
import type { Facts } from './facts.ts';
import type { IncidentState } from './state.ts';

/** When the next update is promised for: at the time that is named, after the one that is, or as policy has it. */
export const nextAt = (
  state: IncidentState,
  { now, policy }: Facts,
  at: Instant | null,
  inMs: DurationMs | null,
): Instant => at ?? later(now, inMs ?? numbersFor(policy, state).updateEveryMs);
