import type { Pace } from '../dispatch/ports.ts';
import type { SourceSetting } from '../domain/telemetry/source.ts';
import { type DurationMs, hours } from '../domain/time.ts';
import { openBaselines } from './baseline.ts';
import { checkEveryMs, checkSource } from './check.ts';
import { pollSignal, type PollNeeds } from './poll.ts';
import type { OpenSource, WatchedSignal } from './ports.ts';
import { type OpenSources, openSources } from './sources.ts';
import { steadyClock } from './steady-clock.ts';
import { openTasks, type Tasks } from './tasks.ts';

export interface WatchLoopNeeds extends Omit<PollNeeds, 'baselines'> {
  /** The sources as configured now. Asked for with every turn of the loop. */
  readonly configured: () => Promise<readonly SourceSetting[]>;
  readonly open: OpenSource;
  readonly pace: Pace;
  readonly warn: (message: string, error: unknown) => void;
  /** How long readings are kept; 14 days where not said. */
  readonly keptMs?: DurationMs;
}

export interface WatchLoop {
  /** Milliseconds since the loop last reached the database; large when it is stuck. */
  silentMs(): number;
  stop(): Promise<void>;
}

const longestSleepMs = 1000;
const leastSleepMs = 50;
const afterErrorMs = 500;
const keptReadingsMs = 14 * hours(24);
const forgetEveryMs = 60_000;
const forgottenAtOnce = 1000;
const mostForgetting = 50;

/** Signals of sources that are not configured: their readings are missing, not left out. */
const nowhere = '';

interface Turns {
  readonly polling: PollNeeds;
  readonly sources: OpenSources;
  readonly tasks: Tasks;
  readonly clock: ReturnType<typeof steadyClock>;
}

/** Begins the checks whose turn has come. */
async function beginChecks(
  needs: WatchLoopNeeds,
  { sources, tasks, clock }: Turns,
  watched: readonly WatchedSignal[],
): Promise<void> {
  const { now, due } = await needs.store.claimChecks(sources.names());
  clock.set(now);
  for (const each of due) {
    const source = sources.get(each.source);
    if (source === null) continue;
    const everyMs = checkEveryMs(watched.filter((signal) => signal.source === each.source));
    tasks.begin(`check ${each.source}`, 'a telemetry source was not checked', () =>
      checkSource(needs, each, source, everyMs),
    );
  }
}

/** Begins the readings whose turn has come. Answers in how many milliseconds the next one comes. */
async function beginPolls({ sources, tasks, polling }: Turns, watched: readonly WatchedSignal[]): Promise<number> {
  const { store } = polling;
  await store.enrol(watched);
  if (watched.length === 0) return longestSleepMs;
  const bySource = Map.groupBy(watched, ({ source }) => (sources.get(source) === null ? nowhere : source));
  for (const [name, own] of bySource) {
    const free = tasks.free(`poll ${name}`);
    if (free <= 0) continue;
    for (const due of await store.claimSignals(own, free)) {
      tasks.begin(`poll ${name}`, 'a signal was not read', () => pollSignal(polling, due, sources.get(name)));
    }
  }
  const open = [...bySource].flatMap(([name, own]) => (tasks.free(`poll ${name}`) > 0 ? own : []));
  return (await store.nextInMs(open)) ?? longestSleepMs;
}

/** Reads key signals and checks their sources, on every replica, without a leader: whoever leases a turn takes it. */
export function runWatch(needs: WatchLoopNeeds): WatchLoop {
  const { store, signals, pace, warn } = needs;
  const clock = steadyClock(pace);
  const sources = openSources(needs.open, clock.now, warn);
  const tasks = openTasks(warn, () => pace.wake());
  const polling = { ...needs, baselines: openBaselines(needs.transitions, () => pace.elapsed()) };
  const turns: Turns = { polling, sources, tasks, clock };
  let lastAt = pace.elapsed();
  let forgottenAt = Number.NEGATIVE_INFINITY;
  let stopped = false;

  async function forget(): Promise<void> {
    for (let times = 0; times < mostForgetting && !stopped; times += 1) {
      if ((await store.forget(needs.keptMs ?? keptReadingsMs, forgottenAtOnce)) < forgottenAtOnce) return;
    }
  }

  async function once(): Promise<number> {
    sources.follow(await needs.configured());
    const watched = await signals.all();
    await beginChecks(needs, turns, watched);
    const nextInMs = await beginPolls(turns, watched);
    lastAt = pace.elapsed();
    if (lastAt - forgottenAt > forgetEveryMs) {
      forgottenAt = lastAt;
      tasks.begin('forget', 'old readings were not deleted', forget);
    }
    return Math.max(leastSleepMs, Math.min(nextInMs, longestSleepMs));
  }

  async function run(): Promise<void> {
    while (!stopped) {
      try {
        await pace.sleep(await once());
      } catch (error) {
        warn('signals wait for the database', error);
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
      await tasks.settled();
      await sources.close();
    },
  };
}
