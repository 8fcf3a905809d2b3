import type { Pace } from './ports.ts';

/** Failures in a row after which a target is left alone for a while. */
const failuresToOpen = 5;
const firstRestMs = 5000;
const longestRestMs = 5 * 60_000;

/** Leaves a target that fails again and again alone, for longer each time, so that it costs the others nothing. */
export interface Breaker {
  /** Targets that rest now. */
  resting(): readonly string[];
  worked(target: string): void;
  failed(target: string): void;
}

interface Fault {
  failures: number;
  rests: number;
  until: number;
}

/** In this process only: another replica finds out for itself. After each rest one failure is enough to rest again. */
export function breakerOf(pace: Pick<Pace, 'elapsed'>): Breaker {
  const faults = new Map<string, Fault>();
  return {
    resting: () => [...faults].flatMap(([target, { until }]) => (until > pace.elapsed() ? [target] : [])),
    worked: (target) => void faults.delete(target),
    failed(target) {
      const fault = faults.get(target) ?? { failures: 0, rests: 0, until: 0 };
      faults.set(target, fault);
      fault.failures += 1;
      if (fault.failures < failuresToOpen || fault.until > pace.elapsed()) return;
      fault.until = pace.elapsed() + Math.min(firstRestMs * 2 ** fault.rests, longestRestMs);
      fault.rests += 1;
    },
  };
}
