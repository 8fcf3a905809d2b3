import type { SourceSetting } from '../domain/telemetry/source.ts';
import type { Instant } from '../domain/time.ts';
import type { OpenSource, TelemetrySource } from './ports.ts';

/** The sources as the setting has them, each open as long as it is in there unchanged. */
export interface OpenSources {
  /** Opens what is new and closes what is gone. */
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

  return {
    follow(settings) {
      for (const [name, { setting }] of kept) {
        const next = settings.find((each) => each.name === name);
        if (next?.kind !== setting.kind || next.url !== setting.url) drop(name);
      }
      for (const setting of settings) {
        if (!kept.has(setting.name)) kept.set(setting.name, { setting, source: open(setting, now) });
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
