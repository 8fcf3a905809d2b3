import type { InstrumentState } from '../domain/telemetry/reading.ts';
import type { DurationMs } from '../domain/time.ts';
import type { DueCheck, TelemetrySource, TelemetryStore, Transitions } from './ports.ts';
import { within } from './within.ts';

export interface CheckNeeds {
  readonly store: TelemetryStore;
  readonly transitions: Transitions;
}

const patienceMs = 3500;
const longestEveryMs = 15_000;
const leastEveryMs = 1000;

/** How often a source is looked at: no more rarely than the most frequent of its signals is read. */
export const checkEveryMs = (signals: readonly { readonly everyMs: DurationMs }[]): DurationMs =>
  Math.max(leastEveryMs, Math.min(longestEveryMs, ...signals.map(({ everyMs }) => everyMs)));

/** How a source is at this moment. */
export const healthOf = (source: TelemetrySource): Promise<Omit<InstrumentState, 'checkedAt'>> =>
  within(patienceMs, source.check(), { health: 'absent', because: 'it does not answer' });

/** Looks at one source, keeps how it is, and tells when its health is not as it was last told. */
export async function checkSource(
  { store, transitions }: CheckNeeds,
  due: DueCheck,
  source: TelemetrySource,
  nextInMs: DurationMs,
): Promise<void> {
  const { health, because } = await healthOf(source);
  if (!(await store.recordCheck(due, { health, because }, nextInMs)) || due.told === health) return;
  // That a new source is well is no news.
  if (due.told !== null || health !== 'fresh') {
    await transitions.instrumentTurned({ source: due.source, health, because });
  }
  await store.toldHealth(due, health);
}
