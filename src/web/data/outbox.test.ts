import { describe, expect, test } from 'vitest';
import type { CommandResult } from '../../api/client.ts';
import type { Problem } from '../../api/problem.ts';
import { ProblemReply, Unreachable } from '../../api/reply-error.ts';
import type { OutboxRow } from './disk.ts';
import { openOutbox } from './outbox.ts';
import type { OutboxNeeds } from './outbox-drain.ts';
import { derivedId, hasTime, requestBody, settle } from './outbox-step.ts';

const problemOf = (status: number, code: string, more: object = {}): Problem => ({
  type: `/problems/${code}`,
  title: code,
  status,
  detail: code,
  next: '',
  instance: '',
  ...more,
});
const held = problemOf(409, 'practice/held', { practice: 'B5' });
const wrongPhase = problemOf(409, 'incident/wrong-phase');
const reused = problemOf(409, 'command/id-reused');

const rowOf = (more: Partial<OutboxRow> = {}): OutboxRow => ({
  id: '01930000-0000-7000-8000-00000000000f',
  order: 1,
  person: 'ada',
  incident: 'i',
  verb: 'start-change',
  body: { change: 'C2' },
  override: null,
  happenedAt: '2026-11-24T14:02:31.000Z',
  state: 'kept',
  problem: null,
  tab: 't',
  timeGiven: false,
  failures: 0,
  ...more,
});
const saidAt = Date.parse(rowOf().happenedAt);

describe('what becomes of a command', () => {
  test('held or refused while its sayer waits, it is taken away and said', () => {
    const row = rowOf({ state: 'sending' });
    expect(settle(row, { kind: 'problem', problem: held }, false)).toEqual({
      rows: [],
      result: { kind: 'held', problem: held },
      stop: false,
    });
    expect(settle(row, { kind: 'problem', problem: wrongPhase }, false).result.kind).toBe('refused');
  });

  test('held after it had waited, it becomes a note in the same place with its own time', () => {
    const { rows, stop } = settle(rowOf(), { kind: 'problem', problem: held }, true);
    expect(stop).toBe(false);
    expect(rows).toEqual([
      rowOf({
        id: derivedId(rowOf().id),
        verb: 'note',
        body: { text: 'wanted to start-change C2 at 14:02Z; held by B5' },
        timeGiven: true,
      }),
    ]);
  });

  test('refused after it had waited, it stays until its person has seen it', () => {
    const { rows } = settle(rowOf(), { kind: 'problem', problem: wrongPhase }, true);
    expect(rows).toEqual([rowOf({ state: 'refused', problem: wrongPhase })]);
  });

  test('stays when nobody answers or nothing can be stored, and those after it wait too', () => {
    for (const answer of [
      { kind: 'silence' } as const,
      { kind: 'problem', problem: problemOf(507, 'server/storage-full') } as const,
    ]) {
      expect(settle(rowOf({ state: 'sending' }), answer, false)).toEqual({
        rows: [rowOf()],
        result: { kind: 'kept' },
        stop: true,
      });
    }
  });

  test('on which the server fails is set aside after eight times and never blocks the next', () => {
    const answer = { kind: 'problem', problem: problemOf(500, 'server/failure') } as const;
    expect(settle(rowOf(), answer, true)).toMatchObject({ rows: [{ state: 'kept', failures: 1 }], stop: false });
    expect(settle(rowOf({ failures: 7 }), answer, true)).toMatchObject({ rows: [{ state: 'refused' }], stop: false });
  });
});

test('only what had to wait, or was given a time, names its time', () => {
  const fresh = rowOf({ state: 'sending' });
  expect(hasTime(fresh, saidAt + 1_500)).toBe(false);
  expect(hasTime(fresh, saidAt + 2_500)).toBe(true);
  expect(hasTime(rowOf(), saidAt + 10)).toBe(true);
  expect(hasTime({ ...fresh, timeGiven: true }, saidAt)).toBe(true);
  expect(requestBody(fresh, false)).toEqual({ id: fresh.id, change: 'C2' });
});

test('a derived id is another UUID of the same version and instant', () => {
  const id = '01930000-0000-7000-8000-0123456789ab';
  expect(derivedId(id)).toBe('01930000-0000-7000-8000-fedcba987654');
  expect(derivedId(derivedId(id))).toBe(id);
});

