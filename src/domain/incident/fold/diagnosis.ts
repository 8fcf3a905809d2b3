import type { EvidenceItem, ScopeItem } from '../item.ts';
import { type Folds, reached, withKey } from './fold.ts';

type Types =
  | 'ScopeStated'
  | 'EvidenceGiven'
  | 'EvidenceStale'
  | 'EvidenceContradicted'
  | 'InstrumentChecked'
  | 'InstrumentTurned'
  | 'HypothesisProposed'
  | 'HypothesisTested'
  | 'HypothesisRuled'
  | 'CauseParked'
  | 'CauseReturned';

const sameThing = (one: ScopeItem, other: { name: string; kind: string }): boolean =>
  one.kind === other.kind && one.name.toLowerCase() === other.name.toLowerCase();

export const diagnosisFolds: Folds<Types> = {
  ScopeStated: (state, body, row) => {
    const item: ScopeItem = { ...body, since: row.happenedAt };
    const known = state.scope.findIndex((other) => sameThing(other, item));
    const scope = known === -1 ? [...state.scope, item] : state.scope.with(known, item);
    return { scope, ...reached(state, { is: 'scope', at: row.happenedAt }) };
  },
  EvidenceGiven: (state, { again, ...body }) => {
    const item: EvidenceItem = { ...body, stale: false, contradicted: false };
    if (again) return { evidence: withKey(state.evidence, body.key, () => item) };
    return { evidence: [...state.evidence, item] };
  },
  EvidenceStale: (state, { key }) => ({ evidence: withKey(state.evidence, key, () => ({ stale: true })) }),
  EvidenceContradicted: (state, { key }) => ({
    evidence: withKey(state.evidence, key, () => ({ contradicted: true })),
  }),
  InstrumentChecked: (state, { instrument, health }, row) => ({
    instruments: { ...state.instruments, [instrument]: { health, at: row.happenedAt, by: 'person' } },
    ...(health === 'fresh' ? reached(state, { is: 'instruments', at: row.happenedAt }) : {}),
  }),
  InstrumentTurned: (state, { source, health }, row) => ({
    instruments: { ...state.instruments, [source]: { health, at: row.recordedAt, by: 'watch' } },
    ...(health === 'fresh' ? reached(state, { is: 'instruments', at: row.recordedAt }) : {}),
  }),
  HypothesisProposed: (state, { from: _from, ...body }, row) => ({
    hypotheses: [...state.hypotheses, { ...body, verdict: 'open', tested: false, proposedAt: row.happenedAt }],
  }),
  HypothesisTested: (state, { hypothesis }) => ({
    hypotheses: withKey(state.hypotheses, hypothesis, () => ({ tested: true })),
  }),
  HypothesisRuled: (state, { hypothesis, verdict }) => ({
    hypotheses: withKey(state.hypotheses, hypothesis, () => ({ verdict })),
  }),
  CauseParked: (state, body, row) => ({
    parked: [...state.parked, { ...body, parkedAt: row.happenedAt, returned: false }],
  }),
  CauseReturned: (state, { key }) => ({ parked: withKey(state.parked, key, () => ({ returned: true })) }),
};
