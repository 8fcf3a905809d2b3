import { describe, expect, test } from 'vitest';
import { Unreachable } from '../../api/reply-error.ts';
import { RoomLogSource } from './room-log.ts';
import type { LogEntry, Told } from './types.ts';

const entry = (version: number, more: Partial<LogEntry> = {}): LogEntry =>
  ({ id: `e${version}`, incident: 'i', version, position: version, type: 'NoteAdded', body: {}, ...more }) as LogEntry;
const told = (version: number, more: Partial<LogEntry> = {}): Told => ({ kind: 'entry', entry: entry(version, more) });

/** A room whose server holds this many entries; what was asked for is recorded. */
function roomOf(held: { entries: number; up: boolean }) {
  const asked: string[] = [];
  const disk = new Map<number, readonly LogEntry[]>();
  const clock = { now: 0 };
  let renderings = 0;
  const room = new RoomLogSource({
    incident: 'i',
    read: async (after, limit) => {
      asked.push(`${after}+${limit}`);
      if (!held.up) throw new Unreachable('no');
      const last = Math.min(held.entries, after + limit);
      return Array.from({ length: Math.max(0, last - after) }, (_, index) => entry(after + 1 + index));
    },
    kept: async (page) => disk.get(page) ?? [],
    keep: (page, entries) => void disk.set(page, entries),
    now: () => clock.now,
    soon: queueMicrotask,
  });
  room.subscribe(() => (renderings += 1));
  return { room, asked, disk, clock, log: () => room.snapshot(), renderings: () => renderings };
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('the log of a room', () => {
  test('is read by aligned pages, each once', async () => {
    const { room, asked, log } = roomOf({ entries: 950, up: true });
    room.grow(950);
    await settled();
    log().want(390, 410);
    log().want(395, 460);
    log().want(1, 3);
    await settled();
    log().want(380, 420);
    expect(asked).toEqual(['200+200', '400+200', '0+200']);
    expect([log().at(201)?.version, log().at(600)?.version, log().at(601)]).toEqual([201, 600, undefined]);
    await log().wantAll();
    expect(log().at(950)?.version).toBe(950);
    expect(asked).toHaveLength(5);
  });

  test('grows with the live stream, reads a hole, and is not woken for other rooms', async () => {
    const held = { entries: 10, up: true };
    const { room, asked, log, renderings } = roomOf(held);
    room.grow(10);
    log().want(1, 10);
    await settled();
    asked.length = 0;
    const before = renderings();
    room.hear(told(11, { incident: 'other' }));
    await settled();
    expect(renderings()).toBe(before);
    room.hear(told(11));
    await settled();
    expect([log().newest, asked.length, renderings() - before]).toEqual([11, 0, 1]);
    held.entries = 14;
    room.hear(told(14));
    await settled();
    expect([log().newest, log().at(12)?.version, log().at(13)?.version]).toEqual([14, 12, 13]);
  });

  test('looks further after the stream was away', async () => {
    const held = { entries: 5, up: true };
    const { room, log } = roomOf(held);
    room.grow(5);
    held.entries = 450;
    room.hear({ kind: 'look-again' });
    await settled();
    expect([log().newest, log().at(450)?.version]).toEqual([450, 450]);
  });

  test('answers from disk while nobody else does, and rests between tries', async () => {
    const held = { entries: 3, up: false };
    const { room, asked, disk, clock, log } = roomOf(held);
    disk.set(0, [entry(1), entry(2)]);
    room.grow(3);
    log().want(1, 3);
    await settled();
    expect([log().at(2)?.version, log().at(3)]).toEqual([2, undefined]);
    log().want(1, 3);
    expect(asked).toEqual(['0+200']);
    held.up = true;
    clock.now += 5_000;
    log().want(1, 3);
    await settled();
    expect([log().at(3)?.version, asked]).toEqual([3, ['0+200', '2+198']]);
  });

  test('forgets the body of an entry when it hears that it was redacted', async () => {
    const { room, log } = roomOf({ entries: 2, up: true });
    room.grow(2);
    log().want(1, 2);
    await settled();
    room.hear(told(3, { type: 'EntryRedacted', body: { entry: 'e2' } }));
    await settled();
    expect([log().at(1)?.body, log().at(2)?.body]).toEqual([{}, null]);
  });
});
