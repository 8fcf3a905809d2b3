import { callerOf, ownerToken } from '../harness/server.ts';
import { startWriters } from '../harness/writers.ts';
import { type Figures, Ground, pause, percentile, wasKept } from './ground.ts';
import { haveFired, startTicking, type Ticking } from './timers.ts';

export interface Load {
  readonly writers: number;
  readonly replicas: number;
  readonly timerEveryMs: number;
}

const rooms = 6;
const settleMs = 1000;

/** Does harm while people write and timers come due, then counts what was kept. `harm` answers what it did. */
export async function underLoad(
  load: Load,
  harm: (
    ground: Ground,
    ticking: Ticking,
  ) => Promise<Readonly<Record<string, unknown>> & { readonly restartsMs?: readonly number[] }>,
): Promise<Figures> {
  const ground = new Ground();
  try {
    await ground.startPostgres();
    for (let index = 0; index < load.replicas; index += 1) await ground.startReplica(index);
    const owner = callerOf(ground.url(), ownerToken);
    const incidents: string[] = [];
    for (let index = 0; index < rooms; index += 1) incidents.push((await owner.declare(`Room ${index}`)).id);
    const began = performance.now();
    const ticking = startTicking(ground, load.timerEveryMs);
    const writers = startWriters(load.writers, ground.url, incidents);
    await pause(settleMs);
    const { restartsMs = [], ...done } = await harm(ground, ticking);
    await pause(settleMs);
    await Promise.all([writers.stop(), ticking.stop()]);
    const seconds = Math.round((performance.now() - began) / 1000);
    const [kept, timers] = [await ground.kept(writers.acknowledged), await ticking.figures()];
    const { unexpected, answers } = writers;
    return {
      ok: wasKept(kept) && haveFired(timers) && unexpected.length === 0,
      seconds,
      ...done,
      ...kept,
      gapMaxMs: Math.round(writers.longestGapMs()),
      ...(restartsMs.length > 0
        ? { restartP50Ms: percentile(restartsMs, 0.5), restartMaxMs: percentile(restartsMs, 1) }
        : {}),
      ...timers,
      answers,
      unexpected: unexpected.slice(0, 3),
      faultsLogged: ground.faults().length,
      faults: ground.faults().slice(0, 3),
    };
  } finally {
    await ground.close();
  }
}
