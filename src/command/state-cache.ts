import type { IncidentState } from '../domain/incident/state.ts';
import type { StateCache } from './ports.ts';

/** Keeps the states used last. States are values of committed versions: an older one is never wrong, only old. */
export function stateCache(capacity: number): StateCache {
  const states = new Map<string, IncidentState>();
  return {
    get(incident, version) {
      const state = states.get(incident);
      return state && state.version <= version ? state : null;
    },
    set(incident, state) {
      states.delete(incident);
      states.set(incident, state);
      if (states.size > capacity) states.delete(states.keys().next().value as string);
    },
  };
}
