import type { SignalStatus } from '../../telemetry/reading.ts';
import { loosens } from '../../telemetry/condition.ts';
import type { HandObservation, KeySignal } from '../../telemetry/key-signal.ts';
import type { RestoreStep } from '../item.ts';
import type { IncidentState } from '../state.ts';
import { type Change, type Folds, including, nothing, personIn, reached, type Row, withKey } from './fold.ts';

type Types =
  | 'StabilisingBegan'
  | 'WatchingBegan'
  | 'WatchingInterrupted'
  | 'WorkaroundRecorded'
  | 'WorkaroundEnded'
  | 'WorkaroundExpired'
  | 'ReliefAsked'
  | 'WaitBegan'
  | 'WaitEnded'
  | 'ChaseDue'
  | 'DependencySketched'
  | 'RestorePlanned'
  | 'RestoreStepTaken'
  | 'RestoreStepVerified'
  | 'SignalAdded'
  | 'SignalLoosened'
  | 'BaselineTaken'
  | 'BaselineAccepted'
  | 'SignalDropped'
  | 'SignalObserved'
  | 'SignalTurned'
  | 'ClockRestarted'
  | 'ClockPaused'
  | 'WatchDeferred'
  | 'WatchDeferralEnded'
  | 'AllClearDeclared'
  | 'RelapseReported'
  | 'LearningBegan'
  | 'RootCauseFixSet';

const withStep = (state: IncidentState, service: string, change: Partial<RestoreStep>): Change => ({
  restore: {
    ...state.restore,
    steps: state.restore.steps.map((step) => (step.service === service ? { ...step, ...change } : step)),
  },
});

const turned = (signal: KeySignal, status: SignalStatus, at: Row['recordedAt']): Partial<KeySignal> => ({
  status,
  statusSince: signal.status === status ? signal.statusSince : at,
  seenUnhealthy: signal.seenUnhealthy || status === 'breached',
});

const isForEvidence = (state: IncidentState, key: string): boolean =>
  state.signals.some((signal) => signal.key === key && signal.evidence !== null);

/** The clock starts again for what the all-clear rests on. */
const clockAnew = (state: IncidentState, key: string, at: Row['recordedAt']): Change =>
  isForEvidence(state, key) ? {} : { clockFrom: at };

