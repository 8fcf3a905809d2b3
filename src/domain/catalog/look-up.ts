import { type Catalog, type CatalogService, sameNameKey, type Tier } from './catalog.ts';

const byName = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
const byTierThenName = (one: CatalogService, other: CatalogService): number =>
  one.tier - other.tier || byName(one.name, other.name);

type Index = ReadonlyMap<string, CatalogService>;

const indexOf = ({ services }: Catalog): Index =>
  new Map(services.map((service) => [sameNameKey(service.name), service]));

/** The service of this name, whatever its case; null when the catalog has none. */
export function serviceNamed({ services }: Catalog, name: string): CatalogService | null {
  return services.find((service) => sameNameKey(service.name) === sameNameKey(name)) ?? null;
}

/** Each named service once, the most important first. Names that the catalog does not know are left out. */
export function servicesNamed(catalog: Catalog, names: readonly string[]): CatalogService[] {
  const index = indexOf(catalog);
  const found = names.flatMap((name) => index.get(sameNameKey(name)) ?? []);
  return [...new Set(found)].sort(byTierThenName);
}

/** A team, and what it owns of the services asked about. */
export interface Ownership {
  readonly team: string;
  /** The best tier among the services. */
  readonly tier: Tier;
  readonly services: readonly string[];
}

/** Who owns these services: teams by their most important one, then by name. */
export function ownersOf(catalog: Catalog, names: readonly string[]): Ownership[] {
  const owned = new Map<string, CatalogService[]>();
  for (const service of servicesNamed(catalog, names)) {
    for (const team of new Set(service.owners)) owned.set(team, [...(owned.get(team) ?? []), service]);
  }
  return [...owned]
    .map(([team, services]) => ({ team, tier: leastOf(services), services: services.map(({ name }) => name) }))
    .sort((one, other) => one.tier - other.tier || byName(one.team, other.team));
}

const leastOf = (services: readonly CatalogService[]): Tier =>
  services.reduce<Tier>((least, { tier }) => (tier < least ? tier : least), 4);

/** Everything reached from `names` by steps of `next`, without `names` themselves. */
function reached(index: Index, names: readonly string[], next: (key: string) => readonly string[]): CatalogService[] {
  const start = new Set(names.map(sameNameKey));
  const seen = new Set(start);
  const queue = [...seen];
  for (const key of queue) {
    for (const step of next(key).map(sameNameKey)) {
      if (seen.has(step)) continue;
      seen.add(step);
      queue.push(step);
    }
  }
  return [...seen]
    .filter((key) => !start.has(key))
    .flatMap((key) => index.get(key) ?? [])
    .sort(byTierThenName);
}

/** What these services need, directly or through others. The services themselves are not among it. */
export function dependenciesOf(catalog: Catalog, names: readonly string[]): CatalogService[] {
  const index = indexOf(catalog);
  return reached(index, names, (key) => index.get(key)?.dependsOn ?? []);
}

/** What a failure of these services could reach, directly or through others. They themselves are not among it. */
export function dependentsOf(catalog: Catalog, names: readonly string[]): CatalogService[] {
  const dependents = new Map<string, string[]>();
  for (const { name, dependsOn } of catalog.services) {
    for (const key of new Set(dependsOn.map(sameNameKey))) {
      const known = dependents.get(key);
      if (known) known.push(name);
      else dependents.set(key, [name]);
    }
  }
  return reached(indexOf(catalog), names, (key) => dependents.get(key) ?? []);
}

/** Something that the business does, whom it serves, and by which of the services asked about. */
export interface BusinessFunction {
  readonly name: string;
  readonly populations: readonly string[];
  readonly services: readonly string[];
}

/** What the business does with these services, the most important first. */
export function functionsOf(catalog: Catalog, names: readonly string[]): BusinessFunction[] {
  const functions = new Map<string, CatalogService[]>();
  for (const service of servicesNamed(catalog, names)) {
    const { businessFunction } = service;
    if (businessFunction === null) continue;
    functions.set(businessFunction, [...(functions.get(businessFunction) ?? []), service]);
  }
  return [...functions].map(([name, services]) => ({
    name,
    populations: [...new Set(services.flatMap(({ population }) => population ?? []))].sort(byName),
    services: services.map((service) => service.name),
  }));
}

/** `from` needs `dependsOn`: names of services. */
export interface Dependency {
  readonly from: string;
  readonly dependsOn: string;
}

/** Every dependency among these services, spelt as the catalog spells the names. */
export function dependenciesAmong(catalog: Catalog, services: readonly CatalogService[]): Dependency[] {
  const index = indexOf(catalog);
  return services.flatMap(({ name, dependsOn }) =>
    dependsOn.flatMap((needed) => {
      const service = index.get(sameNameKey(needed));
      return service ? [{ from: name, dependsOn: service.name }] : [];
    }),
  );
}
