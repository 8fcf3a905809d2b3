import { describe, expect, test } from 'vitest';
import type { Transaction } from '../command/ports.ts';
import { toNotice } from '../domain/alert/notice.ts';
import { defaultRouting } from '../domain/routing/routing.ts';
import { instant, later } from '../domain/time.ts';
import { Unavailable } from '../domain/unavailable.ts';
import { intakeWords } from '../text/intake-words.ts';
import { databaseClock } from './clock.ts';
import { KnownWords } from './known-words.ts';
import type { JournalRow, RoutingNeeds } from './ports.ts';
import { Overtaken } from './route.ts';
import { Router } from './router.ts';

const now = instant(1_800_000_000_000);
const transaction: Transaction = { kind: 'transaction' };

/** The ports of routing over plain lists, with faults where a test wants them. */
class PaperNeeds {
  readonly rows: JournalRow[] = [];
  readonly routed: string[] = [];
  readonly setAside: number[] = [];
  readonly bodiesRead: number[][] = [];
  readonly errors: string[] = [];
  position = 0;
  /** Called with the alert names of a transaction before it commits. */
  fault: (names: readonly string[]) => void = () => undefined;

  journalled(...names: readonly string[]): void {
    const position = this.rows.length + 1;
    this.rows.push({ position, receivedAt: now, key: 'k', format: names.join(), sizeBytes: 100 });
  }

  needs(): RoutingNeeds {
    const commit = async (work: (tx: Transaction) => Promise<void>): Promise<void> => {
      const before = { position: this.position, routed: this.routed.length, aside: this.setAside.length };
      try {
        await work(transaction);
      } catch (error) {
        this.position = before.position;
        this.routed.length = before.routed;
        this.setAside.length = before.aside;
        throw error;
      }
    };
    return {
      transaction: commit,
      handler: {
        handleTogether: async (requests: readonly unknown[], alongside: (tx: Transaction) => Promise<void>) => {
          await commit(alongside);
          return requests.map(() => ({ outcome: { kind: 'accepted', events: [], cautions: [] } }));
        },
      },
      journal: {
        after: async (position: number, limit: number) =>
          this.rows.filter((row) => row.position > position).slice(0, limit),
        bodies: async (positions: readonly number[]) => {
          this.bodiesRead.push([...positions]);
          return new Map(positions.map((position) => [position, Buffer.from('')]));
        },
      },
      cursor: {
        read: async () => ({ position: this.position, newest: this.rows.length, waitingSince: null, now }),
        move: async (_tx: Transaction, from: number, to: number) => {
          if (this.position !== from) return false;
          this.position = to;
          return true;
        },
        setAside: async (_tx: Transaction, position: number) => void this.setAside.push(position),
      },
      alerts: {
        find: async () => new Map(),
        write: async (_tx: Transaction, writes: readonly { alert: { labels: Record<string, string> } }[]) => {
          const names = writes.map(({ alert }) => alert.labels['alertname'] as string);
          this.fault(names);
          this.routed.push(...names);
        },
      },
      silences: { active: async () => [] },
      groups: { openGroups: async () => [] },
      attached: { counts: async () => new Map() },
      routing: { current: async () => defaultRouting },
      read: (format: string) => {
        if (format === 'unreadable') throw new Error('not JSON');
        const notices = format.split(',').map((alertname) =>
          toNotice(
            {
              labels: { alertname },
              annotations: {},
              status: null,
              startsAt: now,
              endsAt: later(now, 1000),
              generatorUrl: null,
            },
            now,
            true,
          ),
        );
        return { notices, leftOut: 0 };
      },
      derived: (...parts: readonly string[]) => parts.join('|'),
      newId: () => 'id',
      words: intakeWords,
      log: { warn: () => undefined, error: (_facts: object, message: string) => this.errors.push(message) },
    } as unknown as RoutingNeeds;
  }

