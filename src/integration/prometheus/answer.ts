import * as z from 'zod';
import type { Lack } from '../ask.ts';
import { numberFrom } from '../series.ts';

const labels = z.record(z.string(), z.string());
const sample = z.tuple([z.number(), z.string()]);
/** A native histogram has no `value`: it is no number. */
const inVector = z.object({ metric: labels, value: sample.optional() });
const inMatrix = z.object({ metric: labels, values: z.array(sample).default([]) });
/** `isPartial` is how VictoriaMetrics says it. */
const partial = { warnings: z.array(z.string()).optional(), isPartial: z.boolean().optional() };

const vector = z.object({ resultType: z.literal('vector'), result: z.array(inVector) });
const scalar = z.object({ resultType: z.literal('scalar'), result: sample });
const matrix = z.object({ resultType: z.literal('matrix'), result: z.array(inMatrix) });

const success = <Data extends z.ZodType>(data: Data) => z.object({ status: z.literal('success'), data, ...partial });
const failure = z.object({ status: z.literal('error') });

export const instantAnswer = z.union([success(z.union([vector, scalar])), failure]);
export const rangeAnswer = z.union([success(matrix), failure]);
export const targetsAnswer = success(
  z.object({
    activeTargets: z.array(
      // VictoriaMetrics tells the interval among the labels it discovered.
      z.object({ labels, scrapeInterval: z.string().optional(), discoveredLabels: labels.optional() }),
    ),
  }),
);

/** A series with its number, which may be NaN, and the source's time at which it was worked out. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly atMs: number;
}

export type Samples = { readonly samples: readonly Sample[] } | Lack;

/** Prometheus 2.44 to 2.53 put advice about a query under the warnings. Advice is no lack. */
const isAdvice = (warning: string): boolean => warning.startsWith('PromQL info:');
export const isPartial = ({ warnings: said = [], isPartial: part = false }: Parts): boolean =>
  part || said.some((warning) => !isAdvice(warning));

interface Parts {
  readonly warnings?: readonly string[] | undefined;
  readonly isPartial?: boolean | undefined;
}

export const refused: Lack = {
  missing: 'refused',
  says: 'it answers with an error, or with a part of the answer only',
};

/** Samples of an instant query, or why its answer cannot be used. */
export function samplesIn(answer: z.output<typeof instantAnswer>): Samples {
  if (answer.status === 'error' || isPartial(answer)) return refused;
  const { data } = answer;
  const rows = data.resultType === 'scalar' ? [{ metric: {}, value: data.result }] : data.result;
  const samples = rows.map(({ metric, value }) => ({
    labels: metric,
    value: value === undefined ? Number.NaN : numberFrom(value[1]),
    atMs: value === undefined ? Number.NaN : value[0] * 1000,
  }));
  return { samples };
}
