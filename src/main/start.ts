import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { runOutbox } from '../dispatch/outbox.ts';
import type { Pace } from '../dispatch/ports.ts';
import { type Loop, runTimers } from '../dispatch/timers.ts';
import type { Door } from '../http/door.ts';
import type { Health } from '../http/ports.ts';
import { presenceOf } from '../http/presence.ts';
import { buildServer } from '../http/server.ts';
import { urlFault } from '../integration/webhook/address.ts';
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
import { webhookStore } from '../store/webhooks.ts';
import type { WatchLoop } from '../watch/run.ts';
import { type Core, openCore } from './core.ts';
import { factsReader } from './facts.ts';
import { greetOwner } from './first-start.ts';
import { openIntake, type OpenIntake, routingSetting } from './intake.ts';
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
  const { vault, reads, background, url } = storage;
  const warn = (message: string, error: unknown): void => server?.log.warn({ err: error }, message);
  const metrics = metricsRegistry();
  const core = openCore(storage, { metrics, routing: routingSetting });
  const reader = logReader(reads, vault, core.cache);
  const follower = await followLog(url, reader, warn);
  stops.push(() => follower.stop());
  const people = peopleStore(reads, identities.next, () => credentials.forget());
  const credentials = credentialStore(reads, identities.next, (id) => people.find(id));
  const instance = randomUUID();
  const presence = presenceOf(follower, instance, () => performance.now());
  const intake = await openIntake({
    storage,
    core,
    metrics,
    instance,
    warn,
    authenticateKey: keyAuthentication(reads),
  });
  stops.push(() => intake.stop());
  const watch = openWatch({ storage, core, follower, instance, warn, databaseTime: () => databaseNow(background) });
  stops.push(() => watch.loop.stop());
  const loops = runLoops(options, storage, core, metrics, follower, instance, warn);
  stops.push(...loops.stops);
  const door: Door = {
    handler: core.handler,
    incidents: core.incidents,
    verdicts: core.verdicts,
    log: reader,
    facts: factsReader(reads, core.settings, reader),
    follower,
    archive: archiveStore(reads),
    people,
    credentials,
    alerts: intake.alerts,
    attachments: attachmentStore(background),
    webhooks: webhookStore(reads, vault, identities.next, async (target) => urlFault(target, options.webhookNets)),
    settings: core.settings,
    telemetry: watch.telemetry,
    health: healthOf(storage, metrics, { timers: loops.timers, watch: watch.loop }, intake),
    identities,
  };
  const { version, trustedProxies, cockpit, logLevel } = options;
  const serving = { version, tls, trustedProxies, cockpit, log: { level: logLevel } };
  const server: FastifyInstance = await buildServer(door, presence, intake.register, serving);
  stops.push(() => server.close());
  const ownerSecret = await greetOwner(reads, people, credentials, options.ownerToken);
  await server.listen({ host: options.host, port: options.port });
  return { url: urlOf(server, options.host, tls !== null), ownerSecret, storage, core, stop };
}

function urlOf(server: FastifyInstance, host: string, secure: boolean): string {
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `${secure ? 'https' : 'http'}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

interface Loops {
  readonly timers: Loop;
  readonly stops: readonly (() => Promise<unknown>)[];
}

function runLoops(
  options: StartOptions,
  storage: Storage,
  core: Core,
  metrics: Metrics,
  follower: RunningFollower,
  instance: string,
  warn: (message: string, error: unknown) => void,
): Loops {
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
