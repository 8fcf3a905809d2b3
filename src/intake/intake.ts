import type { DurationMs } from '../domain/time.ts';
import { databaseClock } from './clock.ts';
import { every } from './every.ts';
import { type FiringNeeds, listFiring } from './firing.ts';
import { Follower } from './follow.ts';
import { GroupCommit, type JournalCounts, type JournalLimits } from './journal.ts';
import { heartbeats } from './heartbeats.ts';
import type { Desk, HeartbeatStore, IntakeKey, IntakeLog, RoutingNeeds } from './ports.ts';
import { Router, type RouterCounts, type RouterSettings } from './router.ts';
import { RouterLoop } from './router-loop.ts';
import { rulesReader } from './rules.ts';
import { silencing } from './silencing.ts';

export interface IntakeNeeds extends RoutingNeeds, FiringNeeds {
  readonly heartbeats: HeartbeatStore;
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
  const { journal, log, limits = {}, cursor } = needs;
  const intake = new GroupCommit({ journal, clock, log, limits, onCommit: () => loop.wake() });
  const router = new Router(needs, intake, clock, needs.settings);
  const loop = new RouterLoop(router, log, () => intake.waiting > 0);
  const rules = rulesReader(needs);
  const beats = heartbeats(needs.heartbeats);
  const chores = choresOf(new Follower(needs, intake, clock), log);
  const ticking = every(tickMs, () => chores.all());
  return {
    deskFor: (key) => ({
      key,
      startedAt,
      now: () => clock.now(),
      accept: (arrival) => intake.accept(key.id, arrival),
      firing: () => listFiring(needs, rules),
      beat: (name) => beats.beat(name, key.id),
      silences: silencing(needs, clock, key),
    }),
    heardRing() {
      void chores.hear();
      loop.wake(leaveToOthersMs);
    },
    async state() {
      const { newest, position, waitingSince, now } = await cursor.read();
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
      await chores.writeRepeats();
    },
  };
}

interface Chores {
  all(): Promise<void>;
  hear(): Promise<void>;
  writeRepeats(): Promise<void>;
}

/** What has to be done every second. A chore that fails is told and tried again with the next. */
function choresOf(follower: Follower, log: IntakeLog): Chores {
  let learned = false;
  const chore = (work: () => Promise<void>, failed: string) => async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error }, failed);
    }
  };
  const learn = chore(async () => {
    await follower.learn();
    learned = true;
  }, 'alerts cannot be read back yet; their repeats are journalled');
  const hear = chore(() => follower.hear(), 'other replicas cannot be heard');
  const writeRepeats = chore(() => follower.writeRepeats(), 'repeats cannot be written down yet');
  const tidy = chore(() => follower.tidy(), 'old alerts cannot be dropped yet');
  return {
    hear,
    writeRepeats,
    async all() {
      if (!learned) await learn();
      await hear();
      await writeRepeats();
      await tidy();
    },
  };
}
