import type { Pace } from '../dispatch/ports.ts';
import { type Instant, instant } from '../domain/time.ts';

/** Tells the database's time between two looks at it. */
export function steadyClock(pace: Pace): { set(now: Instant): void; now: () => Instant } {
  let seen = { now: instant(0), at: 0 };
  return {
    set: (now: Instant): void => void (seen = { now, at: pace.elapsed() }),
    now: (): Instant => instant(seen.now + pace.elapsed() - seen.at),
  };
}
