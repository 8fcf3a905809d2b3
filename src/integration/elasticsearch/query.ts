import * as z from 'zod';
import type { ElasticsearchSetting } from '../../domain/telemetry/source.ts';
import { type DurationMs, type Instant, instant } from '../../domain/time.ts';
import type { RangeRead, TelemetrySource } from '../../watch/ports.ts';
import { type Asked, type Asker, isLack, openAsker, timeoutMs } from '../ask.ts';
import {
  ageFault,
  checkedAge,
  checkedLack,
  clockToleranceMs,
  noRange,
  nothing,
  said,
  usualWindow,
  withinMs,
} from '../fresh.ts';
import { type DocumentQuery, indexPattern, parsed } from './lucene.ts';

type Setting = Omit<ElasticsearchSetting, 'name' | 'kind'>;

const whole = {
  timed_out: z.boolean(),
  _shards: z.object({ total: z.number(), failed: z.number() }),
};
const countAnswer = z.object({
  ...whole,
  aggregations: z.object({
    busy: z.object({ newest: z.object({ value: z.number().nullable() }) }),
    counted: z.object({ doc_count: z.number() }),
  }),
});
const newestAnswer = z.object({
  ...whole,
  aggregations: z.object({ newest: z.object({ value: z.number().nullable() }) }),
});
const rangeAnswer = z.object({
  ...whole,
  aggregations: z.object({
    counted: z.object({ buckets: z.array(z.object({ key: z.number(), doc_count: z.number() })) }),
  }),
});
const healthAnswer = z.object({ status: z.enum(['green', 'yellow', 'red']), timed_out: z.boolean() });

/** That a document is of a time. */
type Within = (gt: number, lte: number) => object;

/** Opens an Elasticsearch or OpenSearch: how many documents of an index a Lucene query finds. */
export function openElasticsearch(setting: Setting, now: () => Instant): TelemetrySource {
  const { known = '*', freshWithinMs, timeField = '@timestamp' } = setting;
  const asker = openAsker(setting);
  const within: Within = (gt, lte) => ({
    range: { [timeField]: { gt: Math.round(gt), lte: Math.round(lte), format: 'epoch_millis' } },
  });
  const newest = { newest: { max: { field: timeField } } };

  return {
    async read(query, everyMs) {
      const read = parsed(query);
      if ('fault' in read) return nothing('refused');
      const { index, lucene, busy, windowMs } = read.documents;
      const [at, limitMs] = [now(), withinMs(freshWithinMs, everyMs)];
      const from = at - (windowMs ?? usualWindow(everyMs));
      const counted = { filter: { bool: { filter: [words(lucene), within(from, at)] } } };
      const body = {
        size: 0,
        query: within(Math.min(from, at - limitMs), at + 20 * clockToleranceMs),
        aggs: { busy: { filter: busy === null ? { match_all: {} } : words(busy), aggs: newest }, counted },
      };
      const asked = await search(asker, index, body, countAnswer);
      if (isLack(asked)) return nothing(asked.missing);
      const { aggregations } = asked.answer;
      // No shard at all: no index has this name.
      if (asked.answer._shards.total === 0) return nothing('absent');
      const fault = ageFault(aggregations.busy.newest.value, at, limitMs);
      return fault === null ? { values: [aggregations.counted.doc_count], missing: null } : nothing(fault);
    },

    range(query, from, to, stepMs) {
      const read = parsed(query);
      return 'fault' in read
        ? Promise.resolve(noRange('refused'))
        : rangeOf(asker, read.documents, within, timeField, { from, to, stepMs });
    },

    async check() {
      const signal = AbortSignal.timeout(timeoutMs);
      if (!indexPattern.test(known)) return said('stale', '`known` must be the name or pattern of an index');
      const [at, limitMs] = [now(), withinMs(freshWithinMs)];
      const body = { size: 0, query: within(at - limitMs, at + 20 * clockToleranceMs), aggs: newest };
      const [health, seen] = await Promise.all([
        asker.ask('GET', '_cluster/health', {}, healthAnswer, signal),
        search(asker, known, body, newestAnswer),
      ]);
      if (isLack(health)) return checkedLack(health);
      if (health.answer.status === 'red')
        return said('stale', 'its cluster is red: a part of the documents is not there');
      if (isLack(seen)) return checkedLack(seen);
      return checkedAge(`document of ${known}`, seen.answer.aggregations.newest.value, at, limitMs);
    },

    close: () => asker.close(),
  };
}

/** The counts of steps, each summed with those before it over as long as a reading looks back. */
async function rangeOf(
  asker: Asker,
  { index, lucene, windowMs }: DocumentQuery,
  within: Within,
  field: string,
  { from, to, stepMs }: { readonly from: Instant; readonly to: Instant; readonly stepMs: DurationMs },
): Promise<RangeRead> {
  const window = windowMs ?? usualWindow(stepMs);
  const histogram = { field, fixed_interval: `${Math.round(stepMs)}ms`, min_doc_count: 0 };
  const body = {
    size: 0,
    query: { bool: { filter: [words(lucene), within(from - window, to)] } },
    aggs: { counted: { date_histogram: histogram } },
  };
  const asked = await search(asker, index, body, rangeAnswer);
  if (isLack(asked)) return noRange(asked.missing);
  const { buckets } = asked.answer.aggregations.counted;
  // A bucket is named for its beginning; what it counted is known at its end.
  const ended = buckets.map(({ key, doc_count: count }) => ({ at: instant(key + stepMs), count }));
  const points = ended
    .filter(({ at }) => at >= from && at <= to)
    .map(({ at }) => ({ at, values: [sumOf(ended.filter((each) => each.at > at - window && each.at <= at))] }));
  return { points, missing: points.length === 0 ? 'absent' : null };
}

const sumOf = (buckets: readonly { readonly count: number }[]): number =>
  buckets.reduce((sum, { count }) => sum + count, 0);

const words = (lucene: string): object => ({ query_string: { query: lucene, analyze_wildcard: true } });

async function search<Schema extends z.ZodType<{ timed_out: boolean; _shards: { failed: number } }>>(
  asker: Asker,
  index: string,
  body: object,
  schema: Schema,
): Promise<Asked<z.output<Schema>>> {
  const path = `${encodeURIComponent(index)}/_search?ignore_unavailable=true&allow_no_indices=true`;
  const asked = await asker.askJson(path, body, schema, AbortSignal.timeout(timeoutMs));
  if (isLack(asked)) return asked;
  const { timed_out: late, _shards: shards } = asked.answer;
  if (late || shards.failed > 0) return { missing: 'refused', says: 'it answers with a part of the answer only' };
  return asked;
}
