import type { KeySignal } from '../telemetry/key-signal.ts';
import type { Instant } from '../time.ts';
import type { IncidentEvent } from './event.ts';
import type { EvidenceItem } from './item.ts';
import type { IncidentState } from './state.ts';

/** The signal that is asked for a piece of evidence again and again; undefined where people have to look. */
export const queryOf = (state: IncidentState, { key, signal }: EvidenceItem): KeySignal | undefined =>
  state.signals.find((each) => each.key === signal && each.evidence === key && each.droppedAt === null);

/** The same claim, seen once more. */
export function seenByItself(item: EvidenceItem, seenAt: Instant): IncidentEvent {
  const { stale: _stale, contradicted: _contradicted, ...claim } = item;
  return { type: 'EvidenceGiven', body: { ...claim, seenAt, again: true } };
}
