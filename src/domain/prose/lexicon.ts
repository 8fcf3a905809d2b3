import type { Catalog } from '../catalog/catalog.ts';
import type { Lexicon } from './finding.ts';

interface Named {
  readonly name: string;
}

/** The names of an organisation as its people, teams and catalog know them. */
export function lexiconOf(
  people: readonly Named[],
  teams: readonly Named[],
  catalog: Pick<Catalog, 'services'> | undefined,
): Lexicon {
  const services = catalog?.services ?? [];
  const owners = services.flatMap(({ owners: names }) => names);
  return {
    people: people.map(({ name }) => name),
    teams: [...new Set([...teams.map(({ name }) => name), ...owners])],
    vendors: [...new Set(services.flatMap(({ vendor }) => vendor ?? []))],
    services: services.map(({ name }) => name),
  };
}
