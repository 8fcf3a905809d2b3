import type { DurationMs, Instant } from '../../domain/time.ts';
import type { Asker } from '../ask.ts';
import { instantSamples } from './samples.ts';

/** How long a query that is known to be busy may stand still, and how much past a source needs after it lost its own. */
export interface Limits {
  readonly movedWithinMs: DurationMs;
  readonly historyMs: DurationMs;
}

export const usualLimits: Limits = { movedWithinMs: 300_000, historyMs: 300_000 };

const steps = 60;
/** What is longer ago may rightly have been deleted. */
const rememberedMs = 3_600_000;

/** Why a query that is known to be busy shows that something is wrong; null when it is there and has moved. */
export async function knownFault(
  asker: Asker,
  query: string,
  withinMs: DurationMs,
  signal: AbortSignal,
): Promise<string | null> {
  const step = Math.max(1, Math.round(withinMs / 1000 / steps));
  // The line breaks end a comment that the query may end with.
  const [present, changes] = await Promise.all([
    instantSamples(asker, query, signal),
    instantSamples(asker, `max(changes((${query}\n)[${Math.round(withinMs / 1000)}s:${step}s]))`, signal),
  ]);
  for (const each of [present, changes]) {
    if (!('samples' in each)) return `the query that is known to be busy got no answer: ${each.says}`;
    if (each.samples.length === 0) return 'the query that is known to be busy has no series';
  }
  if ('samples' in changes && changes.samples.some(({ value }) => value > 0)) return null;
  return `the query that is known to be busy has not moved for ${Math.round(withinMs / 1000)} s`;
}

/**
 * Remembers when the source was last seen with samples, and looks whether it still has them: a Prometheus that was
 * restarted empty answers, and knows nothing of what was before.
 */
export function history(
  asker: Asker,
  enoughMs: DurationMs,
): { fault(now: Instant, signal: AbortSignal): Promise<string | null> } {
  let seenAtMs: number | null = null;
  let lostAtMs: number | null = null;

  const samplesAt = async (atMs: number | null, signal: AbortSignal): Promise<number | null> => {
    const found = await instantSamples(asker, 'count(up)', signal, atMs);
    return 'missing' in found ? null : found.samples.length;
  };

  return {
    async fault(now, signal) {
      const before = seenAtMs !== null && now - seenAtMs < rememberedMs ? seenAtMs : null;
      const [then, present] = await Promise.all([
        before === null ? null : samplesAt(before, signal),
        samplesAt(null, signal),
      ]);
      if (then === 0) lostAtMs = now;
      // While it has nothing at all, what it is to be asked for stays what it had.
      if (present !== null && present > 0) seenAtMs = now;
      if (lostAtMs === null) return null;
      const agoMs = now - lostAtMs;
      if (agoMs < enoughMs) return lostText(agoMs, enoughMs);
      lostAtMs = null;
      return null;
    },
  };
}

const lostText = (agoMs: DurationMs, enoughMs: DurationMs): string =>
  `it has lost its past ${Math.round(agoMs / 1000)} s ago, as after a restart without its data; ${Math.round(
    enoughMs / 1000,
  )} s of new samples are needed`;
