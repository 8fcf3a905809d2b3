import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Dependency } from '../catalog/look-up.ts';
import { readyToRestore, wavesOf } from './waves.ts';

/** `needs('web>db')`: web needs db. */
const needs = (...arrows: string[]): Dependency[] =>
  arrows.map((arrow) => {
    const [from = '', dependsOn = ''] = arrow.split('>');
    return { from, dependsOn };
  });

describe('waves', () => {
  test('restore what is needed first, side by side where nothing forbids it', () => {
    const services = ['web', 'db', 'api', 'cache', 'mail'];
    expect(wavesOf(services, needs('web>api', 'api>db', 'api>cache', 'web>cache'), [])).toEqual({
      waves: [['cache', 'db', 'mail'], ['api'], ['web']],
      cycles: [],
    });
  });

  test('do not wait for what is not to be restored', () => {
    expect(wavesOf(['web'], needs('web>db'), [])).toEqual({ waves: [['web']], cycles: [] });
  });

  test('of nothing are none', () => {
    expect(wavesOf([], needs('a>b'), ['a'])).toEqual({ waves: [], cycles: [] });
  });

  test('hold nothing that is in or behind a cycle, and name the cycle in order', () => {
    const arrows = needs('dns>net', 'net>auth', 'auth>dns', 'web>auth', 'auth>db');
    expect(wavesOf(['web', 'net', 'dns', 'auth', 'db', 'log'], arrows, [])).toEqual({
      waves: [['db', 'log']],
      cycles: [['auth', 'dns', 'net']],
    });
  });

  test('go on once a bootstrap breaks the cycle', () => {
    const arrows = needs('dns>net', 'net>auth', 'auth>dns', 'web>auth');
    expect(wavesOf(['web', 'net', 'dns', 'auth'], arrows, ['dns'])).toEqual({
      waves: [['dns'], ['auth'], ['net', 'web']],
      cycles: [],
    });
  });

  test('name a service that needs itself as a cycle of one', () => {
    expect(wavesOf(['a', 'b'], needs('a>a', 'b>a'), [])).toEqual({ waves: [], cycles: [['a']] });
  });

  test('name every member of a knot of several cycles', () => {
    expect(wavesOf(['a', 'b', 'c'], needs('a>b', 'b>a', 'b>c', 'c>b'), [])).toEqual({
      waves: [],
      cycles: [
        ['a', 'b'],
        ['b', 'c'],
      ],
    });
  });

  test('name two cycles apart, though one is behind the other', () => {
    const { waves, cycles } = wavesOf(['a', 'b', 'x', 'y'], needs('a>b', 'b>a', 'x>y', 'y>x', 'x>a'), []);
    expect([waves, cycles]).toEqual([
      [],
      [
        ['a', 'b'],
        ['x', 'y'],
      ],
    ]);
  });

  test('ask nothing twice of what is said twice', () => {
    expect(wavesOf(['b', 'a', 'b'], needs('b>a', 'b>a'), []).waves).toEqual([['a'], ['b']]);
  });
});

const name = fc.constantFrom(...'abcdefghijkl');
const graph = fc.record({
  services: fc.array(name, { maxLength: 14 }),
  dependencies: fc.array(fc.record({ from: name, dependsOn: name }), { maxLength: 24 }),
  bootstrap: fc.array(name, { maxLength: 3 }),
});

describe('for any services and dependencies', () => {
  test('each service stands in one wave at most, behind all it needs', () => {
    fc.assert(
      fc.property(graph, ({ services, dependencies, bootstrap }) => {
        const { waves } = wavesOf(services, dependencies, bootstrap);
        const flat = waves.flat();
        expect(new Set(flat).size).toBe(flat.length);
        const wave = new Map(waves.flatMap((members, at) => members.map((member) => [member, at] as const)));
        for (const { from, dependsOn } of dependencies) {
          if (!wave.has(from) || !services.includes(dependsOn) || bootstrap.includes(from)) continue;
          expect(wave.get(dependsOn)).toBeLessThan(wave.get(from)!);
        }
        for (const members of waves) expect(members).toEqual([...members].sort());
      }),
    );
  });

  test('a service stands in no wave only in or behind a cycle that is named', () => {
    fc.assert(
      fc.property(graph, ({ services, dependencies, bootstrap }) => {
        const { waves, cycles } = wavesOf(services, dependencies, bootstrap);
        const placed = new Set(waves.flat());
        const blocked = [...new Set(services)].filter((each) => !placed.has(each));
        const held = new Set(cycles.flat());
        for (let grown = true; grown;) {
          const more = dependencies.filter(
            ({ from, dependsOn }) => held.has(dependsOn) && !held.has(from) && !bootstrap.includes(from),
          );
          for (const { from } of more) if (services.includes(from)) held.add(from);
          grown = more.some(({ from }) => services.includes(from));
        }
        expect([...held].sort()).toEqual(blocked.sort());
      }),
    );
  });

  test('every cycle is one: each member needs the next, the last the first', () => {
    fc.assert(
      fc.property(graph, ({ services, dependencies, bootstrap }) => {
        const { cycles } = wavesOf(services, dependencies, bootstrap);
        for (const cycle of cycles) {
          expect(new Set(cycle).size).toBe(cycle.length);
          cycle.forEach((from, at) => {
            expect(dependencies).toContainEqual({ from, dependsOn: cycle[(at + 1) % cycle.length] });
          });
          expect(cycle.some((member) => bootstrap.includes(member))).toBe(false);
        }
        expect(wavesOf(services, dependencies, [...bootstrap, ...cycles.flat()]).cycles).toEqual([]);
      }),
    );
  });

  test('the order in which they are said is of no matter', () => {
    fc.assert(
      fc.property(graph, ({ services, dependencies, bootstrap }) => {
        expect(wavesOf([...services].reverse(), [...dependencies].reverse(), [...bootstrap].reverse())).toEqual(
          wavesOf(services, dependencies, bootstrap),
        );
      }),
    );
  });
});

describe('thousands of services', () => {
  const many = Array.from({ length: 5000 }, (_each, index) => `service-${String(index).padStart(4, '0')}`);
  const arrow = (from: number, to: number): Dependency => ({ from: many[from]!, dependsOn: many[to]! });

  test('in one chain come back one by one', () => {
    const { waves, cycles } = wavesOf(
      many,
      many.slice(1).map((_each, at) => arrow(at + 1, at)),
      [],
    );
    expect([waves.length, cycles.length]).toEqual([5000, 0]);
  });

  test('in one ring are one cycle', () => {
    const { waves, cycles } = wavesOf(
      many,
      many.map((_each, at) => arrow(at, (at + 1) % 5000)),
      [],
    );
    expect([waves.length, cycles]).toEqual([0, [many]]);
  });
});

describe('what a service waits for', () => {
  const arrows = needs('web>db', 'web>cache', 'web>web', 'db>disk', 'web>cache');

  test('is what it needs itself and nobody has verified', () => {
    expect(readyToRestore('web', arrows, new Set())).toEqual(['cache', 'db']);
    expect(readyToRestore('web', arrows, new Set(['db']))).toEqual(['cache']);
    expect(readyToRestore('web', arrows, new Set(['db', 'cache']))).toEqual([]);
    expect(readyToRestore('disk', arrows, new Set())).toEqual([]);
  });
});
