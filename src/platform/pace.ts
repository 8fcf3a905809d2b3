import type { Pace } from '../dispatch/ports.ts';

/** Waiting in real time, by the monotonic clock. */
export function realPace(): Pace {
  const sleepers = new Set<() => void>();
  let woken = false;
  return {
    elapsed: () => performance.now(),
    sleep: (ms) =>
      new Promise((resolve) => {
        if (woken) {
          woken = false;
          resolve();
          return;
        }
        const end = (): void => {
          clearTimeout(timer);
          sleepers.delete(end);
          resolve();
        };
        const timer = setTimeout(end, ms);
        sleepers.add(end);
      }),
    wake() {
      // A call while nobody sleeps counts for the next sleep, or news could wait for a whole one.
      woken = sleepers.size === 0;
      for (const end of sleepers) end();
    },
  };
}
