import * as z from 'zod';
import type { JaegerSetting } from '../../domain/telemetry/source.ts';
import { type Instant, instant } from '../../domain/time.ts';
import type { TelemetrySource } from '../../watch/ports.ts';
import { type Asked, type Asker, isLack, openAsker, timeoutMs } from '../ask.ts';
import { ageFault, checkedAge, checkedLack, noRange, nothing, said, times, usualWindow, withinMs } from '../fresh.ts';
import { parsed, type TraceQuery } from './traces.ts';

type Setting = Omit<JaegerSetting, 'name' | 'kind'>;

/** Traces come whole, so few are asked for; a count that may be cut short is no count. */
const mostCounted = 200;

/** Times are microseconds. */
const tracesAnswer = z.object({
  data: z
    .array(
      z.object({
        traceID: z.string(),
        spans: z.array(z.object({ startTime: z.number(), duration: z.number().default(0) })),
      }),
    )
    .nullable(),
  errors: z.array(z.unknown()).nullish(),
});
const servicesAnswer = z.object({ data: z.array(z.string()).nullable(), errors: z.array(z.unknown()).nullish() });

interface Found {
  readonly startMs: number;
  readonly endMs: number;
}

type Which = Pick<TraceQuery, 'service'> & Partial<TraceQuery>;

/** Opens a Jaeger: how many traces of a service, an operation or tags there are. */
export function openJaeger(setting: Setting, now: () => Instant): TelemetrySource {
  const { known, freshWithinMs } = setting;
  const asker = openAsker(setting);

  return {
    async read(query, everyMs) {
      const read = parsed(query);
      if ('fault' in read) return nothing('refused');
      const { traces } = read;
      const [at, limitMs] = [now(), withinMs(freshWithinMs, everyMs)];
      const from = at - (traces.windowMs ?? usualWindow(everyMs));
      const signal = AbortSignal.timeout(timeoutMs);
      const [found, newest] = await Promise.all([
        tracesOf(asker, traces, from, at, mostCounted, signal),
        newestSpan(asker, traces.service, at, limitMs, signal),
      ]);
      if (isLack(found)) return nothing(found.missing);
      if (isLack(newest)) return nothing(newest.missing);
      const fault = ageFault(newest.answer, at, limitMs);
      if (fault !== null) return nothing(fault);
      if (found.answer.length >= mostCounted) return nothing('refused');
      return { values: [found.answer.length], missing: null };
    },

    async range(query, from, to, stepMs) {
      const read = parsed(query);
      if ('fault' in read) return noRange('refused');
      const windowMs = read.traces.windowMs ?? usualWindow(stepMs);
      const signal = AbortSignal.timeout(timeoutMs);
      const found = await tracesOf(asker, read.traces, from - windowMs, to, mostCounted, signal);
      if (isLack(found)) return noRange(found.missing);
      if (found.answer.length >= mostCounted) return noRange('refused');
      const points = times(from, to, stepMs).map((at) => ({
        at: instant(at),
        values: [found.answer.filter(({ startMs }) => startMs > at - windowMs && startMs <= at).length],
      }));
      return { points, missing: null };
    },

    async check() {
      const signal = AbortSignal.timeout(timeoutMs);
      const limitMs = withinMs(freshWithinMs);
      const [services, newest] = await Promise.all([
        asker.ask('GET', 'api/services', {}, servicesAnswer, signal),
        newestSpan(asker, known, now(), limitMs, signal),
      ]);
      if (isLack(services)) return checkedLack(services);
      if (!(services.answer.data ?? []).includes(known))
        return said('stale', `it answers, but knows no service ${known}`);
      return isLack(newest) ? checkedLack(newest) : checkedAge(`span of ${known}`, newest.answer, now(), limitMs);
    },

    close: () => asker.close(),
  };
}

async function tracesOf(
  asker: Asker,
  { service, operation = null, tags = new Map() }: Which,
  from: number,
  to: number,
  limit: number,
  signal: AbortSignal,
): Promise<Asked<readonly Found[]>> {
  const parameters = {
    service,
    ...(operation === null ? {} : { operation }),
    ...(tags.size === 0 ? {} : { tags: JSON.stringify(Object.fromEntries(tags)) }),
    start: String(Math.round(from) * 1000),
    end: String(Math.round(to) * 1000),
    limit: String(limit),
  };
  const asked = await asker.ask('GET', 'api/traces', parameters, tracesAnswer, signal);
  if (isLack(asked)) return asked;
  if ((asked.answer.errors ?? []).length > 0) return { missing: 'refused', says: 'it answers with an error' };
  const found = (asked.answer.data ?? []).map(({ spans }) => ({
    startMs: Math.min(...spans.map(({ startTime }) => startTime)) / 1000,
    endMs: Math.max(...spans.map(({ startTime, duration }) => startTime + duration)) / 1000,
  }));
  return { answer: found };
}

/** When one of the newest spans of a service ended; null when there is none as new as this. */
async function newestSpan(
  asker: Asker,
  service: string,
  now: Instant,
  limitMs: number,
  signal: AbortSignal,
): Promise<Asked<number | null>> {
  const found = await tracesOf(asker, { service }, now - limitMs, now, 1, signal);
  if (isLack(found)) return found;
  return { answer: found.answer.length === 0 ? null : Math.max(...found.answer.map(({ startMs }) => startMs)) };
}
