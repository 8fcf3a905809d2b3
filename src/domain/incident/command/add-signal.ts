import { accepted, type Outcome, refused } from '../../outcome.ts';
import { numbersFor } from '../../policy/policy.ts';
import type { SignalQuery } from '../../telemetry/key-signal.ts';
import { nextKey } from '../change-plan.ts';
import type { CommandOf } from '../command.ts';
import type { IncidentEvent } from '../event.ts';
import type { Facts } from '../facts.ts';
import { type Rule, underWay } from '../rule.ts';
import type { IncidentState } from '../state.ts';

type Asked =
  { readonly ok: true; readonly asked: SignalQuery | null } | { readonly ok: false; readonly why: Outcome<never> };

const no = (why: Outcome<never>): Asked => ({ ok: false, why });

/** A query needs a condition and a source; with one source only, that one is meant. No query: people watch it. */
function askedBy(state: IncidentState, { body }: CommandOf<'add-signal'>, { sources, policy }: Facts): Asked {
  const { query, healthy, trafficQuery, trafficAtLeast } = body;
  if (query === null) {
    const half = body.source !== null || healthy !== null || trafficQuery !== null;
    return half ? no(refused('incident/query-incomplete', {}, '/query')) : { ok: true, asked: null };
  }
  if (healthy === null) return no(refused('incident/query-incomplete', {}, '/healthy'));
  if ((trafficQuery === null) !== (trafficAtLeast === null)) {
    return no(refused('incident/query-incomplete', {}, '/trafficAtLeast'));
  }
  const source = body.source ?? (sources.length === 1 ? sources[0] : undefined);
  if (source === undefined || !sources.includes(source)) {
    const known = sources.length === 0 ? 'none' : sources.join(', ');
    return no(refused('incident/source-unknown', { source: source ?? '', known }, '/source'));
  }
  const traffic =
    trafficQuery === null || trafficAtLeast === null ? null : { query: trafficQuery, atLeast: trafficAtLeast };
  const everyMs = body.everyMs ?? numbersFor(policy, state).readEveryMs;
  return { ok: true, asked: { source, query, traffic, everyMs, healthy } };
}

/** A signal that the all-clear will rest on (D4). */
export const addSignal: Rule<'add-signal'> = {
  decide: (state, command, facts) => {
    const asked = askedBy(state, command, facts);
    if (!asked.ok) return asked.why;
    const key = nextKey('S', state.signals);
    const { name, service } = command.body;
    // What was never read is unknown, so that whoever is watching stops until it is.
    const interrupted: IncidentEvent[] =
      state.phase === 'watching' ? [{ type: 'WatchingInterrupted', body: { signal: key, status: 'unknown' } }] : [];
    return (
      underWay(state) ??
      accepted<IncidentEvent>({ type: 'SignalAdded', body: { key, name, service, asked: asked.asked } }, ...interrupted)
    );
  },
};
