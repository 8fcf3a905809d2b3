import type { LogFollower, Telemetry } from '../http/ports.ts';
import { integrations } from '../integration/registry.ts';
import type { SourceSetting } from '../domain/telemetry/source.ts';
import { type Instant, instant } from '../domain/time.ts';
import { identities } from '../platform/identities.ts';
import { realPace } from '../platform/pace.ts';
import { watchedSignal } from '../projection/watched-signal/query.ts';
import { heartbeatStore } from '../store/heartbeats.ts';
import { shortCache } from '../store/secret.ts';
import { telemetryLists } from '../store/telemetry-lists.ts';
import { telemetryStore } from '../store/telemetry.ts';
import { healthOf } from '../watch/check.ts';
import type { Heartbeats, OpenSource } from '../watch/ports.ts';
import { runWatch, type WatchLoop } from '../watch/run.ts';
import { type Core, queryOn } from './core.ts';
import type { Storage } from './storage.ts';
import { transitionsTo } from './transitions.ts';

export interface WatchOptions {
  readonly storage: Storage;
  readonly core: Core;
  readonly follower: Pick<LogFollower, 'subscribe'>;
  readonly instance: string;
  readonly warn: (message: string, error: unknown) => void;
  readonly databaseTime: () => Promise<number>;
}

export interface OpenWatch {
  readonly loop: WatchLoop;
  readonly telemetry: Telemetry;
}

const settingKeptMs = 1000;

const openerOn =
  (heartbeats: Heartbeats): OpenSource =>
  (setting, now) => {
    const open = integrations[setting.kind]?.openSource;
    if (!open) throw new Error(`nothing asks a ${setting.kind}`);
    return open(setting, { now, heartbeats });
  };

/** The loop that reads signals, and what doors show of it. */
export function openWatch(options: WatchOptions): OpenWatch {
  const { storage, core, follower, instance, warn } = options;
  const openSource = openerOn(heartbeatStore(storage.background));
  const pace = realPace();
  const kept = shortCache<readonly SourceSetting[]>(settingKeptMs);
  const configured = async (): Promise<readonly SourceSetting[]> =>
    ((await core.settings.show('sources')).document as { sources: SourceSetting[] }).sources;
  const watching = runWatch({
    store: telemetryStore(storage.background, instance),
    signals: watchedSignal(queryOn(storage.background)),
    transitions: transitionsTo({ ...core, identities }),
    configured: () => kept.get('sources', configured),
    open: openSource,
    pace,
    warn,
  });
  // A new signal is read at once; whatever else is written does not concern the loop.
  const unsubscribe = follower.subscribe(({ type }) => {
    if (type === 'SignalAdded') pace.wake();
  });
  const loop: WatchLoop = {
    silentMs: () => watching.silentMs(),
    async stop() {
      unsubscribe();
      await watching.stop();
    },
  };
  const lists = telemetryLists(storage.reads);
  return {
    loop,
    telemetry: {
      readings: (incident, filter) => lists.readings(incident, filter),
      async sources() {
        const [sources, states] = await Promise.all([configured(), lists.instruments()]);
        return sources.map(({ name, kind }) => ({ name, kind, state: states.get(name) ?? null }));
      },
      async queryFault(named, query) {
        const sources = await configured();
        const source = named === null ? sources[0] : sources.find(({ name }) => name === named);
        return source ? (integrations[source.kind]?.queryFault?.(query) ?? null) : null;
      },
      async alertSignal(generatorUrl) {
        for (const { name, kind } of await configured()) {
          const found = integrations[kind]?.alertSignal?.(generatorUrl);
          if (found) return { ...found, source: name };
        }
        return null;
      },
      async test(name) {
        const setting = (await configured()).find((each) => each.name === name);
        return setting ? testOf(openSource, setting, instant(await options.databaseTime())) : null;
      },
    },
  };
}

async function testOf(
  openSource: OpenSource,
  setting: SourceSetting,
  checkedAt: Instant,
): ReturnType<Telemetry['test']> {
  const source = openSource(setting, () => checkedAt);
  try {
    return { ...(await healthOf(source)), checkedAt };
  } finally {
    await source.close();
  }
}
