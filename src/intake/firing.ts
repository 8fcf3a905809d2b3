import { toReadySilence } from '../domain/alert/silence.ts';
import { groupLabels, toReadyRouting } from '../domain/routing/route.ts';
import type { Alert } from '../domain/alert/alert.ts';
import type { DurationMs } from '../domain/time.ts';
import type { ListedAlert, RoutingNeeds } from './ports.ts';

const patienceMs: DurationMs = 1000;
const lookAgainMs: DurationMs = 10;

export type FiringNeeds = Pick<RoutingNeeds, 'cursor' | 'silences' | 'routing'> & {
  /** Firing alerts that anybody with a key may see. */
  readonly firing: () => Promise<readonly Alert[]>;
};

/** Alerts that fire, with what silences them and the group that they fall in. */
export async function listFiring(needs: FiringNeeds): Promise<ListedAlert[]> {
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
    silencedBy: silences.filter((silence) => silence.covers(alert.labels)).map(({ id }) => id),
    group: groupLabels(alert, routing),
  }));
}

/** Whoever adds an alert and then asks for it expects to find it: waits for what was journalled before the question. */
async function caughtUp({ cursor }: FiringNeeds): Promise<void> {
  const { newest } = await cursor.read();
  const end = performance.now() + patienceMs;
  while ((await cursor.read()).position < newest && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
}
