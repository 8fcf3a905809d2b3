import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { ChatRooms } from '../chat/ports.ts';
import { runOutbox } from '../dispatch/outbox.ts';
import type { Composer, Pace } from '../dispatch/ports.ts';
import { type Loop, runTimers } from '../dispatch/timers.ts';
import type { Door, SendNow } from '../http/door.ts';
import type { Health } from '../http/ports.ts';
import { type Presence, presenceOf } from '../http/presence.ts';
import { buildServer } from '../http/server.ts';
import { integrations } from '../integration/registry.ts';
import { identities } from '../platform/identities.ts';
import { type Metrics, metricsRegistry } from '../platform/metrics.ts';
import { realPace } from '../platform/pace.ts';
import { ownCertificate, type TlsFiles } from '../platform/tls.ts';
import { archiveStore } from '../store/archive.ts';
import { attachmentStore } from '../store/attachments.ts';
import { type CheckpointWriter, checkpointWriter } from '../store/checkpoints.ts';
import { credentialStore, keyAuthentication } from '../store/credentials.ts';
import { followLog, type RunningFollower } from '../store/follower.ts';
import type { Database } from '../store/ports.ts';
import { replicaKey, StartRefused } from '../store/installation.ts';
import { outboxStore } from '../store/outbox.ts';
import { peopleStore } from '../store/people.ts';
import { logReader } from '../store/reader.ts';
import { heartbeatLateMs, timerStore } from '../store/timers.ts';
import type { WatchLoop } from '../watch/run.ts';
import { openChats } from './chat.ts';
import { type Core, openCore } from './core.ts';
import { factsReader } from './facts.ts';
import { greetOwner } from './first-start.ts';
import { openIntake, type OpenIntake, routingSetting } from './intake.ts';
import { openSpeaking } from './speaking.ts';
import { openStatusPages } from './status-page/open.ts';
import { openStorage, type Storage, type StorageOptions } from './storage.ts';
import { openWatch } from './watch.ts';

export interface StartOptions extends StorageOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly tls: TlsFiles | null;
  readonly trustedProxies: readonly string[];
  /** Private networks, in CIDR form, that webhooks may call all the same. */
  readonly webhookNets: readonly string[];
  /** The folder of the built cockpit, if it is to be served. */
  readonly cockpit: string | null;
  readonly ownerToken: string | undefined;
  readonly logLevel: string;
  readonly version: string;
}

export interface Running {
  readonly url: string;
  /** Secret of the owner's one-time link, as long as no owner has signed in. */
  readonly ownerSecret: string | null;
  readonly storage: Storage;
  readonly core: Core;
  stop(): Promise<void>;
}

const checkpointEveryMs = 20_000;
const wakeAfterMs = 20;
const silentAfterMs = 10_000;

/** Plain HTTP leaves this machine only behind a proxy that was named; everything else needs a certificate. */
function certificateFor(options: StartOptions): TlsFiles | null {
  const own = options.tls ?? ownCertificate(options.dataFolder);
  const loopback = options.host === 'localhost' || options.host === '::1' || options.host.startsWith('127.');
  if (own === null && !loopback && options.trustedProxies.length === 0) {
    throw new StartRefused(
      `Listening on ${options.host} needs TLS: pass --tls-cert and --tls-key, name a --trusted-proxy, or run \`allclear tls init\` once.`,
    );
  }
  return loopback && options.tls === null ? null : own;
}

