import type { Catalog } from '../catalog/catalog.ts';
import { dependenciesAmong, type Dependency, serviceNamed, servicesNamed } from '../catalog/look-up.ts';
import type { RestoreStep } from './item.ts';
import type { IncidentState } from './state.ts';

/** As the catalog spells it, where it knows it. */
export const spelt = (catalog: Catalog, name: string): string => serviceNamed(catalog, name)?.name ?? name;

/** What was sketched, and what the catalog says of these services. */
export const dependenciesFor = (state: IncidentState, catalog: Catalog, services: readonly string[]): Dependency[] => [
  ...state.restore.sketched,
  ...dependenciesAmong(catalog, servicesNamed(catalog, services)),
];

export const stepOf = (state: IncidentState, name: string): RestoreStep | undefined =>
  state.restore.steps.find(({ service }) => service.toLowerCase() === name.toLowerCase());
