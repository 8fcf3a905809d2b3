import type { DurationMs } from '../domain/time.ts';
import { Unavailable } from '../domain/unavailable.ts';
import type { IntakeLog } from './ports.ts';
import { Overtaken } from './route.ts';
import type { Router } from './router.ts';

const tickMs: DurationMs = 1000;
const retryMs: DurationMs = 500;
const retrySetAsideMs: DurationMs = 600_000;
/** How long the loop leaves the processor to requests that wait, in lengths of its own last step, by how late it is. */
const restByLag: readonly { readonly belowMs: DurationMs; readonly steps: number }[] = [
  { belowMs: 1000, steps: 3 },
  { belowMs: 5000, steps: 1 },
];

const pause = (ms: DurationMs): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Routing that goes on by itself, until it is stopped. */
export class RouterLoop {
  readonly #router: Router;
  readonly #log: IntakeLog;
  readonly #isBusy: () => boolean;
  readonly #running: Promise<void>;
  #stopped = false;
  #wanted = true;
  #endSleep: (() => void) | null = null;
  #later: NodeJS.Timeout | null = null;
  #tickedAt = -Infinity;
  #retriedAt = -Infinity;

  /**
   * Starts at once. `isBusy` tells that requests wait for their commit: answering them goes before routing,
   * as long as routing does not fall behind for it.
   */
  constructor(router: Router, log: IntakeLog, isBusy: () => boolean) {
    this.#router = router;
    this.#log = log;
    this.#isBusy = isBusy;
    this.#running = this.#run();
  }

  /** There is something to route. `inMs` leaves it to another replica for that long. */
  wake(inMs: DurationMs = 0): void {
    if (inMs > 0) {
      this.#later ??= setTimeout(() => {
        this.#later = null;
        this.wake();
      }, inMs);
      return;
    }
    this.#wanted = true;
    this.#endSleep?.();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#later !== null) clearTimeout(this.#later);
    this.#endSleep?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#wanted = false;
      const wait = await this.#round();
      if (this.#stopped) return;
      if (wait !== null) await pause(wait);
      else if (!this.#wanted) await this.#sleep();
    }
  }

  /** Everything there is to do now. Answers how long to wait after a failure. */
  async #round(): Promise<DurationMs | null> {
    let wait = await this.#attempt(() => this.#drain());
    const now = performance.now();
    if (wait === null && now - this.#tickedAt >= tickMs) {
      this.#tickedAt = now;
      wait = await this.#attempt(() => this.#router.keepTime());
    }
    if (wait === null && now - this.#retriedAt >= retrySetAsideMs) {
      this.#retriedAt = now;
      wait = await this.#attempt(() => this.#router.retrySetAside());
    }
    return wait;
  }

  async #drain(): Promise<void> {
    while (!this.#stopped) {
      const started = performance.now();
      if ((await this.#router.routeSome()) === 0) return;
      const rest = restByLag.find(({ belowMs }) => this.#router.lagMs < belowMs);
      if (rest && this.#isBusy()) await pause(rest.steps * (performance.now() - started));
    }
  }

  /** Runs a piece of work. An error that passes is only waited out. */
  async #attempt(work: () => Promise<void>): Promise<DurationMs | null> {
    try {
      await work();
      return null;
    } catch (error) {
      const { counts } = this.#router;
      if (error instanceof Overtaken) {
        counts.overtaken += 1;
        return Math.random() * retryMs;
      }
      counts.failed += 1;
      if (error instanceof Unavailable) this.#log.warn({ err: error }, 'routing waits for the database');
      else this.#log.error({ err: error }, 'routing failed; it is tried again');
      return retryMs + Math.random() * retryMs;
    }
  }

  #sleep(): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timeout);
        this.#endSleep = null;
        resolve();
      };
      const timeout = setTimeout(end, tickMs);
      this.#endSleep = end;
    });
  }
}
