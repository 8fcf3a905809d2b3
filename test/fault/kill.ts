import { type Figures, pause } from './ground.ts';
import { underLoad } from './under-load.ts';

const kills = Number(process.env['FAULT_KILLS'] ?? 200);

/** kill -9 of two replicas in turn, under twelve writers. */
export const run = (): Promise<Figures> =>
  underLoad({ writers: 12, replicas: 2, timerEveryMs: 60 }, async (ground) => {
    const restartsMs: number[] = [];
    for (let count = 0; count < kills; count += 1) {
      await pause(100 + Math.random() * 400);
      await ground.replicas[count % 2]?.kill();
      restartsMs.push(await ground.startReplica(count % 2));
    }
    return { kills, restartsMs };
  });
