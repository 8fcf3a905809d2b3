import type { DurationMs, Instant } from '../time.ts';
import type { IncidentState } from './state.ts';
import type { Audience } from './vocabulary.ts';

/** The promise that an update to this audience settles, and by how much it comes late; null where none is open. */
export function settled(
  { promises }: IncidentState,
  audience: Audience,
  duty: string,
  when: Instant,
): { readonly promise: string | null; readonly lateMs: DurationMs } {
  const open = promises.find(
    (promise) => promise.audience === audience && promise.duty === duty && promise.state === 'open',
  );
  return open === undefined ? { promise: null, lateMs: 0 } : { promise: open.key, lateMs: Math.max(0, when - open.at) };
}
