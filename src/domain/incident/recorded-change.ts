import { nextKey, planOf } from './change-plan.ts';
import type { IncidentEvent } from './event.ts';
import type { ChangePlan } from './item.ts';
import { stabilisingBy } from './phase.ts';
import type { IncidentState } from './state.ts';

/** A change that has been made already, with what it moves. `saving`: to save life, safety or data. */
export function recorded(state: IncidentState, plan: ChangePlan, saving: boolean): IncidentEvent[] {
  const key = nextKey('C', state.changes);
  return [
    { type: 'ChangeRecorded', body: { key, ...planOf(plan), now: saving } },
    ...(plan.purpose === 'diagnose' ? [] : stabilisingBy(state, 'change')),
  ];
}
