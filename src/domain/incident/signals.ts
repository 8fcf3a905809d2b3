import type { KeySignal } from '../telemetry/key-signal.ts';
import type { IncidentEvent } from './event.ts';
import { activeSignals, type IncidentState } from './state.ts';

export const signalOf = (state: IncidentState, key: string): KeySignal | undefined =>
  state.signals.find((signal) => signal.key === key.toUpperCase() && signal.droppedAt === null);

/**
 * The move between stabilising and watching that these signals ask for. What was never worked on is watched only if
 * it was seen unhealthy, so that a signal which says nothing does not end an incident before it began.
 */
export function watchingAfter(state: IncidentState, signals: readonly KeySignal[]): IncidentEvent[] {
  const active = activeSignals({ signals });
  const unhealthy = active.find(({ status }) => status !== 'healthy');
  if (state.phase === 'watching') {
    if (active.length > 0 && unhealthy === undefined) return [];
    const { key, status } = unhealthy ?? { key: '', status: 'unknown' as const };
    return [{ type: 'WatchingInterrupted', body: { signal: key, status } }];
  }
  if (active.length === 0 || unhealthy !== undefined) return [];
  const worked = state.phase === 'stabilising';
  const cameBack = state.phase === 'confirmed' && active.some(({ seenUnhealthy }) => seenUnhealthy);
  return worked || cameBack ? [{ type: 'WatchingBegan', body: { signals: active.map(({ key }) => key) } }] : [];
}

/** The signals with one of them changed. */
export const withSignal = (state: IncidentState, key: string, change: Partial<KeySignal>): KeySignal[] =>
  state.signals.map((signal) => (signal.key === key ? { ...signal, ...change } : signal));
