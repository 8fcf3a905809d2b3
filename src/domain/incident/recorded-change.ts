import { nextKey, planOf } from './change-plan.ts';
import type { IncidentEvent } from './event.ts';
import type { ChangePlan } from './item.ts';
import type { IncidentState } from './state.ts';

export function recorded(state: IncidentState, plan: ChangePlan, saving: boolean): IncidentEvent[] {
  const key = nextKey('C', state.changes);
  const events: IncidentEvent[] = [{ type: 'ChangeRecorded', body: { key, ...planOf(plan), now: saving } }];
  if (state.phase === 'confirmed' && plan.purpose !== 'diagnose') {
    events.push({ type: 'StabilisingBegan', body: { by: 'change' } });
  }
  return events;
}