export const stabilisingFolds: Folds<Types> = {
  StabilisingBegan: (state, _body, row) => reached(state, { is: 'stabilising', at: row.happenedAt }),
  WatchingBegan: (state, _body, row) => reached(state, { is: 'watching', at: row.recordedAt }),
  WatchingInterrupted: nothing,
  WorkaroundRecorded: (state, body) => ({
    workarounds: [...state.workarounds, { ...body, expiryTold: false, endedAt: null }],
  }),
  WorkaroundEnded: (state, { workaround }, row) => ({
    workarounds: withKey(state.workarounds, workaround, () => ({ endedAt: row.happenedAt })),
  }),
  WorkaroundExpired: (state, { workaround }) => ({
    workarounds: withKey(state.workarounds, workaround, () => ({ expiryTold: true })),
  }),
  ReliefAsked: () => ({ reliefAsked: true }),
  WaitBegan: (state, body) => ({ waits: [...state.waits, { ...body, chaseTold: false, endedAt: null }] }),
  WaitEnded: (state, { wait }, row) => ({ waits: withKey(state.waits, wait, () => ({ endedAt: row.happenedAt })) }),
  ChaseDue: (state, { wait }) => ({ waits: withKey(state.waits, wait, () => ({ chaseTold: true })) }),
  DependencySketched: (state, body) => ({
    restore: { ...state.restore, sketched: [...state.restore.sketched, body] },
  }),
  RestorePlanned: (state, { services, bootstrap }) => ({
    restore: {
      ...state.restore,
      bootstrap,
      steps: services.map(
        (service) =>
          state.restore.steps.find((step) => step.service === service) ?? {
            service,
            state: 'waiting',
            evidence: '',
            goodEnough: false,
          },
      ),
    },
  }),
  RestoreStepTaken: (state, { service }) => withStep(state, service, { state: 'restoring' }),
  RestoreStepVerified: (state, { service, evidence, goodEnough }) =>
    withStep(state, service, { state: 'verified', evidence, goodEnough }),
  SignalAdded: (state, body, row) => ({
    signals: [
      ...state.signals,
      {
        ...body,
        addedAt: row.recordedAt,
        status: 'unknown',
        statusSince: row.recordedAt,
        seenUnhealthy: false,
        moved: false,
        restartedAt: null,
        pausedAt: null,
        droppedAt: null,
        observations: [],
      },
    ],
  }),
  SignalLoosened: (state, { signal, healthy, previous }, row) => ({
    ...clockAnew(state, signal, row.recordedAt),
    loosened:
      loosens(previous, healthy) && !isForEvidence(state, signal) ? including(state.loosened, signal) : state.loosened,
    signals: withKey(state.signals, signal, ({ asked }) => ({
      asked: asked === null ? null : { ...asked, healthy },
      status: 'unknown',
      statusSince: row.recordedAt,
    })),
  }),
  BaselineTaken: (state, { signal, baseline }) => ({
    signals: withKey(state.signals, signal, ({ asked }) => ({
      asked: asked === null ? null : { ...asked, healthy: { asBefore: baseline } },
    })),
  }),
  BaselineAccepted: (state, { signal, baseline }, row) => ({
    ...clockAnew(state, signal, row.recordedAt),
    loosened: isForEvidence(state, signal) ? state.loosened : including(state.loosened, signal),
    signals: withKey(state.signals, signal, ({ asked }) => ({
      asked: asked === null ? null : { ...asked, healthy: { asBefore: baseline } },
      status: 'unknown',
      statusSince: row.recordedAt,
    })),
  }),
  SignalDropped: (state, { signal }, row) => ({
    ...clockAnew(state, signal, row.recordedAt),
    signals: withKey(state.signals, signal, () => ({ droppedAt: row.recordedAt })),
  }),
  SignalObserved: (state, { signal, healthy, what, byReporter }, row) => ({
    signals: withKey(state.signals, signal, (before) => {
      const by = personIn(row.actor);
      const seen: HandObservation = { at: row.happenedAt, by, healthy, what, byReporter };
      const status = before.asked === null ? turned(before, healthy ? 'healthy' : 'breached', row.recordedAt) : {};
      return { ...status, observations: [...before.observations, seen] };
    }),
  }),
  SignalTurned: (state, { signal, status, moved, seenUnhealthy, restartedAt }, row) => ({
    signals: withKey(state.signals, signal, (before) => ({
      ...turned(before, status, row.recordedAt),
      ...(seenUnhealthy ? { seenUnhealthy } : {}),
      restartedAt: restartedAt ?? before.restartedAt,
      // What was unhealthy and is watched has moved, or will have when it is healthy again.
      moved: before.moved || moved || seenUnhealthy || status === 'breached',
    })),
  }),
  ClockPaused: (state, { signal, at }) => ({
    signals: withKey(state.signals, signal, () => ({ pausedAt: at })),
  }),
  ClockRestarted: (state, { signal, at }) => ({
    signals: withKey(state.signals, signal, () => ({ restartedAt: at })),
  }),
  WatchDeferred: (_state, body) => ({ overnight: body }),
  WatchDeferralEnded: (_state, _body, row) => ({ overnight: null, nightOverAt: row.recordedAt }),
  AllClearDeclared: (state, _body, row) => ({
    overnight: null,
    ...reached(state, { is: 'all-clear', at: row.recordedAt }),
    allClearAt: row.recordedAt,
  }),
  RelapseReported: (state, _body, row) => ({
    relapses: state.relapses + 1,
    clockFrom: row.recordedAt,
    allClearAt: null,
    impact: { ...state.impact, endedAt: null },
  }),
  LearningBegan: nothing,
  RootCauseFixSet: (state, { what, at }) => ({ rootCauseFix: what, ...reached(state, { is: 'root-cause-fix', at }) }),
};
