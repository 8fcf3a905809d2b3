import * as z from 'zod';

/** Tempo writes 64-bit numbers as text, and leaves out what is zero. */
const count = z.union([z.number(), z.string().transform(Number)]).default(0);

const metrics = z.object({ completedJobs: count, totalJobs: count }).partial().nullish();
const status = z.string().nullish();

export const searchAnswer = z.object({
  traces: z
    .array(z.object({ traceID: z.string(), startTimeUnixNano: z.string(), durationMs: z.number().default(0) }))
    .nullish(),
  metrics,
  status,
});
export const instantAnswer = z.object({ series: z.array(z.object({ value: count })).nullish(), metrics, status });
export const rangeAnswer = z.object({
  series: z.array(z.object({ samples: z.array(z.object({ timestampMs: count, value: count })).default([]) })).nullish(),
  metrics,
  status,
});

interface Progress {
  readonly metrics?: z.output<typeof metrics> | undefined;
  readonly status?: string | null | undefined;
}

/** Whether Tempo says that it did not look at everything. */
export const isPartial = ({ metrics: done, status: said }: Progress): boolean =>
  said?.toUpperCase() === 'PARTIAL' || (done?.completedJobs ?? 0) < (done?.totalJobs ?? 0);
