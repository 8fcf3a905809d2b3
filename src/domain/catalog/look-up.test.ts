import { describe, expect, test } from 'vitest';
import { catalogOf } from './catalog.ts';
import {
  dependenciesAmong,
  dependenciesOf,
  dependentsOf,
  functionsOf,
  ownersOf,
  serviceNamed,
  servicesNamed,
} from './look-up.ts';

const catalog = catalogOf(
  {
    services: [
      {
        name: 'Checkout',
        tier: 1,
        owners: ['shop', 'web'],
        dependsOn: ['payments', 'stock'],
        businessFunction: 'taking orders',
        population: 'customers in the EU',
      },
      {
        name: 'orders-api',
        tier: 2,
        owners: ['shop'],
        dependsOn: ['Payments'],
        businessFunction: 'taking orders',
        population: 'partners',
      },
      { name: 'payments', tier: 1, owners: ['money'], dependsOn: ['ledger'], businessFunction: 'charging' },
      { name: 'ledger', tier: 2, owners: ['money', 'audit'], dependsOn: ['payments', 'db'] },
      { name: 'stock', tier: 3, owners: ['warehouse', 'warehouse'], dependsOn: ['db'] },
      { name: 'db', tier: 1, owners: ['platform'] },
      { name: 'wiki', tier: 4, population: 'colleagues' },
    ],
  },
  7,
);
const names = (services: readonly { name: string }[]): string[] => services.map(({ name }) => name);

describe('a service', () => {
  test('is found by its name in any case', () => {
    expect(serviceNamed(catalog, 'CHECKOUT')?.name).toBe('Checkout');
    expect(serviceNamed(catalog, 'check')).toBeNull();
  });

  test('is named once, the most important first; unknown names are left out', () => {
    expect(names(servicesNamed(catalog, ['stock', 'db', 'nothing', 'STOCK', 'checkout']))).toEqual([
      'Checkout',
      'db',
      'stock',
    ]);
  });
});

describe('owners', () => {
  test('come by their most important service, then by name, each with what it owns', () => {
    expect(ownersOf(catalog, ['ledger', 'stock', 'checkout', 'payments'])).toEqual([
      { team: 'money', tier: 1, services: ['payments', 'ledger'] },
      { team: 'shop', tier: 1, services: ['Checkout'] },
      { team: 'web', tier: 1, services: ['Checkout'] },
      { team: 'audit', tier: 2, services: ['ledger'] },
      { team: 'warehouse', tier: 3, services: ['stock'] },
    ]);
  });

  test('of nothing known are nobody', () => {
    expect(ownersOf(catalog, ['nothing', 'wiki'])).toEqual([]);
  });
});

describe('dependencies', () => {
  test('are followed all the way, and a cycle ends', () => {
    expect(names(dependenciesOf(catalog, ['checkout']))).toEqual(['db', 'payments', 'ledger', 'stock']);
    expect(names(dependenciesOf(catalog, ['payments']))).toEqual(['db', 'ledger']);
    expect(dependenciesOf(catalog, ['db', 'nothing'])).toEqual([]);
  });

  test('the other way round tell what a failure could reach', () => {
    expect(names(dependentsOf(catalog, ['ledger']))).toEqual(['Checkout', 'payments', 'orders-api']);
    expect(names(dependentsOf(catalog, ['db']))).toEqual(['Checkout', 'payments', 'ledger', 'orders-api', 'stock']);
    expect(dependentsOf(catalog, ['checkout'])).toEqual([]);
  });

  test('of several leave all of them out', () => {
    expect(names(dependentsOf(catalog, ['db', 'payments']))).toEqual(['Checkout', 'ledger', 'orders-api', 'stock']);
  });

  test('are spelt as the catalog spells them', () => {
    expect(dependenciesAmong(catalog, servicesNamed(catalog, ['orders-api', 'stock']))).toEqual([
      { from: 'orders-api', dependsOn: 'payments' },
      { from: 'stock', dependsOn: 'db' },
    ]);
  });

  test('on what an old catalog never held lead nowhere', () => {
    const old = catalogOf({ services: [{ name: 'web', dependsOn: ['gone'] }] }, 1);
    expect(dependenciesOf(old, ['web'])).toEqual([]);
    expect(dependentsOf(old, ['gone'])).toEqual([old.services[0]]);
    expect(dependenciesAmong(old, old.services)).toEqual([]);
  });
});

test('what the business does with services, and for whom', () => {
  expect(functionsOf(catalog, ['orders-api', 'checkout', 'payments', 'wiki'])).toEqual([
    {
      name: 'taking orders',
      populations: ['customers in the EU', 'partners'],
      services: ['Checkout', 'orders-api'],
    },
    { name: 'charging', populations: [], services: ['payments'] },
  ]);
});
