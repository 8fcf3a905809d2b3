import { describe, expect, test } from 'vitest';
import { type Said, toNotice } from '../domain/alert/notice.ts';
import { type Instant, instant, later } from '../domain/time.ts';
import { Unavailable } from '../domain/unavailable.ts';
import { databaseClock } from './clock.ts';
import { GroupCommit } from './journal.ts';
import type { AlertJournal, Arrival, IntakeLog, JournalLine } from './ports.ts';

const now = instant(1_800_000_000_000);
const quiet: IntakeLog = { warn: () => undefined, error: () => undefined };

/** A journal whose commits end when the test says so. */
class SlowJournal implements Pick<AlertJournal, 'append' | 'ring'> {
  readonly commits: { lines: readonly JournalLine[]; end: (error?: Error) => void }[] = [];
  #position = 1;

  append(lines: readonly JournalLine[]): Promise<{ first: number; at: Instant }> {
    return new Promise((resolve, reject) => {
      const end = (error?: Error): void => {
        if (error) return reject(error);
        const first = this.#position;
        this.#position += lines.length;
        resolve({ first, at: now });
      };
      this.commits.push({ lines, end });
    });
  }

  ring(): Promise<void> {
    return Promise.resolve();
  }
}

function open(limits = {}) {
  const journal = new SlowJournal();
  const log = quiet;
  let elapsed = 0;
  const clock = databaseClock(now, () => elapsed);
  const intake = new GroupCommit({
    journal: journal as unknown as AlertJournal,
    clock,
    log,
    limits,
    onCommit: () => undefined,
  });
  return { journal, intake, pass: (ms: number) => (elapsed += ms) };
}

