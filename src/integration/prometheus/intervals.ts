import type { z } from 'zod';
import type { DurationMs } from '../../domain/time.ts';
import { targetsAnswer } from './answer.ts';
import type { Asker } from '../ask.ts';

/** How far apart Prometheus means samples of a job to be. */
export interface Intervals {
  of(job: string | undefined): DurationMs;
}

/** What Prometheus itself takes where nothing is configured. */
const usualMs = 60_000;
const keptMs = 60_000;
/** Just started, it lists no targets for some seconds. */
const askAgainMs = 5000;
const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `1m30s`; NaN when it is no duration. */
export function durationMs(text: string): DurationMs {
  const parts = [...text.matchAll(/(\d+)(ms|[smhd])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return Number.NaN;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit as string] as number), 0);
}

/** A job whose interval is not known may take as long as the slowest that is. */
export function intervalsFrom(byJob: ReadonlyMap<string, DurationMs>): Intervals {
  const slowest = byJob.size === 0 ? usualMs : Math.max(...byJob.values());
  return { of: (job) => (job === undefined ? undefined : byJob.get(job)) ?? slowest };
}

/** Scrape intervals by job, as the list of targets has them, a minute old at most. Not everything has that list. */
export function scrapeIntervals(asker: Asker): { known(signal: AbortSignal): Promise<Intervals> } {
  let kept = intervalsFrom(new Map());
  let until = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;

  async function askAgain(signal: AbortSignal): Promise<void> {
    const said = await asker.ask('GET', 'api/v1/targets', { state: 'active' }, targetsAnswer, signal);
    const byJob = 'answer' in said ? slowestByJob(said.answer.data.activeTargets) : new Map<string, DurationMs>();
    if ('answer' in said) kept = intervalsFrom(byJob);
    until = performance.now() + (byJob.size > 0 ? keptMs : askAgainMs);
  }

  return {
    async known(signal) {
      if (performance.now() >= until) await (asking ??= askAgain(signal).finally(() => (asking = null)));
      return kept;
    },
  };
}

type Target = z.output<typeof targetsAnswer>['data']['activeTargets'][number];

function slowestByJob(targets: readonly Target[]): Map<string, DurationMs> {
  const byJob = new Map<string, DurationMs>();
  for (const { labels, scrapeInterval, discoveredLabels } of targets) {
    const ms = durationMs(scrapeInterval ?? discoveredLabels?.['__scrape_interval__'] ?? '');
    const { job } = labels;
    if (job !== undefined && Number.isFinite(ms)) byJob.set(job, Math.max(ms, byJob.get(job) ?? 0));
  }
  return byJob;
}
