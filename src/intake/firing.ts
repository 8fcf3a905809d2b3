import type { Alert } from '../domain/alert/alert.ts';
import { groupLabels } from '../domain/routing/route.ts';
import type { DurationMs } from '../domain/time.ts';
import type { ListedAlert, RoutingNeeds } from './ports.ts';
import type { Rules } from './rules.ts';

const patienceMs: DurationMs = 1000;
const lookAgainMs: DurationMs = 10;

export type FiringNeeds = Pick<RoutingNeeds, 'cursor'> & {
  /** Firing alerts that anybody with a key may see. */
  readonly firing: () => Promise<readonly Alert[]>;
};

/** Alerts that fire, with what silences them and the group that they fall in. */
export async function listFiring(needs: FiringNeeds, rules: () => Promise<Rules>): Promise<ListedAlert[]> {
  await caughtUp(needs);
  const [alerts, { routing, silences }] = await Promise.all([needs.firing(), rules()]);
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
