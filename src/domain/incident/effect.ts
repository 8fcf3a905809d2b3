import { effectOn, lookedAtMs, type SignalEffect } from '../telemetry/effect.ts';
import { type Instant, later } from '../time.ts';
import type { PublicFacts } from './facts.ts';
import type { Change } from './item.ts';
import { activeSignals, type IncidentState } from './state.ts';

/** What a started change did to each signal that telemetry is asked for, as far as it can be told now (B8). */
export function effectsOf(
  state: IncidentState,
  change: Change,
  { readings, now }: Pick<PublicFacts, 'readings' | 'now'>,
): SignalEffect[] {
  const { startedAt } = change;
  if (startedAt === null) return [];
  const others = state.changes.flatMap((other) =>
    other.key === change.key || other.startedAt === null ? [] : [{ change: other.key, startedAt: other.startedAt }],
  );
  const until = change.state === 'rolled-back' && change.settledAt !== null ? change.settledAt : now;
  return activeSignals(state).flatMap(({ key, name, asked }) =>
    asked === null
      ? []
      : [effectOn({ key, name, healthy: asked.healthy }, readings[key] ?? [], { startedAt, until, others })],
  );
}

/** When what a change did is written down. */
export const measuredAt = (startedAt: Instant): Instant => later(startedAt, lookedAtMs);
