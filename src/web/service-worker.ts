import { workerRoute } from './worker-route.ts';

// The DOM library has no types for workers, and a file cannot have both.
interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface WorkerScope {
  readonly location: Location;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { matchAll(): Promise<readonly unknown[]>; claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: WorkerEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}
declare const self: WorkerScope;

/** Written in by the build: what the cockpit consists of, and a digest of all of it. */
declare const shellFiles: readonly string[];
declare const shellVersion: string;

const cacheName = `shell-${shellVersion}`;
const page = '/';
const patienceMs = 3_000;
const takeOver = 'take-over';
/** What a proxy says when there is no server behind it. */
const serverGone = [502, 503, 504];

self.addEventListener('install', (event) => event.waitUntil(keepShell()));
self.addEventListener('activate', (event) => event.waitUntil(dropOldShells()));
self.addEventListener('message', ({ data }) => {
  if (data === takeOver) void self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const route = workerRoute(request.method, request.mode, new URL(request.url), self.location.origin);
  if (route === 'leave') return;
  if (route === 'asset') return event.respondWith(asset(request));
  event.waitUntil(giveWay());
  event.respondWith(pageFor(request));
});

async function keepShell(): Promise<void> {
  const cache = await caches.open(cacheName);
  // Names under /assets carry their digest; the rest must not come from the browser's own cache.
  const request = (file: string): Request =>
    new Request(file, { cache: file.startsWith('/assets/') ? 'default' : 'reload' });
  await cache.addAll(shellFiles.map(request));
}

async function dropOldShells(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith('shell-') && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** At a navigation with no other page open nobody still runs the old version: a waiting one may have it. */
async function giveWay(): Promise<void> {
  const { waiting } = self.registration;
  if (waiting !== null && (await self.clients.matchAll()).length <= 1) waiting.postMessage(takeOver);
}

async function asset(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

/** The server's page; the kept one where the server does not answer, or not soon. */
async function pageFor(request: Request): Promise<Response> {
  const kept = await (await caches.open(cacheName)).match(page);
  const asked = fetch(request);
  if (kept === undefined) return asked;
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), patienceMs));
  const answer = asked.then((reply) => (serverGone.includes(reply.status) ? kept : reply)).catch(() => kept);
  return Promise.race([answer, late]);
}