/** Starts the whole product. Resolves when it answers; throws `StartRefused` with what to do when it must not start. */
export async function start(options: StartOptions): Promise<Running> {
  const tls = certificateFor(options);
  const storage = await openStorage(options);
  const stops: (() => Promise<unknown>)[] = [() => storage.stop()];
  const stop = async (): Promise<void> => {
    while (stops.length > 0) await stops.pop()?.();
  };
  try {
    return await assemble(options, tls, storage, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemble(
  options: StartOptions,
  tls: TlsFiles | null,
  storage: Storage,
  stops: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<Running> {
  const { reads, background, vault, url } = storage;
  const { webhookNets } = options;
  const warn = (message: string, error: unknown): void => server?.log.warn({ err: error }, message);
  const metrics = metricsRegistry();
  const core = openCore(storage, { metrics, routing: routingSetting });
  const log = logReader(reads, vault, core.cache);
  const follower = await followLog(url, log, warn);
  stops.push(() => follower.stop());
  const people = peopleStore(reads, identities.next, () => credentials.forget());
  const credentials = credentialStore(reads, identities.next, (id) => people.find(id));
  const instance = randomUUID();
  const presence = presenceOf(follower, instance, () => performance.now());
  const authenticateKey = keyAuthentication(reads);
  const intake = await openIntake({ storage, core, metrics, instance, warn, authenticateKey });
  stops.push(() => intake.stop());
  const watch = openWatch({ storage, core, follower, instance, warn, databaseTime: () => databaseNow(background) });
  stops.push(() => watch.loop.stop());
  const pages = await openStatusPages({ storage, core, follower, instance, warn, webhookNets });
  stops.push(() => pages.stop());
  let address = '';
  const facts = factsReader(reads, core.settings, log);
  const telling = { storage, core, people, log, facts, webhookNets, listening: () => address };
  const speaking = openSpeaking(telling);
  const composers = [...speaking.composers, ...pages.composers];
  const loops = runLoops({ options, storage, core, metrics, follower, composers, instance, warn });
  stops.push(...loops.stops);
  const door: Door = {
    handler: core.handler,
    incidents: core.incidents,
    verdicts: core.verdicts,
    log,
    facts,
    follower,
    archive: archiveStore(reads),
    people,
    credentials,
    alerts: intake.alerts,
    attachments: attachmentStore(background),
    ...speaking.door,
    sendNow: loops.sendNow,
    telemetry: watch.telemetry,
    ...pages.door,
    health: healthOf(storage, metrics, { timers: loops.timers, watch: watch.loop }, intake),
    identities,
  };
  const doors = { options, tls, door, presence, intake, rooms: speaking.rooms, warn };
  const server: FastifyInstance = await openDoors(doors, stops);
  const ownerSecret = await greetOwner(reads, people, credentials, options.ownerToken);
  await server.listen({ host: options.host, port: options.port });
  address = urlOf(server, options.host, tls !== null);
  pages.standsAt(address);
  return { url: address, ownerSecret, storage, core, stop };
}

interface DoorNeeds {
  readonly options: StartOptions;
  readonly tls: TlsFiles | null;
  readonly door: Door;
  readonly presence: Presence;
  readonly intake: OpenIntake;
  readonly rooms: ChatRooms;
  readonly warn: (message: string, error: unknown) => void;
}

/** HTTP, and the chats that come in by it. */
async function openDoors(
  { options, tls, door, presence, intake, rooms, warn }: DoorNeeds,
  stops: (() => Promise<unknown>)[],
): Promise<FastifyInstance> {
  const { version, trustedProxies, cockpit, logLevel, webhookNets: allowedNets } = options;
  const serving = { version, tls, trustedProxies, cockpit, log: { level: logLevel } };
  const chats = openChats({ door, rooms, allowedNets, warn });
  stops.push(() => chats.stop());
  const server = await buildServer(door, presence, (routes) => intake.register(routes, chats), serving);
  stops.push(() => server.close());
  return server;
}

function urlOf(server: FastifyInstance, host: string, secure: boolean): string {
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `${secure ? 'https' : 'http'}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

interface Loops {
  readonly timers: Loop;
  readonly sendNow: SendNow;
  readonly stops: readonly (() => Promise<unknown>)[];
}

interface LoopNeeds {
  readonly options: StartOptions;
  readonly storage: Storage;
  readonly core: Core;
  readonly metrics: Metrics;
  readonly follower: RunningFollower;
  readonly composers: readonly Composer[];
  readonly instance: string;
  readonly warn: (message: string, error: unknown) => void;
}

function runLoops({ options, storage, core, metrics, follower, composers, instance, warn }: LoopNeeds): Loops {
  const { background, vault, dataFolder } = storage;
  const { handler } = core;
  const [timerPace, outboxPace] = [realPace(), realPace()];
  const now = (): Promise<number> => databaseNow(background);
  const timers = runTimers({
    timers: timerStore(background, instance),
    handler,
    identities,
    pace: timerPace,
    warn,
    fired: (timer) =>
      void now().then(
        (at) => metrics.timerLateMs(at - timer.dueAt),
        (error: unknown) => warn('lateness', error),
      ),
  });
  const settings = { allowedNets: options.webhookNets, now: () => new Date() };
  const notifiers = Object.values(integrations).flatMap(({ openNotifier }) => openNotifier?.(settings) ?? []);
  const outbox = runOutbox({
    outbox: outboxStore(background, vault, instance),
    composers,
    notifiers,
    handler,
    identities,
    pace: outboxPace,
    chance: Math.random,
    now,
    warn,
    counted: (channel, result) => metrics.delivery(channel, result),
  });
  const unsubscribe = wakenBy(follower, [timerPace, outboxPace]);
  const checkpoints = checkpointWriter(background, dataFolder, replicaKey(dataFolder));
  const witness = setInterval(() => void witnessed(checkpoints, warn), checkpointEveryMs);
  return {
    timers,
    sendNow: async ({ integration, settings: open, secrets }, recipient, { id, letter }) => {
      const notifier = notifiers.find(({ channel }) => channel === integration);
      if (!notifier) return { kind: 'gave-up', reason: 'no-channel' };
      return notifier.send({ settings: open, secrets, recipient }, { id, body: letter });
    },
    stops: [
      async () => {
        clearInterval(witness);
        await witnessed(checkpoints, warn);
      },
      () => Promise.all(notifiers.map((notifier) => notifier.close())),
      () => outbox.stop(),
      () => timers.stop(),
      async () => unsubscribe(),
    ],
  };
}

/** A burst of commits wakes the loops once: they look at everything that is due anyway. */
function wakenBy(follower: RunningFollower, paces: readonly Pace[]): () => void {
  let waking: NodeJS.Timeout | null = null;
  return follower.subscribe(() => {
    waking ??= setTimeout(() => {
      waking = null;
      for (const pace of paces) pace.wake();
    }, wakeAfterMs);
  });
}

async function databaseNow(database: Database): Promise<number> {
  const [row] = await database.query<{ now: number }>('select allclear.now() as now');
  return row?.now ?? 0;
}

const witnessed = (checkpoints: CheckpointWriter, warn: (message: string, error: unknown) => void): Promise<unknown> =>
  checkpoints.write().catch((error: unknown) => warn('the checkpoint was not written', error));

/** Ready means: can commit, timers fire, alerts are routed, signals are watched. */
function healthOf(
  storage: Storage,
  metrics: Metrics,
  { timers, watch }: { timers: Loop; watch: WatchLoop },
  intake: OpenIntake,
): Health {
  const { commands, background } = storage;
  return {
    async ready() {
      const reasons: string[] = [];
      const probe = await Promise.allSettled([
        commands.query('update probe set at = allclear.now()'),
        heartbeatLateMs(background),
        intake.lagMs(),
      ]);
      const [commit, late, lag] = probe;
      if (commit.status === 'rejected') reasons.push('cannot-commit');
      if (late.status === 'rejected' || late.value > silentAfterMs || timers.silentMs() > silentAfterMs) {
        reasons.push('timers-late');
      }
      if (watch.silentMs() > silentAfterMs) reasons.push('signals-not-watched');
      if (lag.status === 'rejected' || lag.value > silentAfterMs) reasons.push('alerts-not-routed');
      return { ready: reasons.length === 0, reasons };
    },
    metrics: () => metrics.text(),
  };
}
