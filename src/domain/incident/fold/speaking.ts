import type { UpdatePromise } from '../item.ts';
import type { IncidentState } from '../state.ts';
import { type Folds, reached, withKey } from './fold.ts';

type Types = 'UpdatePromised' | 'UpdateReminded' | 'UpdateDue' | 'UpdateMissed' | 'UpdateRecorded';

const told = (state: IncidentState, promise: string, what: UpdatePromise['told']): Partial<IncidentState> => ({
  promises: withKey(state.promises, promise, () => ({ told: what })),
});

export const speakingFolds: Folds<Types> = {
  UpdatePromised: (state, { key, audience, at }, row) => ({
    promises: [
      ...state.promises.map((promise) =>
        promise.audience === audience && promise.state === 'open'
          ? { ...promise, state: 'replaced' as const }
          : promise,
      ),
      { key, audience, at, promisedAt: row.happenedAt, state: 'open', told: 'nothing' },
    ],
  }),
  UpdateReminded: (state, { promise }) => told(state, promise, 'reminded'),
  UpdateDue: (state, { promise }) => told(state, promise, 'due'),
  UpdateMissed: (state, { promise }) => told(state, promise, 'missed'),
  UpdateRecorded: (state, { promise, lateMs }, row) => ({
    ...reached(state, { is: 'update', at: row.happenedAt }),
    updatesGiven: state.updatesGiven + 1,
    promises:
      promise === null
        ? state.promises
        : withKey(state.promises, promise, () => ({ state: lateMs > 0 ? 'late' : 'kept' })),
  }),
};
