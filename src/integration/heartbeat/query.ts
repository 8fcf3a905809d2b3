import { type Instant, instant } from '../../domain/time.ts';
import { Unavailable } from '../../domain/unavailable.ts';
import type { Heartbeats, QueryFault, TelemetrySource } from '../../watch/ports.ts';
import { noRange, nothing, said, times } from '../fresh.ts';
import { heartbeatName } from './name.ts';

interface Needs {
  readonly now: () => Instant;
  readonly heartbeats: Heartbeats;
}

const dayMs = 86_400_000;

/** Opens what is known of heartbeats: a query is a name, its value the seconds since that one last came. */
export function openHeartbeat({ now, heartbeats }: Needs): TelemetrySource {
  return {
    read: (query) =>
      reached(async () => {
        const at = await heartbeats.newest(query.trim());
        return at === null ? nothing('absent') : { values: [secondsBetween(at, now())], missing: null };
      }, nothing('unreachable')),

    range: (query, from, to, stepMs) =>
      reached(async () => {
        const beats = await heartbeats.between(query.trim(), from, to);
        const points = times(from, to, stepMs).flatMap((at) => {
          const last = beats.findLast((beat) => beat <= at);
          return last === undefined ? [] : [{ at: instant(at), values: [secondsBetween(last, at)] }];
        });
        return { points, missing: points.length === 0 ? 'absent' : null };
      }, noRange('unreachable')),

    check: () =>
      reached(
        async () => {
          const known = await heartbeats.summary();
          if (known === null) return said('stale', 'no heartbeat has come yet');
          const { count, name, at } = known;
          const ageMs = now() - at;
          const text = `${count === 1 ? '1 heartbeat is' : `${count} heartbeats are`} known; ${name} came last, ${Math.round(
            Math.max(0, ageMs) / 1000,
          )} s ago`;
          return said(ageMs > dayMs ? 'stale' : 'fresh', text);
        },
        said('absent', 'the database does not answer'),
      ),

    close: async () => undefined,
  };
}

const secondsBetween = (from: number, to: number): number => Math.max(0, to - from) / 1000;

async function reached<Answer>(work: () => Promise<Answer>, otherwise: Answer): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return otherwise;
  }
}

/** Why this query cannot be watched; null when nothing stands against it. */
export function queryFault(query: string): QueryFault | null {
  const at = query.length - query.trimStart().length;
  return heartbeatName.test(query.trim()) ? null : { at, says: 'must be the name of a heartbeat, such as backup' };
}
