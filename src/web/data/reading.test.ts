import { beforeEach, describe, expect, test } from 'vitest';
import { Unreachable } from '../../api/reply-error.ts';
import type { call } from './call.ts';
import type { KeptReply } from './disk.ts';
import { keptForMs, openReading } from './reading.ts';

const stored = new Map<string, KeptReply>();
let now = 1_000;
let server: () => Promise<unknown>;
const reading = openReading(
  {
    get: async (key) => stored.get(key),
    put: async (reply) => void stored.set(reply.key, reply),
    forget: async (which) => {
      for (const [key, { at, incident }] of stored) {
        if (which === 'all' || ('before' in which ? at < which.before : incident === which.incident))
          stored.delete(key);
      }
    },
  },
  () => now,
  (() => server()) as unknown as typeof call,
);
const read = (keep: boolean) => reading.read('GET /api/catalog', {}, { keep });
const down = (): Promise<never> => Promise.reject(new Unreachable('no'));

beforeEach(() => {
  stored.clear();
  now = 1_000;
  server = async () => 'news';
});

describe('reading through the disk', () => {
  test('answers with what was kept, and says since when, while nobody answers', async () => {
    expect(await read(true)).toEqual({ reply: 'news', keptAt: null });
    server = down;
    now += 60_000;
    expect(await read(true)).toEqual({ reply: 'news', keptAt: 1_000 });
    now += keptForMs;
    await expect(read(true)).rejects.toThrow(Unreachable);
    await reading.wipeOld();
    expect(stored.size).toBe(0);
  });

  test('keeps nothing it was not told to, and only the part that is nobody’s secret', async () => {
    await read(false);
    expect(stored.size).toBe(0);
    await reading.read('GET /api/catalog', {}, { keep: { part: () => null } });
    expect(stored.size).toBe(0);
    await reading.read('GET /api/catalog', {}, { keep: { incident: () => 'i', part: () => 'part' as never } });
    expect([...stored.values()].map(({ reply }) => reply)).toEqual(['part']);
    await reading.forget('i');
    expect(stored.size).toBe(0);
  });

  test('keeps nothing that was asked for before everything was forgotten', async () => {
    let answer: (value: unknown) => void = () => undefined;
    server = () => new Promise((resolve) => (answer = resolve));
    const asked = read(true);
    await reading.wipe();
    answer('late');
    await asked;
    expect(stored.size).toBe(0);
  });
});
