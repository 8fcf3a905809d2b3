import type { Alert } from '../domain/alert/alert.ts';
import { groupLabels, toReadyRouting } from '../domain/routing/route.ts';
import { toReadySilence } from '../domain/alert/silence.ts';
import type { DurationMs } from '../domain/time.ts';
import { databaseClock } from './clock.ts';
import { Follower } from './follow.ts';
import { GroupCommit, type JournalCounts, type JournalLimits } from './journal.ts';
import type { Desk, IntakeKey, ListedAlert, RoutingNeeds } from './ports.ts';
import { Router, type RouterCounts, type RouterSettings } from './router.ts';
import { startRouting } from './router-loop.ts';
import { silencing } from './silencing.ts';

export interface IntakeNeeds extends RoutingNeeds {
  /** Firing alerts that anybody with a key may see. */
  readonly firing: () => Promise<readonly Alert[]>;
  readonly limits?: Partial<JournalLimits>;
  readonly settings?: Partial<RouterSettings>;
}

/** How intake is, for probes and figures. */
export interface IntakeState {
  readonly journal: Readonly<JournalCounts>;
  readonly router: Readonly<RouterCounts>;
  /** Requests that wait for their commit. */
  readonly waiting: number;
  /** Alerts remembered. */
  readonly remembered: number;
  /** Journal lines not yet routed, on all replicas, and for how long the oldest has waited. */
  readonly unrouted: number;
  readonly oldestMs: DurationMs;
}

/** Intake at work. */
export interface Intake {
  deskFor(key: IntakeKey): Desk;
  /** Another replica rang: there may be lines of its own. */
  heardRing(): void;
  state(): Promise<IntakeState>;
  stop(): Promise<void>;
}

const tickMs: DurationMs = 1000;
/** A replica routes its own lines first; another's only when that one seems not to. */
const leaveToOthersMs: DurationMs = 300;

/** Starts intake. It takes arrivals at once; what it knows of old alerts comes in by and by. */
export async function startIntake(needs: IntakeNeeds): Promise<Intake> {
  const startedAt = (await needs.cursor.read()).now;
  const clock = databaseClock(startedAt);
  const { journal, log, limits = {} } = needs;
  const intake = new GroupCommit({ journal, clock, log, limits, onCommit: () => loop.wake() });
  const router = new Router(needs, intake, clock, needs.settings);
  const follower = new Follower(needs, intake, clock);
  const loop = startRouting(router, log, () => intake.waiting > 0);

  let learned = false;
  const quietly = async (work: () => Promise<void>, what: string): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error }, what);
    }
  };
  const hear = (): Promise<void> => quietly(() => follower.hear(), 'other replicas cannot be heard');
  async function tick(): Promise<void> {
    if (!learned) {
      await quietly(async () => {
        await follower.learn();
        learned = true;
      }, 'alerts cannot be read back yet; their repeats are journalled');
    }
    await hear();
    await quietly(() => follower.writeRepeats(), 'repeats cannot be written down yet');
    await quietly(() => follower.tidy(), 'old alerts cannot be dropped yet');
  }
  const ticking = every(tickMs, tick);

  return {
    deskFor: (key) => ({
      key,
      startedAt,
      now: () => clock.now(),
      accept: (arrival) => intake.accept(key.id, arrival),
      firing: () => listFiring(needs),
      silences: silencing(needs, clock, key),
    }),
    heardRing() {
      void hear();
      loop.wake(leaveToOthersMs);
    },
    async state() {
      const { newest, position, waitingSince, now } = await needs.cursor.read();
      return {
        journal: { ...intake.counts },
        router: { ...router.counts },
        waiting: intake.waiting,
        remembered: intake.words.size,
        unrouted: Math.max(0, newest - position),
        oldestMs: waitingSince === null ? 0 : Math.max(0, now - waitingSince),
      };
    },
    async stop() {
      await ticking.stop();
      await loop.stop();
      intake.close();
      await quietly(() => follower.writeRepeats(), 'the last repeats were not written down');
    },
  };
}

/** Runs work again and again, with a pause between, never twice at once. */
function every(ms: DurationMs, work: () => Promise<void>): { stop(): Promise<void> } {
  let stopped = false;
  let end: () => void = () => undefined;
  const running = (async () => {
    while (!stopped) {
      await work();
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    async stop() {
      stopped = true;
      end();
      await running;
    },
  };
}

async function listFiring(needs: IntakeNeeds): Promise<ListedAlert[]> {
  await caughtUp(needs);
  const [alerts, active, current] = await Promise.all([
    needs.firing(),
    needs.silences.active(),
    needs.routing.current(),
  ]);
  const silences = active.map(toReadySilence);
  const routing = toReadyRouting(current);
  return alerts.map((alert) => ({
    alert,
    silencedBy: silences.filter(({ covers }) => covers(alert.labels)).map(({ id }) => id),
    group: groupLabels(alert, routing),
  }));
}

const patienceMs: DurationMs = 1000;
const lookAgainMs: DurationMs = 10;

/** Whoever adds an alert and then asks for it expects to find it: waits for what was journalled before the question. */
async function caughtUp({ cursor }: IntakeNeeds): Promise<void> {
  const { newest } = await cursor.read();
  const end = performance.now() + patienceMs;
  while ((await cursor.read()).position < newest && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
}
