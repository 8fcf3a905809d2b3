import { type Instant, instant } from '../domain/time.ts';

/**
 * The database's clock between two looks at it. A wrong clock of this machine does no harm:
 * only the time that passes is measured here.
 */
export interface DatabaseClock {
  now(): Instant;
  /** Sets it by what the database just said. */
  set(now: Instant): void;
}

/** Starts at `now`. `elapsed` counts milliseconds and never runs backwards. */
export function databaseClock(now: Instant, elapsed: () => number = () => performance.now()): DatabaseClock {
  let base = now;
  let since = elapsed();
  return {
    now: () => instant(base + Math.floor(elapsed() - since)),
    set(said) {
      base = said;
      since = elapsed();
    },
  };
}
