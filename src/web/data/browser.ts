import { v7 } from 'uuid';
import type { CommandResult } from '../../api/client.ts';
import { ask, call, readJson } from './call.ts';
import { repliesOnDisk } from './kept-replies.ts';
import { LiveStream, type Place } from './live.ts';
import { openOutbox, type RunningOutbox } from './outbox.ts';
import { rowsOnDisk } from './outbox-rows.ts';
import { personHere, readsIncidents, signedInPerson } from './person.ts';
import { openReading } from './reading.ts';
import { type PresenceState, renewMs, roomPresence } from './room-presence.ts';
import { readStream } from './stream.ts';

const relieveEachMs = 5_000;
const wipeEachMs = 3_600_000;
const placeKey = 'allclear-live-place';
const tab = v7();
const json = { 'content-type': 'application/json' };
const visible = (): boolean => document.visibilityState === 'visible';

/** Reads through this browser's disk. */
export const reading = openReading(repliesOnDisk, Date.now);

const presence = roomPresence({ say: sayPresence, now: Date.now, visible });

/** The one stream of this browser. */
export const live = new LiveStream({
  async read(position, signal, onFrame, onLife) {
    const aborted = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)));
    if ((await Promise.race([signedInPerson(), aborted])) === null) return;
    if (readsIncidents()) await readStream(position, signal, onFrame, onLife);
    else await aborted;
  },
  locks: navigator.locks,
  channel: new BroadcastChannel('allclear-live'),
  place: {
    get: () => JSON.parse(localStorage.getItem(placeKey) ?? 'null') as Place | null,
    set: (place) => localStorage.setItem(placeKey, JSON.stringify(place)),
  },
  presence,
  online: () => navigator.onLine,
  now: Date.now,
  failed: reportError,
});

/** Everything that is written here goes through it. */
export const outbox: RunningOutbox = openOutbox({
  rows: rowsOnDisk,
  person: signedInPerson,
  personHere,
  confirmPerson: async () => (await call('GET /api/me', {})).person.id,
  async post(verb, incident, body) {
    const path = verb === 'declare' ? '/api/incidents' : `/api/incidents/${encodeURIComponent(incident)}/${verb}`;
    return (await readJson(
      await ask(path, { method: 'POST', headers: json, body: JSON.stringify(body) }),
    )) as CommandResult;
  },
  locks: navigator.locks,
  channel: new BroadcastChannel('allclear-outbox'),
  now: Date.now,
  failed: reportError,
});

function sayPresence(incident: string, state: PresenceState, last: boolean): void {
  // Presence is forgotten by itself: what could not be said is not said again.
  call('POST /api/incidents/{incident}/presence', { incident, state, tab }, { keepalive: last }).catch(() => undefined);
}

/** Listens to the browser, for what waits for the network, for somebody to look, or for time to pass. */
export function listenToBrowser(): void {
  addEventListener('online', () => {
    live.regained();
    void outbox.wake();
  });
  addEventListener('offline', () => live.lost());
  document.addEventListener('visibilitychange', () => {
    if (!visible()) return;
    live.wake();
    presence.renew();
    void outbox.wake();
  });
  addEventListener('pagehide', () => presence.leave());
  addEventListener('pageshow', () => presence.renew());
  live.onConnection(() => {
    if (live.connection() === 'live') void outbox.wake();
  });
  const wipeOld = (): void => void reading.wipeOld().catch(reportError);
  wipeOld();
  setInterval(wipeOld, wipeEachMs);
  setInterval(() => presence.renew(), renewMs);
  setInterval(() => visible() && live.relieve(), relieveEachMs);
}
