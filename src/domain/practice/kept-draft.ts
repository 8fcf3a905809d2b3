import type { IncidentCommandBodies } from '../incident/command.ts';
import type { IncidentEvent } from '../incident/event.ts';
import type { IncidentState } from '../incident/state.ts';

/** The words of an update that waits, unless they are the ones that were kept last. */
export function keptDraft(
  { drafts }: IncidentState,
  { audience, status, know, doing, dontKnow }: IncidentCommandBodies['send-update'],
): IncidentEvent[] {
  const kept = drafts[audience];
  const same = kept?.status === status && kept.know === know && kept.doing === doing && kept.dontKnow === dontKnow;
  return same ? [] : [{ type: 'UpdateDrafted', body: { audience, status, know, doing, dontKnow } }];
}