function arrival(instances: readonly number[], change: Partial<Said> = {}): Arrival {
  const notices = instances.map((instance) =>
    toNotice(
      {
        labels: { alertname: 'A', instance: String(instance) },
        annotations: {},
        status: null,
        startsAt: now,
        endsAt: later(now, 240_000),
        generatorUrl: null,
        ...change,
      },
      now,
      true,
    ),
  );
  return { format: 'f', body: Buffer.from(JSON.stringify(instances)), notices, leftOut: 0 };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const state = async (promise: Promise<void> | null): Promise<string> =>
  promise === null
    ? 'at once'
    : Promise.race([
        promise.then(
          () => 'kept',
          () => 'refused',
        ),
        turn().then(() => 'waiting'),
      ]);

describe('an arrival with news', () => {
  test('is answered only after its commit, and those that come meanwhile share the next', async () => {
    const { journal, intake } = open();
    const first = intake.accept('k', arrival([1]));
    const together = intake.accept('k', arrival([2]));
    await turn();
    expect(journal.commits).toHaveLength(1);
    expect(journal.commits[0]?.lines).toHaveLength(2);
    const meanwhile = [3, 4, 5].map((instance) => intake.accept('k', arrival([instance])));
    await turn();
    expect(journal.commits).toHaveLength(1);
    expect(await state(first)).toBe('waiting');
    journal.commits[0]?.end();
    expect(await state(first)).toBe('kept');
    expect(await state(together)).toBe('kept');
    expect(await state(meanwhile[0] ?? null)).toBe('waiting');
    expect(journal.commits[1]?.lines).toHaveLength(3);
    journal.commits[1]?.end();
    expect(await state(meanwhile[2] ?? null)).toBe('kept');
  });

  test('is refused when its commit fails, with all that waits behind it, and is news again', async () => {
    const { journal, intake } = open();
    const first = intake.accept('k', arrival([1]));
    await turn();
    const behind = intake.accept('k', arrival([2]));
    journal.commits[0]?.end(new Unavailable('unreachable'));
    await expect(first).rejects.toThrow(Unavailable);
    await expect(behind).rejects.toThrow(Unavailable);
    expect(intake.waiting).toBe(0);
    const again = intake.accept('k', arrival([1]));
    expect(again).not.toBeNull();
    await turn();
    journal.commits[1]?.end();
    await again;
    expect(intake.accept('k', arrival([1]))).toBeNull();
  });
});

describe('a repeat', () => {
  test('of what is durable is answered at once and noted', async () => {
    const { journal, intake } = open();
    const first = intake.accept('k', arrival([1, 2]));
    await turn();
    journal.commits[0]?.end();
    await first;
    expect(intake.accept('k', arrival([1, 2], { endsAt: later(now, 300_000) }))).toBeNull();
    expect(intake.words.takeRepeats(10).map(({ repeat }) => repeat.endsAt)).toEqual([
      later(now, 300_000),
      later(now, 300_000),
    ]);
    expect(intake.words.takeRepeats(10)).toEqual([]);
    expect(journal.commits).toHaveLength(1);
  });

  test('of what is not yet durable waits for it, and shares its fate', async () => {
    const { journal, intake } = open();
    const first = intake.accept('k', arrival([1]));
    await turn();
    const repeat = intake.accept('k', arrival([1]));
    const mixed = intake.accept('k', arrival([1, 2]));
    await turn();
    expect(journal.commits).toHaveLength(1);
    expect(await state(repeat)).toBe('waiting');
    journal.commits[0]?.end(new Unavailable('unreachable'));
    await expect(first).rejects.toThrow();
    await expect(repeat).rejects.toThrow();
    await expect(mixed).rejects.toThrow();
  });

  test('whose word had run out, or with another status or beginning, is news', async () => {
    const { journal, intake, pass } = open();
    const first = intake.accept('k', arrival([1]));
    await turn();
    journal.commits[0]?.end();
    await first;
    expect(intake.accept('k', arrival([1], { startsAt: later(now, -1000) }))).not.toBeNull();
    await turn();
    journal.commits[1]?.end();
    await turn();
    expect(intake.accept('k', arrival([1], { startsAt: later(now, -1000) }))).toBeNull();
    expect(intake.accept('k', arrival([1]))).toBeNull();
    expect(intake.accept('k', arrival([1], { endsAt: now }))).not.toBeNull();
    await turn();
    journal.commits[2]?.end();
    await turn();
    expect(intake.accept('k', arrival([1], { endsAt: now }))).toBeNull();
    expect(intake.accept('k', arrival([1]))).not.toBeNull();
    await turn();
    journal.commits[3]?.end();
    await turn();
    pass(240_001);
    expect(intake.accept('k', arrival([1]))).not.toBeNull();
  });
});

describe('too much at once', () => {
  test('is refused before anything is remembered of it', async () => {
    const { journal, intake } = open({ waitingArrivals: 1 });
    const first = intake.accept('k', arrival([1]));
    expect(() => intake.accept('k', arrival([2]))).toThrow(Unavailable);
    expect(intake.accept('k', arrival([1]))).not.toBeNull();
    await turn();
    journal.commits[0]?.end();
    await first;
    expect(intake.accept('k', arrival([1]))).toBeNull();
    expect(intake.accept('k', arrival([2]))).not.toBeNull();
    expect(intake.counts).toMatchObject({ shed: 1 });
  });

  test('is a commit that takes too long', async () => {
    const { intake } = open({ slowCommitMs: -1 });
    void intake.accept('k', arrival([1]));
    await turn();
    expect(() => intake.accept('k', arrival([2]))).toThrow(Unavailable);
  });

  test('makes commits of bounded size', async () => {
    const { journal, intake } = open({ arrivals: 2 });
    for (const instance of [1, 2, 3, 4, 5]) void intake.accept('k', arrival([instance]));
    await turn();
    for (let index = 0; index < 3; index += 1) {
      journal.commits[index]?.end();
      await turn();
    }
    expect(journal.commits.map(({ lines }) => lines.length)).toEqual([2, 2, 1]);
  });
});

test('what was said is handed to routing once, and only while there is room', async () => {
  const { journal, intake } = open({ handedOver: 2 });
  void intake.accept('k', arrival([1, 2]));
  void intake.accept('k', arrival([3]));
  await turn();
  journal.commits[0]?.end();
  await turn();
  expect(intake.take(1)?.notices).toHaveLength(2);
  expect(intake.take(1)).toBeNull();
  expect(intake.take(2)).toBeNull();
});
