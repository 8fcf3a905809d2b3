/** The organisation's services, as far as this release uses them. */
export interface Catalog {
  readonly version: number;
  readonly services: readonly CatalogService[];
}

export interface CatalogService {
  readonly name: string;
  /** 1 is the most important. */
  readonly tier: 1 | 2 | 3 | 4;
  /** Names of teams. */
  readonly owners: readonly string[];
  readonly dependsOn: readonly string[];
}

export const emptyCatalog: Catalog = { version: 0, services: [] };
