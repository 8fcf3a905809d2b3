import type { Catalog } from '../catalog/catalog.ts';
import { servicesNamed } from '../catalog/look-up.ts';
import { activeSignals, type IncidentState } from '../incident/state.ts';

/** A signal that an incident may rest its all-clear on. */
export interface SuggestedSignal {
  readonly name: string;
  readonly query: string;
  readonly healthy: string;
  /** Null: the only telemetry source there is. */
  readonly source: string | null;
  readonly service: string | null;
  /** Where it is from: what fired, or the catalog. */
  readonly from: 'alert' | 'catalog';
}

const most = 12;

/** What the catalog knows of the services in scope. */
export const catalogSignals = (state: IncidentState, catalog: Catalog): SuggestedSignal[] =>
  servicesNamed(
    catalog,
    state.scope.filter(({ status }) => status !== 'not-affected').map(({ name }) => name),
  ).flatMap(({ name: service, signals }) =>
    signals.map((signal) => ({ ...signal, service, from: 'catalog' as const })),
  );

/** Each query once, what fired first, without those that are asked already. */
export function suggested(
  state: IncidentState,
  catalog: Catalog,
  fired: readonly SuggestedSignal[],
): SuggestedSignal[] {
  const asked = new Set(activeSignals(state).map((signal) => signal.asked?.query));
  const offered = [...fired, ...catalogSignals(state, catalog)];
  const once = new Map(offered.toReversed().map((signal) => [signal.query, signal]));
  return offered.filter((signal) => once.get(signal.query) === signal && !asked.has(signal.query)).slice(0, most);
}
