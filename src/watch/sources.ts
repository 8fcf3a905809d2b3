import { isDeepStrictEqual } from 'node:util';
import type { SourceSetting } from '../domain/telemetry/source.ts';
import type { Instant } from '../domain/time.ts';
import type { OpenSource, TelemetrySource } from './ports.ts';

/** The sources as the setting has them, each open as long as it is in there unchanged. */
export interface OpenSources {
  /** Opens what is new and closes what is gone. What cannot be opened stands for itself and stops no other. */
  follow(settings: readonly SourceSetting[]): void;
  names(): string[];
  get(name: string): TelemetrySource | null;
  close(): Promise<void>;
}

export function openSources(
  open: OpenSource,
  now: () => Instant,
  warn: (message: string, error: unknown) => void,
): OpenSources {
  const kept = new Map<string, { readonly setting: SourceSetting; readonly source: TelemetrySource }>();

  function drop(name: string): void {
    const gone = kept.get(name);
    kept.delete(name);
    gone?.source.close().catch((error: unknown) => warn('a telemetry source did not close', error));
  }

  function opened(setting: SourceSetting): TelemetrySource {
    try {
      return open(setting, now);
    } catch (error) {
      warn(`the telemetry source ${setting.name} cannot be opened`, error);
      return unopened;
    }
  }

  return {
    follow(settings) {
      const wanted = new Map(settings.map((setting) => [setting.name, setting]));
      for (const [name, { setting }] of kept) {
        if (!isDeepStrictEqual(wanted.get(name), setting)) drop(name);
      }
      for (const setting of settings) {
        if (!kept.has(setting.name)) kept.set(setting.name, { setting, source: opened(setting) });
      }
    },
    names: () => [...kept.keys()],
    get: (name) => kept.get(name)?.source ?? null,
    async close() {
      const sources = [...kept.values()];
      kept.clear();
      await Promise.allSettled(sources.map(({ source }) => source.close()));
    },
  };
}

/** Such as one of a kind that only a newer release knows. */
const unopened: TelemetrySource = {
  read: async () => ({ values: [], missing: 'unreachable' }),
  range: async () => ({ points: [], missing: 'unreachable' }),
  check: async () => ({
    health: 'absent',
    because: 'it cannot be opened as it is set up; the log of the server says why',
  }),
  close: async () => undefined,
};
