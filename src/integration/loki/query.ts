import type { LokiSetting } from '../../domain/telemetry/source.ts';
import type { DurationMs, Instant } from '../../domain/time.ts';
import type { Read, TelemetrySource } from '../../watch/ports.ts';
import { type Asked, type Asker, isLack, openAsker, timeoutMs } from '../ask.ts';
import {
  ageFault,
  type Checked,
  checkedAge,
  checkedLack,
  clockToleranceMs,
  noRange,
  nothing,
  said,
  withinMs,
} from '../fresh.ts';
import { numberFrom, rangeOf, samplesOf } from '../series.ts';
import { instantAnswer, labelsAnswer, linesAnswer, rangeAnswer } from './answer.ts';
import { streamSelectors } from './logql.ts';

type Setting = Omit<LokiSetting, 'name' | 'kind'>;

/** Opens a Loki: numbers by LogQL metric queries, freshness by the newest line of the streams that a query names. */
export function openLoki(setting: Setting, now: () => Instant): TelemetrySource {
  const { tenant, known, freshWithinMs } = setting;
  const asker = openAsker(setting, tenant === undefined ? {} : { 'x-scope-orgid': tenant });

  return {
    async read(query, everyMs) {
      const selectors = streamSelectors(query);
      if (selectors.length === 0) return nothing('absent');
      const signal = AbortSignal.timeout(timeoutMs);
      const limitMs = withinMs(freshWithinMs, everyMs);
      const [value, ...newest] = await Promise.all([
        asker.ask('GET', 'loki/api/v1/query', { query }, instantAnswer, signal),
        ...selectors.map((selector) => newestLine(asker, selector, now(), limitMs, signal)),
      ]);
      if (isLack(value)) return nothing(value.missing);
      for (const each of newest) {
        const fault = isLack(each) ? each.missing : ageFault(each.answer, now(), limitMs);
        if (fault !== null) return nothing(fault);
      }
      return readOf(value.answer, now());
    },

    async range(query, from, to, stepMs) {
      if (streamSelectors(query).length === 0) return noRange('absent');
      const step = `${Math.max(1, Math.round(stepMs / 1000))}s`;
      const parameters = { query, start: nanoseconds(from), end: nanoseconds(to), step };
      const signal = AbortSignal.timeout(timeoutMs);
      const answered = await asker.ask('GET', 'loki/api/v1/query_range', parameters, rangeAnswer, signal);
      if (isLack(answered)) return noRange(answered.missing);
      if (isPartial(answered.answer)) return noRange('refused');
      return rangeOf(samplesOf(answered.answer.data.result.flatMap(({ values }) => values)));
    },

    async check() {
      const signal = AbortSignal.timeout(timeoutMs);
      const limitMs = withinMs(freshWithinMs);
      const [ready, seen] = await Promise.all([
        asker.look('ready', signal),
        known === undefined
          ? anyLabel(asker, now(), limitMs, signal)
          : checkedLine(asker, known, now(), limitMs, signal),
      ]);
      if (isLack(ready)) return checkedLack(ready);
      const { status } = ready.answer;
      // A gateway before Loki may not pass this path on; then what it knows has to speak for it.
      if (status !== 200 && status !== 404) return said('stale', `it answers that it is not ready (${status})`);
      return seen;
    },

    close: () => asker.close(),
  };
}

const nanoseconds = (ms: number): string => `${Math.round(ms)}000000`;
const isPartial = ({ warnings = [] }: { warnings?: readonly string[] | null | undefined }): boolean =>
  (warnings?.length ?? 0) > 0;

/** When the newest line of these streams was written, in milliseconds; null when there is none as new as this. */
async function newestLine(
  asker: Asker,
  selector: string,
  now: Instant,
  limitMs: DurationMs,
  signal: AbortSignal,
): Promise<Asked<number | null>> {
  const parameters = {
    query: selector,
    start: nanoseconds(now - limitMs),
    // Lines that are dated ahead are news about a clock.
    end: nanoseconds(now + 20 * clockToleranceMs),
    limit: '1',
    direction: 'backward',
  };
  const answered = await asker.ask('GET', 'loki/api/v1/query_range', parameters, linesAnswer, signal);
  if (isLack(answered)) return answered;
  if (isPartial(answered.answer)) return { missing: 'refused', says: 'it answers with a part of the answer only' };
  const dates = answered.answer.data.result.flatMap(({ values }) => values.map(([at]) => Number(at) / 1_000_000));
  return { answer: dates.length === 0 ? null : Math.max(...dates) };
}

async function checkedLine(
  asker: Asker,
  known: string,
  now: Instant,
  limitMs: DurationMs,
  signal: AbortSignal,
): Promise<Checked> {
  const newest = await newestLine(asker, known, now, limitMs, signal);
  return isLack(newest) ? checkedLack(newest) : checkedAge('log line', newest.answer, now, limitMs);
}

/** Where no busy streams are named: whether any came in at all. */
async function anyLabel(asker: Asker, now: Instant, limitMs: DurationMs, signal: AbortSignal): Promise<Checked> {
  const parameters = { start: nanoseconds(now - limitMs), end: nanoseconds(now) };
  const answered = await asker.ask('GET', 'loki/api/v1/labels', parameters, labelsAnswer, signal);
  if (isLack(answered)) return checkedLack(answered);
  const seconds = Math.round(limitMs / 1000);
  return (answered.answer.data ?? []).length === 0
    ? said('stale', `it answers, but has no log line of the last ${seconds} s`)
    : said('fresh', `it is ready and has log lines of the last ${seconds} s; \`known\` would tell their age`);
}

function readOf(answer: ReturnType<typeof instantAnswer.parse>, now: Instant): Read {
  if (isPartial(answer)) return nothing('refused');
  const { data } = answer;
  const samples = data.resultType === 'scalar' ? [data.result] : data.result.map(({ value }) => value);
  if (samples.length === 0) return nothing('absent');
  if (samples.some(([at]) => Math.abs(at * 1000 - now) > clockToleranceMs)) return nothing('clock-off');
  const values = samples.map(([, text]) => numberFrom(text));
  return values.every(Number.isFinite) ? { values, missing: null } : nothing('not-a-number');
}
