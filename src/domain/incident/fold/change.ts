import type { IncidentEventBodies } from '../event.ts';
import type { Change as ChangeItem } from '../item.ts';
import { type Folds, personIn, type Row, withKey } from './fold.ts';

type Types =
  | 'ChangeProposed'
  | 'ChangeQueued'
  | 'ChangeApproved'
  | 'ChangeSeconded'
  | 'ChangeStarted'
  | 'ChangeObserved'
  | 'ChangeAbandoned'
  | 'ChangeRolledBack'
  | 'ChangeRecorded'
  | 'EffectDue'
  | 'EffectMeasured';

function newChange(plan: IncidentEventBodies['ChangeProposed'], row: Row): ChangeItem {
  return {
    ...plan,
    commandId: row.commandId,
    state: 'proposed',
    proposedBy: personIn(row.actor),
    proposedAt: row.happenedAt,
    startedAt: null,
    startedBy: null,
    approvedBy: null,
    secondedBy: null,
    alone: false,
    outsideLock: false,
    result: null,
    observed: '',
    settledAt: null,
    effectAsked: false,
    effects: null,
  };
}

export const changeFolds: Folds<Types> = {
  /** Said again under its key it is the same change with another plan: what was agreed to was the old one. */
  ChangeProposed: (state, body, row) => {
    if (!state.changes.some(({ key }) => key === body.key))
      return { changes: [...state.changes, newChange(body, row)] };
    return {
      changes: withKey(state.changes, body.key, () => ({ ...body, approvedBy: null, secondedBy: null })),
      overridden: state.overridden.filter((item) => !item.endsWith(`/${body.key}`)),
    };
  },
  ChangeQueued: (state, { change }) => ({ changes: withKey(state.changes, change, () => ({ state: 'queued' })) }),
  ChangeApproved: (state, { change }, row) => ({
    changes: withKey(state.changes, change, () => ({ approvedBy: personIn(row.actor) })),
  }),
  ChangeSeconded: (state, { change }, row) => ({
    changes: withKey(state.changes, change, () => ({ secondedBy: personIn(row.actor) })),
  }),
  ChangeStarted: (state, { change, alone, secondedBy }, row) => ({
    changes: withKey(state.changes, change, () => ({
      state: 'started',
      startedAt: row.happenedAt,
      startedBy: personIn(row.actor),
      alone,
      secondedBy,
    })),
  }),
  ChangeObserved: (state, { change, result, observed }, row) => ({
    changes: withKey(state.changes, change, ({ state: before }) => ({
      state: before === 'started' ? 'observed' : before,
      result,
      observed,
      settledAt: row.happenedAt,
    })),
  }),
  ChangeAbandoned: (state, { change }, row) => ({
    changes: withKey(state.changes, change, () => ({ state: 'abandoned', settledAt: row.happenedAt })),
  }),
  ChangeRolledBack: (state, { change, observed }, row) => ({
    changes: withKey(state.changes, change, (before) => ({
      state: 'rolled-back',
      observed: observed === '' ? before.observed : observed,
      settledAt: row.happenedAt,
    })),
  }),
  ChangeRecorded: (state, { now: _now, ...plan }, row) => ({
    changes: [
      ...state.changes,
      {
        ...newChange(plan, row),
        state: 'recorded',
        outsideLock: true,
        startedAt: row.happenedAt,
        startedBy: personIn(row.actor),
      },
    ],
  }),
  EffectMeasured: (state, { change, effects }) => ({
    changes: withKey(state.changes, change, () => ({ effects })),
  }),
  EffectDue: (state, { change }) => ({ changes: withKey(state.changes, change, () => ({ effectAsked: true })) }),
};
