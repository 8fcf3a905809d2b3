import type { Instant } from '../time.ts';
import type { StoredIncidentEvent } from './event.ts';
import type { MaterialChange, Update } from './item.ts';
import type { IncidentState } from './state.ts';
import type { Audience, Phase } from './vocabulary.ts';

/** Moves that people outside should hear of; the others are ours. */
const heardOutside: readonly Phase[] = ['stabilising', 'watching', 'all-clear'];

/** When severity, scope and phase last changed, after this event (C3). */
export function changedBy(state: IncidentState, event: StoredIncidentEvent, phase: Phase): IncidentState['changedAt'] {
  const { changedAt } = state;
  if (event.body === null) return changedAt;
  if (phase !== state.phase && heardOutside.includes(phase)) return { ...changedAt, phase: event.recordedAt };
  if (event.type === 'SeveritySet') return { ...changedAt, severity: event.recordedAt };
  if (event.type !== 'ScopeStated') return changedAt;
  const { name, kind, status, boundary } = event.body;
  const before = state.scope.find((item) => item.name === name && item.kind === kind);
  const same = before !== undefined && before.status === status && before.boundary === boundary;
  return same ? changedAt : { ...changedAt, scope: event.recordedAt };
}

/** What of it an audience has not heard of yet: what changed since its last update. Null: it has heard nothing at all. */
export function unheard(state: IncidentState, audience: Audience): readonly MaterialChange[] | null {
  const last = lastUpdate(state, audience);
  return last === undefined ? null : changedSince(state, last.sentAt);
}

export function changedSince({ changedAt }: IncidentState, since: Instant): MaterialChange[] {
  const kinds: readonly MaterialChange[] = ['severity', 'scope', 'phase'];
  return kinds.filter((kind) => (changedAt[kind] ?? 0) > since);
}

export const lastUpdate = ({ updates }: IncidentState, audience: Audience): Update | undefined =>
  updates.findLast((update) => update.audience === audience);
