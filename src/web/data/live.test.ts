import { expect, test } from 'vitest';
import { type LiveNeeds, LiveStream, retryWait } from './live.ts';
import { roomPresence } from './room-presence.ts';
import { type Frame, frameParser } from './sse.ts';
import type { Told } from './types.ts';

test('frames are taken out of pieces cut anywhere', () => {
  const text = ': still here\n\nid: 7\nevent: entry\ndata: {"a":1}\n\nevent: open\r\ndata:x\r\ndata: y\r\n\r\n';
  const expected = [
    { id: '7', event: 'entry', data: '{"a":1}' },
    { id: null, event: 'open', data: 'x\ny' },
  ];
  for (const size of [1, 3, 1000]) {
    const frames: Frame[] = [];
    const feed = frameParser((frame) => frames.push(frame));
    for (let at = 0; at < text.length; at += size) feed(text.slice(at, at + size));
    expect(frames).toEqual(expected);
  }
});

test('waits a second, then longer, and never longer than ten', () => {
  expect([1, 2, 3, 6, 50].map(retryWait)).toEqual([1_000, 500, 1_000, 8_000, 10_000]);
});

test('presence is said as seldom as it can be', () => {
  const said: string[] = [];
  let now = 0;
  const presence = roomPresence({ say: (_room, state) => said.push(state), now: () => now, visible: () => true });
  const at = (ms: number, step: () => void): void => {
    now = ms;
    step();
  };
  at(0, () => presence.here('r', 'here'));
  at(1_000, () => presence.here('r', 'here'));
  at(2_000, () => presence.here('r', 'typing'));
  at(4_000, () => presence.here('r', 'typing'));
  at(5_000, () => presence.here('r', 'typing'));
  at(6_000, () => presence.here('r', 'here'));
  at(21_000, () => presence.renew());
  presence.leave();
  presence.here('r', 'gone');
  at(40_000, () => presence.renew());
  expect(said).toEqual(['here', 'typing', 'typing', 'here', 'here', 'gone', 'gone']);
});

/** Tabs of one browser: a lock that passes on when its holder closes, and a channel between them. */
function browserOf() {
  const line: { lead: () => Promise<unknown>; tab: number }[] = [];
  const tabs: ((event: MessageEvent) => void)[] = [];
  const reads: { tab: number; position: number | null; frame: (frame: Frame) => void; end: () => void }[] = [];
  const openTab = () => {
    const tab = tabs.length;
    const told: Told[] = [];
    const needs: LiveNeeds = {
      read: (position, signal, onFrame) =>
        new Promise((end) => {
          reads.push({ tab, position, frame: onFrame, end });
          signal.addEventListener('abort', () => end());
        }),
      locks: {
        request: (_name: string, _options: unknown, lead: () => Promise<unknown>) => {
          line.push({ lead, tab });
          if (line.length === 1) void lead();
          return new Promise(() => undefined);
        },
      } as unknown as LiveNeeds['locks'],
      channel: {
        postMessage: (data: unknown) => tabs.forEach((hear, other) => other !== tab && hear({ data } as MessageEvent)),
        addEventListener: (_type: string, hear: (event: MessageEvent) => void) => void (tabs[tab] = hear),
      } as unknown as LiveNeeds['channel'],
      place: { get: () => null, set: () => undefined },
      presence: roomPresence({ say: () => undefined, now: () => 0, visible: () => true }),
      online: () => true,
      now: () => 0,
      failed: (error) => expect.unreachable(String(error)),
    };
    tabs.push(() => undefined);
    const live = new LiveStream(needs);
    live.subscribe((news) => told.push(news));
    return { live, told, positions: () => told.flatMap((news) => (news.kind === 'entry' ? news.entry.position : [])) };
  };
  return {
    openTab,
    reads,
    closeHolder() {
      const gone = line.shift();
      if (gone) tabs[gone.tab] = () => undefined;
      void line[0]?.lead();
    },
  };
}

const entry = (position: number): Frame => ({
  id: String(position),
  event: 'entry',
  data: JSON.stringify({ position }),
});
const open = (position: number): Frame => ({ id: null, event: 'open', data: JSON.stringify({ position }) });

test('one tab reads for all, and the next goes on from what it heard', async () => {
  const browser = browserOf();
  const first = browser.openTab();
  const second = browser.openTab();
  expect(browser.reads).toHaveLength(1);
  browser.reads[0]?.frame(open(4));
  browser.reads[0]?.frame(entry(5));
  browser.reads[0]?.frame(entry(6));
  expect([first.live.connection(), second.live.connection()]).toEqual(['live', 'live']);
  browser.closeHolder();
  expect(browser.reads[1]).toMatchObject({ tab: 1, position: 6 });
  browser.reads[1]?.frame(open(6));
  browser.reads[1]?.frame(entry(6));
  browser.reads[1]?.frame(entry(7));
  expect(second.positions()).toEqual([5, 6, 7]);
  expect(first.positions()).toEqual([5, 6]);
});

test('is offline after a second failure, and looks again once it is back', async () => {
  const browser = browserOf();
  const { live, told } = browser.openTab();
  browser.reads[0]?.frame(open(4));
  const turn = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
  browser.reads[0]?.end();
  await turn();
  expect(live.connection()).toBe('connecting');
  live.wake();
  await turn();
  browser.reads[1]?.end();
  await turn();
  expect(live.connection()).toBe('offline');
  live.regained();
  await turn();
  told.length = 0;
  browser.reads[2]?.frame(open(4));
  expect(live.connection()).toBe('live');
  expect(told).toEqual([{ kind: 'look-again' }]);
});
