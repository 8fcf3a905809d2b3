import { type Figures, pause } from './ground.ts';
import { underLoad } from './under-load.ts';

const freezes = Number(process.env['FAULT_FREEZES'] ?? 20);
/** Longer than a lease, so that others take over what the frozen one still believes to hold. */
const frozenMs = 7000;

/** SIGSTOP of a replica in the middle of its timers; what it does after SIGCONT must not count twice. */
export const run = (): Promise<Figures> =>
  underLoad({ writers: 6, replicas: 2, timerEveryMs: 20 }, async (ground) => {
    let holding = 0;
    for (let count = 0; count < freezes; count += 1) {
      await pause(500 + Math.random() * 1000);
      const frozen = ground.replicas[count % 2];
      frozen?.process.kill('SIGSTOP');
      const leases = await ground.query(
        `select from allclear.timer where stream <> 'system' and lease_until > allclear.now()`,
      );
      if (leases.length > 0) holding += 1;
      await pause(frozenMs);
      frozen?.process.kill('SIGCONT');
    }
    return { freezes, whileLeased: holding };
  });
