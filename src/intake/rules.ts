import { type ReadySilence, type Silence, toReadySilence } from '../domain/alert/silence.ts';
import { type ReadyRouting, toReadyRouting } from '../domain/routing/route.ts';
import { defaultRouting, type Routing } from '../domain/routing/routing.ts';
import type { RoutingNeeds } from './ports.ts';

/** Routing document and silences, ready to be asked. */
export interface Rules {
  readonly routing: ReadyRouting;
  readonly silences: readonly ReadySilence[];
}

/**
 * Reads what is in force, and keeps compiled what has not changed. Both were checked when they were made; should one be
 * unreadable all the same, alarms go by the default, and what cannot be understood silences nothing.
 */
export function rulesReader({
  routing,
  silences,
  log,
}: Pick<RoutingNeeds, 'routing' | 'silences' | 'log'>): () => Promise<Rules> {
  let ready: { readonly version: number; readonly routing: ReadyRouting } | null = null;
  let compiled = new Map<string, ReadySilence | null>();

  function readyRouting(current: Routing): ReadyRouting {
    try {
      return toReadyRouting(current);
    } catch (error) {
      log.error({ err: error, version: current.version }, 'the routing document is unreadable; the default is used');
      return toReadyRouting(defaultRouting);
    }
  }

  function readySilence(silence: Silence): ReadySilence | null {
    try {
      return toReadySilence(silence);
    } catch (error) {
      log.error({ err: error, silence: silence.id }, 'a silence is unreadable and has no effect');
      return null;
    }
  }

  return async () => {
    const [current, active] = await Promise.all([routing.current(), silences.active()]);
    if (ready?.version !== current.version) ready = { version: current.version, routing: readyRouting(current) };
    const before = compiled;
    compiled = new Map(
      active.map((silence) => {
        const key = JSON.stringify([silence.id, silence.matchers]);
        const known = before.get(key);
        return [key, known === undefined ? readySilence(silence) : known];
      }),
    );
    return { routing: ready.routing, silences: [...compiled.values()].filter((silence) => silence !== null) };
  };
}
