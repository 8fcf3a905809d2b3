import type { DurationMs, Instant } from '../../domain/time.ts';
import { clockToleranceMs } from '../fresh.ts';
import { instantAnswer, type Sample, type Samples, samplesIn } from './answer.ts';
import type { Asker } from '../ask.ts';

/** Two samples may be late or lost without the answer being old. */
const intervalsTolerated = 3;
const leastIntervalMs = 5000;

/** How old the newest sample of a job may be before what rests on it is *stale*. */
export const oldestMs = (everyMs: DurationMs, intervalMs: DurationMs): DurationMs =>
  intervalsTolerated * Math.max(everyMs, intervalMs, leastIntervalMs);

/** What an instant query gives, with the time left to the source, so that its clock shows. */
export async function instantSamples(
  asker: Asker,
  query: string,
  signal: AbortSignal,
  atMs: number | null = null,
): Promise<Samples> {
  const time = atMs === null ? {} : { time: (atMs / 1000).toFixed(3) };
  // Without `nocache` VictoriaMetrics answers with what it knew 30 s ago and dates it now.
  const said = await asker.ask('POST', 'api/v1/query', { query, nocache: '1', ...time }, instantAnswer, signal);
  return 'missing' in said ? said : samplesIn(said.answer);
}

/** Whether the source worked this out at a time that is not the time we know. */
export function clockFault(samples: readonly Sample[], now: Instant): 'clock-off' | null {
  const off = samples.some(({ atMs }) => Math.abs(atMs - now) > clockToleranceMs);
  return off ? 'clock-off' : null;
}
