import type { MissingReason } from '../../domain/telemetry/reading.ts';
import type { PrometheusSetting } from '../../domain/telemetry/source.ts';
import type { DurationMs, Instant } from '../../domain/time.ts';
import type { Read, TelemetrySource } from '../../watch/ports.ts';
import { isPartial, rangeAnswer, type Sample } from './answer.ts';
import { openAsker, timeoutMs } from '../ask.ts';
import { nothing } from '../fresh.ts';
import { rangeOf, samplesOf } from '../series.ts';
import { checkOf } from './check.ts';
import { history, knownFault, type Limits, usualLimits } from './history.ts';
import { type Intervals, scrapeIntervals } from './intervals.ts';
import { clockFault, instantSamples, oldestMs } from './samples.ts';
import { liveSelectors } from './selectors.ts';

const selectorLabel = 'allclear_selector';

/** Opens a Prometheus, or what speaks its query API. `now` is the clock that readings are dated by. */
export function openPrometheus(
  setting: Omit<PrometheusSetting, 'name' | 'kind'>,
  now: () => Instant,
  limits: Limits = usualLimits,
): TelemetrySource {
  const { tenant, known: busy } = setting;
  const asker = openAsker(setting, tenant === undefined ? {} : { 'x-scope-orgid': tenant });
  const intervals = scrapeIntervals(asker);
  const past = history(asker, limits.historyMs);

  return {
    async read(query, everyMs) {
      const selectors = liveSelectors(query);
      if (selectors.length === 0) return nothing('absent');
      const signal = AbortSignal.timeout(timeoutMs);
      const [value, ages, known] = await Promise.all([
        instantSamples(asker, query, signal),
        instantSamples(asker, agesOf(selectors), signal),
        intervals.known(signal),
      ]);
      if ('missing' in value) return nothing(value.missing);
      if ('missing' in ages) return nothing(ages.missing);
      const late =
        clockFault([...value.samples, ...ages.samples], now()) ?? ageFault(ages.samples, selectors, everyMs, known);
      if (late !== null) return nothing(late);
      return readOf(value.samples);
    },

    async range(query, from, to, stepMs) {
      const parameters = { query, nocache: '1', start: seconds(from), end: seconds(to), step: seconds(stepMs) };
      const said = await asker.ask(
        'POST',
        'api/v1/query_range',
        parameters,
        rangeAnswer,
        AbortSignal.timeout(timeoutMs),
      );
      if ('missing' in said) return { points: [], missing: said.missing };
      const { answer } = said;
      if (answer.status === 'error' || isPartial(answer)) return { points: [], missing: 'refused' };
      return rangeOf(samplesOf(answer.data.result.flatMap(({ values }) => values)));
    },

    async check() {
      const signal = AbortSignal.timeout(timeoutMs);
      const [checked, lost, still] = await Promise.all([
        checkOf(asker, intervals, now, signal),
        past.fault(now(), signal),
        busy === undefined ? null : knownFault(asker, busy, limits.movedWithinMs, signal),
      ]);
      const because = lost ?? still;
      return checked.health !== 'fresh' || because === null ? checked : { health: 'stale', because };
    },

    close: () => asker.close(),
  };
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

/** One query for the age of the oldest newest sample behind each selector, by job. */
const agesOf = (selectors: readonly string[]): string =>
  selectors
    .map(
      (each, index) =>
        `label_replace(max by (job) (time() - timestamp(${each})), "${selectorLabel}", "${index}", "", "")`,
    )
    .join(' or ');

function ageFault(
  ages: readonly Sample[],
  selectors: readonly string[],
  everyMs: DurationMs,
  intervals: Intervals,
): MissingReason | null {
  const answered = new Set(ages.map(({ labels }) => labels[selectorLabel]));
  if (selectors.some((_each, index) => !answered.has(String(index)))) return 'absent';
  const old = ages.some(({ labels, value }) => !(value * 1000 <= oldestMs(everyMs, intervals.of(labels['job']))));
  return old ? 'stale' : null;
}

function readOf(samples: readonly Sample[]): Read {
  if (samples.length === 0) return nothing('absent');
  const values = samples.map(({ value }) => value);
  return values.every(Number.isFinite) ? { values, missing: null } : nothing('not-a-number');
}