/** Locks of one tab: granted in turn. */
function locksOfOneTab(): OutboxNeeds['locks'] {
  let last: Promise<unknown> = Promise.resolve();
  const held: { name: string }[] = [];
  const request = (name: string, run: () => Promise<unknown>): Promise<unknown> => {
    held.push({ name });
    if (name !== 'allclear-outbox') return run();
    last = last.then(run);
    return last;
  };
  return { request, query: async () => ({ held, pending: [] }) } as unknown as OutboxNeeds['locks'];
}

/** An outbox whose server is played by the test; what it was sent is recorded. */
function played(server: (body: Record<string, unknown>) => Problem | 'silence' | null) {
  const stored: OutboxRow[] = [];
  const sent: Record<string, unknown>[] = [];
  const clock = { now: saidAt };
  const outbox = openOutbox({
    rows: {
      add: async (row) => void stored.push({ ...row, order: stored.length }),
      all: async () => [...stored],
      next: async (after) => stored.find(({ order }) => order > after),
      rewrite: async (id, next) => {
        const at = stored.findIndex((row) => row.id === id);
        const row = stored[at];
        if (row) stored.splice(at, 1, ...next(row));
        return row !== undefined;
      },
    },
    person: async () => 'ada',
    personHere: () => 'ada',
    confirmPerson: async () => {
      if (server({}) === 'silence') throw new Unreachable('no');
      return 'ada';
    },
    post: async (_verb, _incident, body) => {
      const answer = server(body);
      sent.push(body);
      if (answer === 'silence') throw new Unreachable('no');
      if (answer !== null) throw new ProblemReply(answer);
      return { repeated: false } as CommandResult;
    },
    locks: locksOfOneTab(),
    channel: { postMessage: () => undefined, addEventListener: () => undefined },
    now: () => clock.now,
    failed: (error) => expect.unreachable(String(error)),
  });
  return { outbox, stored, sent, clock };
}

describe('the outbox', () => {
  test('answers with what the server said, and a refusal does not hold up the next', async () => {
    const { outbox, stored } = played((body) => (body['text'] === 'no' ? wrongPhase : null));
    const answers = await Promise.all(['no', 'yes'].map((text) => outbox.send('note', 'i', { text })));
    expect(answers.map(({ kind }) => kind)).toEqual(['refused', 'accepted']);
    expect(stored).toEqual([]);
  });

  test('keeps what nobody takes, in order, and sends it with its time when somebody answers', async () => {
    let silent = true;
    const { outbox, sent, clock } = played(() => (silent ? 'silence' : null));
    const texts = ['one', 'two', 'three'];
    for (const text of texts) expect(await outbox.send('note', 'i', { text })).toEqual({ kind: 'kept' });
    expect(outbox.kept().map(({ state }) => state)).toEqual(['kept', 'kept', 'kept']);
    const unchanged = outbox.kept();
    await outbox.look();
    expect(outbox.kept()).toBe(unchanged);

    silent = false;
    sent.length = 0;
    clock.now += 60_000;
    await outbox.wake();
    expect(sent.map(({ text }) => text)).toEqual(texts);
    expect(sent.every(({ happenedAt }) => happenedAt === '2026-11-24T14:02:31.000Z')).toBe(true);
    await outbox.look();
    expect(outbox.kept()).toEqual([]);
  });

  test('a first try that arrived although nobody heard it is found again, not doubled', async () => {
    const accepted = new Map<unknown, string>();
    let deaf = true;
    const { outbox, stored } = played((body) => {
      if (body['id'] === undefined) return deaf ? 'silence' : null;
      const known = accepted.get(body['id']) ?? JSON.stringify(body);
      accepted.set(body['id'], known);
      if (deaf) return 'silence';
      return known === JSON.stringify(body) ? null : reused;
    });
    expect(await outbox.send('note', 'i', { text: 'once' })).toEqual({ kind: 'kept' });
    deaf = false;
    await outbox.wake();
    expect(accepted.size).toBe(1);
    expect(stored).toEqual([]);
  });

  test('a command that was kept and is then held ends as one note', async () => {
    let silent = true;
    const { outbox, sent, stored } = played((body) =>
      silent ? 'silence' : body['change'] === undefined ? null : held,
    );
    await outbox.send('start-change', 'i', { change: 'C2' });
    silent = false;
    await outbox.wake();
    expect(sent.at(-1)).toMatchObject({ text: 'wanted to start-change C2 at 14:02Z; held by B5' });
    expect(stored).toEqual([]);
  });
});
