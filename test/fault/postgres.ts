import { type Figures, pause } from './ground.ts';
import { underLoad } from './under-load.ts';

const kills = Number(process.env['FAULT_KILLS'] ?? 20);

/** kill -9 of PostgreSQL under two replicas, which have to live through it. */
export const run = async (): Promise<Figures> => {
  const figures = await underLoad({ writers: 12, replicas: 2, timerEveryMs: 60 }, async (ground) => {
    const restartsMs: number[] = [];
    let died = 0;
    for (let count = 0; count < kills; count += 1) {
      await pause(800 + Math.random() * 700);
      restartsMs.push(await ground.killPostgres());
      died += ground.replicas.filter(({ process: { exitCode } }) => exitCode !== null).length;
    }
    return { kills, replicasDied: died, restartsMs };
  });
  return { ...figures, ok: figures.ok && figures['replicasDied'] === 0 };
};
