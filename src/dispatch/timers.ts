import type { CommandHandler, Identities } from '../command/ports.ts';
import { incidentOf } from '../domain/log/record.ts';
import type { DueTimer, Pace, TimerStore } from './ports.ts';

export interface TimerLoopNeeds {
  readonly timers: TimerStore;
  readonly handler: CommandHandler;
  readonly identities: Pick<Identities, 'derived'>;
  readonly pace: Pace;
  readonly warn: (message: string, error: unknown) => void;
  /** Told how late each timer fired is found, in milliseconds. */
  readonly fired?: (timer: DueTimer) => void;
}

export interface Loop {
  /** Milliseconds since the loop last reached the database; large when it is stuck. */
  silentMs(): number;
  stop(): Promise<void>;
}

const claimed = 200;
const longestSleepMs = 1000;
const afterErrorMs = 500;
export const heartbeatEveryMs = 5000;

/** Fires timers, on every replica, without a leader: whoever leases a row first decides its verb. */
export function runTimers(needs: TimerLoopNeeds): Loop {
  const { timers, pace } = needs;
  let lastAt = pace.elapsed();
  let stopped = false;

  async function fire(timer: DueTimer): Promise<void> {
    if (timer.verb === 'heartbeat') return timers.rearmHeartbeat(timer, heartbeatEveryMs);
    const incident = incidentOf(timer.stream) as string;
    const { outcome } = await needs.handler.handle({
      incident,
      subject: { kind: 'system', name: 'timers' },
      command: {
        // The same firing has the same id on every replica and retry, so it is told once.
        id: needs.identities.derived('timer', timer.stream, timer.key, String(timer.dueAt)),
        verb: timer.verb,
        body: {},
        happenedAt: null,
        override: null,
      },
    });
    needs.fired?.(timer);
    // Accepted: the transaction of its event took the row away. Refused: it has nothing to say any more.
    if (outcome.kind === 'refused') await timers.settle(timer);
  }

  async function once(): Promise<number> {
    const { due, nextInMs } = await timers.claim(claimed);
    lastAt = pace.elapsed();
    const results = await Promise.allSettled(due.map(fire));
    for (const result of results) if (result.status === 'rejected') needs.warn('a timer did not fire', result.reason);
    if (due.length === claimed) return 0;
    return Math.max(0, Math.min(nextInMs ?? longestSleepMs, longestSleepMs));
  }

  async function run(): Promise<void> {
    let armed = false;
    while (!stopped) {
      try {
        if (!armed) await timers.rearmHeartbeat(null, heartbeatEveryMs);
        armed = true;
        await pace.sleep(await once());
      } catch (error) {
        needs.warn('timers wait for the database', error);
        await pace.sleep(afterErrorMs);
      }
    }
  }

  const running = run();
  return {
    silentMs: () => pace.elapsed() - lastAt,
    async stop() {
      stopped = true;
      pace.wake();
      await running;
    },
  };
}
