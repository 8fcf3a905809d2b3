import { describe, expect, test } from 'vitest';
import { type CatalogService, catalogOf, emptyCatalog, faultsIn } from './catalog.ts';

const needing = (name: string, ...dependsOn: string[]): Pick<CatalogService, 'name' | 'dependsOn'> => ({
  name,
  dependsOn,
});

describe('a stored catalog', () => {
  test('from before a field existed reads with what the field means unsaid', () => {
    const stored = { services: [{ name: 'checkout', tier: 1, owners: ['shop'], dependsOn: ['payments'] }] } as const;
    expect(catalogOf(stored, 4)).toEqual({
      version: 4,
      services: [
        {
          name: 'checkout',
          tier: 1,
          owners: ['shop'],
          dependsOn: ['payments'],
          businessFunction: null,
          population: null,
          regulated: false,
          vendor: null,
          signals: [],
          allClearWindowMs: null,
        },
      ],
    });
  });

  test('keeps what it says', () => {
    const service: CatalogService = {
      name: 'ledger',
      tier: 2,
      owners: [],
      dependsOn: [],
      businessFunction: 'keeping the books',
      population: 'auditors',
      regulated: true,
      vendor: null,
      signals: [],
      allClearWindowMs: 3_600_000,
    };
    expect(catalogOf({ services: [service] }, 1).services).toEqual([service]);
  });

  test('before the first is empty', () => {
    expect(catalogOf(null, 0)).toEqual(emptyCatalog);
    expect(catalogOf({}, 2)).toEqual({ version: 2, services: [] });
  });

  test('that names only a service gives it tier 3', () => {
    expect(catalogOf({ services: [{ name: 'wiki' }] }, 1).services[0]).toMatchObject({ tier: 3, owners: [] });
  });
});

describe('a list of services', () => {
  test('is sound when names differ and dependencies are among them, whatever their case', () => {
    expect(faultsIn([needing('Checkout', 'PAYMENTS'), needing('payments')])).toEqual([]);
  });

  test('may hold cycles, and a service that needs itself', () => {
    expect(faultsIn([needing('dns', 'network', 'dns'), needing('network', 'dns')])).toEqual([]);
  });

  test('must not name a service twice, case or not', () => {
    expect(faultsIn([needing('db'), needing('web'), needing('DB')])).toEqual([
      { path: ['services', 2, 'name'], fault: 'name-taken', name: 'DB' },
    ]);
  });

  test('must not need what it does not hold', () => {
    expect(faultsIn([needing('db'), needing('web', 'db', 'cache')])).toEqual([
      { path: ['services', 1, 'dependsOn', 1], fault: 'no-such-service', name: 'cache' },
    ]);
  });
});
