import type { PublicFacts } from '../incident/facts.ts';
import { activeSignals, type IncidentState } from '../incident/state.ts';
import { numbersFor } from '../policy/policy.ts';

export interface InstrumentsVerdict {
  /** Something was found fresh, and nothing that counts is degraded. */
  readonly verified: boolean;
  /** Names of what is stale or absent. */
  readonly degraded: readonly string[];
}

/**
 * Whether what people look at can be trusted (B3): the sources behind the key signals, or every source while there
 * are no signals, and what people looked at themselves a short while ago. Never having looked is not verified.
 */
export function instrumentsVerdict(
  state: IncidentState,
  { instruments, policy, now }: PublicFacts,
): InstrumentsVerdict {
  const { instrumentsCheckedForMs } = numbersFor(policy, state);
  const asked = new Set(activeSignals(state).flatMap((signal) => (signal.asked === null ? [] : [signal.asked.source])));
  const watched = Object.entries(instruments).filter(([name]) => asked.size === 0 || asked.has(name));
  const looked = Object.entries(state.instruments).filter(
    ([name, { by, at }]) => by === 'person' && !(name in instruments) && now - at <= instrumentsCheckedForMs,
  );
  const all = [...watched, ...looked];
  const degraded = all.flatMap(([name, { health }]) => (health === 'fresh' ? [] : [name]));
  return { verified: all.length > 0 && degraded.length === 0, degraded };
}
