import { type Figures, type Ground, pause } from './ground.ts';
import type { Ticking } from './timers.ts';
import { underLoad } from './under-load.ts';

const freezes = Number(process.env['FAULT_FREEZES'] ?? 20);
/** Longer than a lease, so that others take over what the frozen one still believes to hold. */
const frozenMs = 7000;
const burst = 40;
/** Whoever is not frozen has done with its own leases by then. */
const othersDoneMs = 400;
const mostTries = 10;

const leased = async (ground: Ground): Promise<number> =>
  (await ground.query(`select from allclear.timer where stream <> 'system' and lease_until > allclear.now()`)).length;

/** Stops the replica in the middle of timers that it has leased. False: it held none, and goes on. */
async function frozenHolding(ground: Ground, ticking: Ticking, index: number): Promise<boolean> {
  await ticking.burst(burst);
  for (let looks = 0; looks < 500 && (await leased(ground)) === 0; looks += 1) await pause(2);
  ground.replicas[index]?.process.kill('SIGSTOP');
  await pause(othersDoneMs);
  if ((await leased(ground)) > 0) return true;
  ground.replicas[index]?.process.kill('SIGCONT');
  return false;
}

/** SIGSTOP of a replica in the middle of its timers; what it does after SIGCONT must not count twice. */
export const run = (): Promise<Figures> =>
  underLoad({ writers: 6, replicas: 2, timerEveryMs: 100 }, async (ground, ticking) => {
    let done = 0;
    for (let tries = 0; done < freezes && tries < freezes * mostTries; tries += 1) {
      if (!(await frozenHolding(ground, ticking, tries % 2))) continue;
      done += 1;
      await pause(frozenMs);
      ground.replicas[tries % 2]?.process.kill('SIGCONT');
      await pause(500);
    }
    return { freezes: done };
  });
