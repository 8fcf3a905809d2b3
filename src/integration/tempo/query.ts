import type { TempoSetting } from '../../domain/telemetry/source.ts';
import { type DurationMs, type Instant, instant } from '../../domain/time.ts';
import type { RangeRead, Read, TelemetrySource } from '../../watch/ports.ts';
import { type Asked, type Asker, isLack, openAsker, timeoutMs } from '../ask.ts';
import {
  ageFault,
  checkedAge,
  checkedLack,
  noRange,
  nothing,
  said,
  times,
  usualWindow,
  windowIn,
  withinMs,
} from '../fresh.ts';
import { rangeOf } from '../series.ts';
import { instantAnswer, isPartial, rangeAnswer, searchAnswer } from './answer.ts';
import { isMetric, restsOn } from './traceql.ts';

type Setting = Omit<TempoSetting, 'name' | 'kind'>;

/** More are not counted: a count that may be cut short is no count. */
const mostCounted = 1000;
const everything = '{}';

/** Opens a Tempo: TraceQL metrics, or the number of traces that a TraceQL query finds. */
export function openTempo(setting: Setting, now: () => Instant): TelemetrySource {
  const { tenant, known = everything, freshWithinMs } = setting;
  const asker = openAsker(setting, tenant === undefined ? {} : { 'x-scope-orgid': tenant });

  return {
    async read(query, everyMs) {
      const { text, windowMs } = windowIn(query);
      const [at, limitMs] = [now(), withinMs(freshWithinMs, everyMs)];
      const signal = AbortSignal.timeout(timeoutMs);
      const from = at - (windowMs ?? usualWindow(everyMs));
      const [value, ...newest] = await Promise.all([
        isMetric(text) ? metricOf(asker, text, from, at, signal) : countOf(asker, text, from, at, signal),
        ...(restsOn(text) ?? [known]).map((spans) => newestTrace(asker, spans, at, limitMs, signal)),
      ]);
      for (const each of newest) {
        const fault = isLack(each) ? each.missing : ageFault(each.answer, at, limitMs);
        if (fault !== null) return nothing(fault);
      }
      return value;
    },

    async range(query, from, to, stepMs) {
      const { text, windowMs } = windowIn(query);
      const signal = AbortSignal.timeout(timeoutMs);
      if (isMetric(text)) return metricRange(asker, text, from, to, stepMs, signal);
      const window = windowMs ?? usualWindow(stepMs);
      const found = await search(asker, text, from - window, to, mostCounted, signal);
      if (isLack(found)) return noRange(found.missing);
      if (found.answer.length >= mostCounted) return noRange('refused');
      const points = times(from, to, stepMs).map((at) => ({
        at: instant(at),
        values: [found.answer.filter(({ startMs }) => startMs > at - window && startMs <= at).length],
      }));
      return { points, missing: null };
    },

    async check() {
      const signal = AbortSignal.timeout(timeoutMs);
      const limitMs = withinMs(freshWithinMs);
      const [ready, newest] = await Promise.all([
        asker.look('ready', signal),
        newestTrace(asker, known, now(), limitMs, signal),
      ]);
      if (isLack(ready)) return checkedLack(ready);
      const { status } = ready.answer;
      // A gateway before Tempo may not pass this path on; then what it knows has to speak for it.
      if (status !== 200 && status !== 404) return said('stale', `it answers that it is not ready (${status})`);
      return isLack(newest) ? checkedLack(newest) : checkedAge('span', newest.answer, now(), limitMs);
    },

    close: () => asker.close(),
  };
}

const seconds = (ms: number): string => String(Math.floor(ms / 1000));
const partial = { missing: 'refused', says: 'it answers with a part of the answer only' } as const;

interface Found {
  readonly startMs: number;
  readonly endMs: number;
}

async function search(
  asker: Asker,
  q: string,
  from: number,
  to: number,
  limit: number,
  signal: AbortSignal,
): Promise<Asked<readonly Found[]>> {
  // The end is rounded up: Tempo takes whole seconds, and what has just begun counts.
  const parameters = { q, start: seconds(from), end: seconds(to + 999), limit: String(limit) };
  const asked = await asker.ask('GET', 'api/search', parameters, searchAnswer, signal);
  if (isLack(asked)) return asked;
  if (limit > 1 && isPartial(asked.answer)) return partial;
  const found = (asked.answer.traces ?? []).map(({ startTimeUnixNano, durationMs }) => {
    const startMs = Number(startTimeUnixNano) / 1_000_000;
    return { startMs, endMs: startMs + durationMs };
  });
  return { answer: found };
}

/** When one of the newest spans ended; null when there is none as new as this. Tempo finds any, not the very newest. */
async function newestTrace(
  asker: Asker,
  known: string,
  now: Instant,
  limitMs: DurationMs,
  signal: AbortSignal,
): Promise<Asked<number | null>> {
  const found = await search(asker, known, now - limitMs, now, 1, signal);
  if (isLack(found)) return found;
  const [first] = found.answer;
  return { answer: first === undefined ? null : Math.min(first.endMs, Math.max(first.startMs, now)) };
}

async function countOf(asker: Asker, q: string, from: number, to: number, signal: AbortSignal): Promise<Read> {
  const found = await search(asker, q, from, to, mostCounted, signal);
  if (isLack(found)) return nothing(found.missing);
  return found.answer.length >= mostCounted
    ? nothing('refused')
    : { values: [found.answer.filter(({ startMs }) => startMs > from).length], missing: null };
}

async function metricOf(asker: Asker, q: string, from: number, to: number, signal: AbortSignal): Promise<Read> {
  const parameters = { q, start: seconds(from), end: seconds(to) };
  const asked = await asker.ask('GET', 'api/metrics/query', parameters, instantAnswer, signal);
  if (isLack(asked)) return nothing(asked.missing);
  if (isPartial(asked.answer)) return nothing('refused');
  const values = (asked.answer.series ?? []).map(({ value }) => value);
  if (values.length === 0) return nothing('absent');
  return values.every(Number.isFinite) ? { values, missing: null } : nothing('not-a-number');
}

async function metricRange(
  asker: Asker,
  q: string,
  from: Instant,
  to: Instant,
  stepMs: DurationMs,
  signal: AbortSignal,
): Promise<RangeRead> {
  const step = `${Math.max(1, Math.round(stepMs / 1000))}s`;
  const parameters = { q, start: seconds(from), end: seconds(to), step };
  const asked = await asker.ask('GET', 'api/metrics/query_range', parameters, rangeAnswer, signal);
  if (isLack(asked)) return noRange(asked.missing);
  if (isPartial(asked.answer)) return noRange('refused');
  const samples = (asked.answer.series ?? []).flatMap(({ samples: own }) => own);
  return rangeOf(samples.map(({ timestampMs, value }) => ({ atMs: timestampMs, value })));
}
