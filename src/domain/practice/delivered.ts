import type { PracticeId } from './table.ts';

/**
 * Where each practice is carried out: the rule, and the tests that bear its id.
 * A practice that is only partly carried out stands in `awaited` until every part of its row is true.
 */
export const delivered: Partial<Record<PracticeId, { rule: string; test: string }>> = {
  A1: { rule: 'src/domain/practice/no-irreversible-action.ts', test: 'test/journey/cockpit/holds.e2e.test.ts' },
  A3: { rule: 'src/domain/practice/one-working-channel.ts', test: 'test/journey/cockpit/holds.e2e.test.ts' },
  A6: { rule: 'src/domain/incident/measures.ts', test: 'test/journey/cockpit/first-hour.e2e.test.ts' },
  B1: { rule: 'src/domain/practice/what-before-why.ts', test: 'test/journey/cockpit/first-hour.e2e.test.ts' },
  B4: {
    rule: 'src/domain/incident/command/propose-hypothesis.ts',
    test: 'test/journey/cockpit/first-hour.e2e.test.ts',
  },
  B5: { rule: 'src/domain/practice/governing-question.ts', test: 'test/journey/cockpit/holds.e2e.test.ts' },
  B6: { rule: 'src/domain/practice/one-change-at-a-time.ts', test: 'test/journey/cockpit/first-hour.e2e.test.ts' },
  B7: { rule: 'src/domain/incident/command/observe-change.ts', test: 'test/journey/cockpit/first-hour.e2e.test.ts' },
  D1: { rule: 'src/domain/incident/measures.ts', test: 'test/journey/cockpit/first-hour.e2e.test.ts' },
  D3: { rule: 'src/domain/practice/restore-sequence.ts', test: 'test/journey/cockpit/holds.e2e.test.ts' },
  E4: { rule: 'src/domain/incident/command/note.ts', test: 'test/journey/cockpit/offline-outbox.e2e.test.ts' },
};

/** What will deliver each practice that is not carried out yet. This list may only shrink. */
export const awaited: Partial<Record<PracticeId, string>> = {
  A2: 'paging: the acknowledger is called (the clock, confirm, dismiss, the prompt and the false-positive rate are here)',
  A4: 'paging: a call that is carried (suggestions from the catalog and the call are here)',
  A5: 'speaking: the brief (an update to leadership is cautioned here)',
  B2: 'seeing: evidence that re-runs its query (scope, ageing and contradiction are here)',
  B3: 'seeing: logs and traces (Prometheus, checks by hand, the caution and the stopped clock are here)',
  B8: 'seeing: the effect of a change',
  C1: 'speaking: the holding statement (the prompt is here)',
  C2: 'speaking: drafts and channels (promises, reminders and the count are here)',
  C3: 'speaking: material change',
  C4: 'speaking: brief and question box',
  C5: 'speaking: updates',
  C6: 'speaking: prose check',
  C7: 'speaking: the promise ledger over time (kept, late and missed are counted for each incident here)',
  D2: 'learning: the action item (the prompt, the record and the expiry are here)',
  D4: 'speaking: no closing words to an audience (the clock and the hold are here)',
  D5: 'paging: a breach pages the watcher (relapse, overnight and the quote are here)',
  E1: 'learning: root-cause fields (parking and the hold are here)',
  E2: 'speaking: prose check',
  E3: 'speaking: prose check',
  F1: 'learning: the postmortem clock (a waiver on closing is here)',
  F2: 'learning: anatomy checks',
  F3: 'learning: anatomy checks',
  F4: 'learning: the draft from the log',
  F5: 'learning: anatomy checks',
  F6: 'learning: action items',
  F7: 'learning: distribution',
  G1: 'learning: recovery',
  G2: 'learning: recovery',
  G3: 'learning: the debrief',
  G4: 'learning: load trend',
  H1: 'resilience: runbooks',
  H2: 'resilience: gamedays',
  H3: 'resilience: readiness',
  H4: 'learning: the retrospective',
  H5: 'learning: the retrospective',
};
