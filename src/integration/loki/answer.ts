import * as z from 'zod';

const sample = z.tuple([z.number(), z.string()]);
const warnings = z.array(z.string()).nullish();
const metric = z.record(z.string(), z.string());

const success = <Data extends z.ZodType>(data: Data) => z.object({ status: z.literal('success'), data, warnings });

export const instantAnswer = success(
  z.union([
    z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric, value: sample })) }),
    z.object({ resultType: z.literal('scalar'), result: sample }),
  ]),
);
export const rangeAnswer = success(
  z.object({ resultType: z.literal('matrix'), result: z.array(z.object({ metric, values: z.array(sample) })) }),
);
/** Lines come with the nanosecond they are dated at, as text, and maybe with more of their own. */
export const linesAnswer = success(
  z.object({
    resultType: z.literal('streams'),
    result: z.array(z.object({ stream: metric, values: z.array(z.tuple([z.string(), z.string()], z.unknown())) })),
  }),
);
export const labelsAnswer = z.object({ status: z.literal('success'), data: z.array(z.string()).nullish() });
