import { type Outcome, refused } from '../outcome.ts';
import { numbersFor } from '../policy/policy.ts';
import type { Condition } from '../telemetry/condition.ts';
import type { SignalQuery } from '../telemetry/key-signal.ts';
import type { DurationMs } from '../time.ts';
import type { Facts } from './facts.ts';
import type { IncidentState } from './state.ts';

/** What a person said of a query; null where nothing was said. */
export interface SaidQuery {
  readonly query: string | null;
  readonly healthy: Condition | null;
  readonly source: string | null;
  readonly trafficQuery: string | null;
  readonly trafficAtLeast: number | null;
  readonly everyMs: DurationMs | null;
}

type Asked =
  { readonly ok: true; readonly asked: SignalQuery | null } | { readonly ok: false; readonly why: Outcome<never> };

const no = (why: Outcome<never>): Asked => ({ ok: false, why });

/** A query needs a condition and a source; with one source only, that one is meant. No query: people watch it. */
export function signalQuery(state: IncidentState, said: SaidQuery, { sources, policy }: Facts): Asked {
  const { query, healthy, trafficQuery, trafficAtLeast } = said;
  if (query === null) {
    const half = said.source !== null || healthy !== null || trafficQuery !== null;
    return half ? no(refused('incident/query-incomplete', {}, '/query')) : { ok: true, asked: null };
  }
  if (healthy === null) return no(refused('incident/query-incomplete', {}, '/healthy'));
  if ((trafficQuery === null) !== (trafficAtLeast === null)) {
    return no(refused('incident/query-incomplete', {}, '/trafficAtLeast'));
  }
  const source = said.source ?? (sources.length === 1 ? sources[0] : undefined);
  if (source === undefined || !sources.includes(source)) {
    const known = sources.length === 0 ? 'none' : sources.join(', ');
    return no(refused('incident/source-unknown', { source: source ?? '', known }, '/source'));
  }
  const traffic =
    trafficQuery === null || trafficAtLeast === null ? null : { query: trafficQuery, atLeast: trafficAtLeast };
  const everyMs = said.everyMs ?? numbersFor(policy, state).readEveryMs;
  return { ok: true, asked: { source, query, traffic, everyMs, healthy } };
}
