import type { DurationMs } from '../domain/time.ts';
import { Unavailable } from '../domain/unavailable.ts';
import type { IntakeLog } from './ports.ts';
import { Overtaken } from './route.ts';
import type { Router } from './router.ts';

/** Routing that goes on by itself, until it is stopped. */
export interface RouterLoop {
  /** There is something to route. `inMs` leaves it to another replica for that long. */
  wake(inMs?: DurationMs): void;
  stop(): Promise<void>;
}

const tickMs: DurationMs = 1000;
const retryMs: DurationMs = 500;
const retrySetAsideMs: DurationMs = 600_000;

/**
 * Starts routing. `isBusy` tells that requests wait for their commit: answering them goes before routing,
 * so between steps the loop leaves the processor to them for as long as the step took.
 */
export function startRouting(router: Router, log: IntakeLog, isBusy: () => boolean): RouterLoop {
  let stopped = false;
  let wanted = true;
  let wakeUp: (() => void) | null = null;
  let timer: NodeJS.Timeout | null = null;

  const sleep = (ms: DurationMs): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timeout);
        wakeUp = null;
        resolve();
      };
      const timeout = setTimeout(done, ms);
      wakeUp = done;
    });

  function wake(inMs = 0): void {
    if (inMs > 0) {
      timer ??= setTimeout(() => {
        timer = null;
        wake();
      }, inMs);
      return;
    }
    wanted = true;
    wakeUp?.();
  }

  /** All steps there are. */
  async function drain(): Promise<void> {
    while (!stopped) {
      const started = performance.now();
      if ((await router.routeSome()) === 0) return;
      if (isBusy()) await new Promise((resolve) => setTimeout(resolve, performance.now() - started));
    }
  }

  /** Runs a piece of work. Answers how long to wait after it; an error that passes is only waited out. */
  async function attempt(work: () => Promise<void>): Promise<DurationMs | null> {
    try {
      await work();
      return null;
    } catch (error) {
      if (error instanceof Overtaken) {
        router.counts.overtaken += 1;
        return Math.random() * retryMs;
      }
      router.counts.failed += 1;
      if (error instanceof Unavailable) log.warn({ err: error }, 'routing waits for the database');
      else log.error({ err: error }, 'routing failed; it is tried again');
      return retryMs + Math.random() * retryMs;
    }
  }

  async function run(): Promise<void> {
    let ticked = -Infinity;
    let retried = -Infinity;
    while (!stopped) {
      wanted = false;
      let wait = await attempt(drain);
      if (wait === null && performance.now() - ticked >= tickMs) {
        ticked = performance.now();
        wait = await attempt(() => router.keepTime());
      }
      if (wait === null && performance.now() - retried >= retrySetAsideMs) {
        retried = performance.now();
        wait = await attempt(() => router.retrySetAside());
      }
      if (stopped) return;
      if (wait !== null) await new Promise((resolve) => setTimeout(resolve, wait));
      else if (!wanted) await sleep(tickMs);
    }
  }

  const running = run();
  return {
    wake,
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      wakeUp?.();
      await running;
    },
  };
}
