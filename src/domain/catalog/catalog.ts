import type { DurationMs } from '../time.ts';

export const tiers = [1, 2, 3, 4] as const;
/** 1 is the most important. */
export type Tier = (typeof tiers)[number];

/** The organisation's services: who owns them, what they need, and whom they serve. */
export interface Catalog {
  readonly version: number;
  readonly services: readonly CatalogService[];
}

export interface CatalogService {
  readonly name: string;
  readonly tier: Tier;
  /** Names of teams. */
  readonly owners: readonly string[];
  /** Names of services. Cycles are allowed: they exist, and restoring has to know of them. */
  readonly dependsOn: readonly string[];
  /** What the business does with it, such as "taking orders". */
  readonly businessFunction: string | null;
  /** Whom it serves, such as "customers in the EU". */
  readonly population: string | null;
  readonly regulated: boolean;
  /** Who runs it, where that is somebody outside. */
  readonly vendor: string | null;
  /** What shows its health: offered when an incident needs key signals. */
  readonly signals: readonly CatalogSignal[];
  /** Least time that its signals must be clean before an all-clear; null: the policy's. */
  readonly allClearWindowMs: DurationMs | null;
}

/** A signal as the catalog knows it. */
export interface CatalogSignal {
  readonly name: string;
  readonly query: string;
  /** A condition as it is written, such as `< 0.01` or `as before`. */
  readonly healthy: string;
  /** Name of a telemetry source; null: the only one there is. */
  readonly source: string | null;
}

export const emptyCatalog: Catalog = { version: 0, services: [] };

const plainService: Omit<CatalogService, 'name'> = {
  tier: 3,
  owners: [],
  dependsOn: [],
  businessFunction: null,
  population: null,
  regulated: false,
  vendor: null,
  signals: [],
  allClearWindowMs: null,
};

/** A stored document as it was accepted, however long ago, with what it did not know yet filled in. */
export interface StoredCatalog {
  readonly services?: readonly (Pick<CatalogService, 'name'> & Partial<CatalogService>)[];
}

/** The catalog that a stored document means; null is the one before the first. */
export function catalogOf(document: StoredCatalog | null, version: number): Catalog {
  return { version, services: (document?.services ?? []).map((service) => ({ ...plainService, ...service })) };
}

/** Names of services are compared without regard to case. */
export const sameNameKey = (name: string): string => name.toLowerCase();

export interface CatalogFault {
  readonly path: readonly (string | number)[];
  readonly fault: 'name-taken' | 'no-such-service';
  readonly name: string;
}

/** What stands in the way of a list of services, each with the place it stands at. */
export function faultsIn(services: readonly Pick<CatalogService, 'name' | 'dependsOn'>[]): CatalogFault[] {
  const known = new Set(services.map(({ name }) => sameNameKey(name)));
  const seen = new Set<string>();
  return services.flatMap(({ name, dependsOn }, index) => {
    const taken = seen.has(sameNameKey(name));
    seen.add(sameNameKey(name));
    const faults: CatalogFault[] = taken ? [{ path: ['services', index, 'name'], fault: 'name-taken', name }] : [];
    dependsOn.forEach((needed, at) => {
      if (known.has(sameNameKey(needed))) return;
      faults.push({ path: ['services', index, 'dependsOn', at], fault: 'no-such-service', name: needed });
    });
    return faults;
  });
}