  router(settings = {}): Router {
    const intake = { take: () => null, dropUpTo: () => undefined, words: new KnownWords<never>() };
    return new Router(
      this.needs(),
      intake,
      databaseClock(now, () => 0),
      settings,
    );
  }
}

/** Routes until nothing is left, trying again as the loop does. */
async function drain(router: Router, most = 50): Promise<void> {
  for (let step = 0; step < most; step += 1) {
    try {
      if ((await router.routeSome()) === 0) return;
    } catch {
      continue;
    }
  }
}

describe('routing', () => {
  test('takes lines in order, in steps of bounded size, reading ahead', async () => {
    const paper = new PaperNeeds();
    for (const name of ['a', 'b', 'c', 'd', 'e']) paper.journalled(name);
    const router = paper.router({ bytes: 250 });
    expect(await router.routeSome()).toBe(2);
    expect(paper.position).toBe(2);
    await drain(router);
    expect(paper.routed).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(paper.bodiesRead).toEqual([[1, 2], [3, 4], [5]]);
  });

  test('does not trust what it read ahead of an alert that the step before it changed', async () => {
    const paper = new PaperNeeds();
    for (const name of ['a', 'a', 'b']) paper.journalled(name);
    let looked = 0;
    const needs = paper.needs();
    const router = new Router(
      {
        ...needs,
        alerts: {
          ...needs.alerts,
          find: (fingerprints) => {
            looked += 1;
            return needs.alerts.find(fingerprints);
          },
        },
      },
      { take: () => null, dropUpTo: () => undefined, words: new KnownWords<never>() },
      databaseClock(now, () => 0),
      { bytes: 100 },
    );
    await drain(router);
    // Once for each of three pieces, once more for the second, which was read while the first was routed.
    expect(looked).toBe(4);
  });

  test('takes a line that is larger than a step alone', async () => {
    const paper = new PaperNeeds();
    paper.journalled('a');
    paper.journalled('b');
    const router = paper.router({ bytes: 50 });
    expect(await router.routeSome()).toBe(1);
    await drain(router);
    expect(paper.routed).toEqual(['a', 'b']);
  });

  test('passes a line that cannot be read, and keeps what stands around it', async () => {
    const paper = new PaperNeeds();
    for (const name of ['a', 'unreadable', 'c']) paper.journalled(name);
    await drain(paper.router());
    expect(paper.routed).toEqual(['a', 'c']);
    expect(paper.setAside).toEqual([2]);
  });

  test('passes a line that cannot be routed only after trying it alone three times', async () => {
    const paper = new PaperNeeds();
    for (const name of ['a', 'b', 'poison', 'd', 'e', 'f']) paper.journalled(name);
    let tries = 0;
    paper.fault = (names) => {
      if (!names.includes('poison')) return;
      if (names.length === 1) tries += 1;
      throw new Error('the database refuses this text');
    };
    await drain(paper.router());
    expect(paper.routed).toEqual(['a', 'b', 'd', 'e', 'f']);
    expect(paper.setAside).toEqual([3]);
    expect(tries).toBe(3);
    expect(paper.errors).toHaveLength(1);
  });

  test('sets nothing aside because the database is away or another replica was faster', async () => {
    for (const passing of [new Unavailable('unreachable'), new Overtaken()]) {
      const paper = new PaperNeeds();
      paper.journalled('a');
      paper.fault = () => {
        throw passing;
      };
      const router = paper.router();
      for (let step = 0; step < 10; step += 1) await expect(router.routeSome()).rejects.toBe(passing);
      expect([paper.position, paper.setAside]).toEqual([0, []]);
      paper.fault = () => undefined;
      await drain(router);
      expect(paper.routed).toEqual(['a']);
    }
  });

  test('does not use what it read ahead when another replica has moved on', async () => {
    const paper = new PaperNeeds();
    for (const name of ['a', 'b', 'c', 'd']) paper.journalled(name);
    const router = paper.router({ bytes: 150 });
    await router.routeSome();
    paper.position = 3;
    await drain(router);
    expect(paper.routed).toEqual(['a', 'd']);
  });
});
