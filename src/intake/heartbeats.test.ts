import { expect, test } from 'vitest';
import { instant } from '../domain/time.ts';
import { Unavailable } from '../domain/unavailable.ts';
import { heartbeats } from './heartbeats.ts';
import type { Beat, HeartbeatStore } from './ports.ts';

/** A store whose writes end when they are let. */
function paperStore(): HeartbeatStore & { readonly writes: (readonly string[])[]; end(fault?: Error): void } {
  const waiting: ((fault?: Error) => void)[] = [];
  const writes: (readonly string[])[] = [];
  return {
    writes,
    end: (fault) => waiting.shift()?.(fault),
    beat: (names) =>
      new Promise((resolve, reject) => {
        writes.push(names);
        const kept = new Map(names.map((name): [string, Beat] => [name, { at: instant(writes.length) }]));
        waiting.push((fault) => (fault ? reject(fault) : resolve(kept)));
      }),
  };
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

test('those that come while one is written share the next write', async () => {
  const store = paperStore();
  const kept = heartbeats(store);
  const first = kept.beat('a', 'k');
  await turns();
  const later = ['a', 'b', 'a', 'b'].map((name) => kept.beat(name, 'k'));
  const other = kept.beat('a', 'another key');
  await turns();
  expect(store.writes).toEqual([['a'], ['a']]);
  store.end();
  expect(await first).toEqual({ at: 1 });
  await turns();
  expect(store.writes).toEqual([['a'], ['a'], ['a', 'b']]);
  store.end();
  store.end();
  expect(await other).toEqual({ at: 2 });
  expect(await Promise.all(later)).toEqual(later.map(() => ({ at: 3 })));
});

test('whoever waits is told that nothing was kept, and the next is tried', async () => {
  const store = paperStore();
  const kept = heartbeats(store);
  const first = kept.beat('a', 'k');
  await turns();
  const second = kept.beat('a', 'k');
  store.end(new Unavailable('unreachable'));
  await expect(first).rejects.toThrow(Unavailable);
  await turns();
  store.end();
  expect(await second).toEqual({ at: 2 });
});
