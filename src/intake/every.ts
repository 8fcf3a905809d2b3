import type { DurationMs } from '../domain/time.ts';

/** Work that is done again and again, until it is stopped. */
export interface Repeated {
  stop(): Promise<void>;
}

/** Runs work at once and then with a pause between, never twice at the same time. The work must not throw. */
export function every(ms: DurationMs, work: () => Promise<void>): Repeated {
  let stopped = false;
  let endPause = (): void => undefined;
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!stopped) {
      await work();
      if (!stopped) await pause();
    }
  };
  const running = run();
  return {
    async stop() {
      stopped = true;
      endPause();
      await running;
    },
  };
}
