import type { PracticeId } from './table.ts';

/**
 * Where each practice is carried out: the rule, and the tests that bear its id.
 * A practice that is only partly carried out stands in `awaited` until every part of its row is true.
 */
export const delivered: Partial<Record<PracticeId, { rule: string; test: string }>> = {
  A1: { rule: 'src/domain/practice/no-irreversible-action.ts', test: 'test/journey/cockpit/holds.e2e.test.ts' },
  A3: { rule: 'src/domain/practice/one-working-channel.ts', test: 'test/journey/cockpit/holds.e2e.test.ts' },
  A5: { rule: 'src/domain/practice/shape-before-leadership.ts', test: 'test/journey/cockpit/speaking.e2e.test.ts' },
  A6: { rule: 'src/domain/incident/measures.ts', test: 'test/journey/cockpit/first-hour.e2e.test.ts' },
  B1: { rule: 'src/domain/practice/what-before-why.ts', test: 'test/journey/cockpit/first-hour.e2e.test.ts' },
  B2: { rule: 'src/domain/incident/command/give-evidence.ts', test: 'test/journey/cockpit/seeing.e2e.test.ts' },
  B4: {
    rule: 'src/domain/incident/command/propose-hypothesis.ts',
    test: 'test/journey/cockpit/first-hour.e2e.test.ts',
  },
  B5: { rule: 'src/domain/practice/governing-question.ts', test: 'test/journey/cockpit/holds.e2e.test.ts' },
  B6: { rule: 'src/domain/practice/one-change-at-a-time.ts', test: 'test/journey/cockpit/first-hour.e2e.test.ts' },
  B7: { rule: 'src/domain/incident/command/observe-change.ts', test: 'test/journey/cockpit/first-hour.e2e.test.ts' },
  B8: { rule: 'src/domain/telemetry/effect.ts', test: 'test/journey/cockpit/seeing.e2e.test.ts' },
  C1: { rule: 'src/domain/incident/next-speaking.ts', test: 'test/journey/cockpit/speaking.e2e.test.ts' },
  C2: { rule: 'src/domain/incident/due.ts', test: 'test/journey/speaking/updates.e2e.test.ts' },
  C3: { rule: 'src/domain/incident/material.ts', test: 'test/domain/speaking.test.ts' },
  C4: { rule: 'src/domain/practice/protect-the-team.ts', test: 'test/journey/cockpit/speaking.e2e.test.ts' },
  C5: { rule: 'src/domain/incident/command/send-update.ts', test: 'test/journey/speaking/updates.e2e.test.ts' },
  C6: { rule: 'src/domain/practice/no-speculation.ts', test: 'test/journey/cockpit/speaking.e2e.test.ts' },
  C7: { rule: 'src/projection/promise-ledger/fold.ts', test: 'test/journey/speaking/updates.e2e.test.ts' },
  D1: { rule: 'src/domain/incident/measures.ts', test: 'test/journey/cockpit/first-hour.e2e.test.ts' },
  D3: { rule: 'src/domain/practice/restore-sequence.ts', test: 'test/journey/cockpit/holds.e2e.test.ts' },
  D4: { rule: 'src/domain/practice/closing-words.ts', test: 'test/journey/speaking/updates.e2e.test.ts' },
  E2: { rule: 'src/domain/prose/blame.ts', test: 'test/journey/cockpit/prose.e2e.test.ts' },
  E3: { rule: 'src/domain/prose/eta.ts', test: 'test/journey/cockpit/prose.e2e.test.ts' },
  E4: { rule: 'src/domain/incident/command/note.ts', test: 'test/journey/cockpit/offline-outbox.e2e.test.ts' },
};

/** What will deliver each practice that is not carried out yet. This list may only shrink. */
export const awaited: Partial<Record<PracticeId, string>> = {
  A2: 'paging: the acknowledger is called (the clock, confirm, dismiss, the prompt and the false-positive rate are here)',
  A4: 'paging: a call that is carried (suggestions from the catalog and the call are here)',
  B3: 'seeing: a banner across the room, and what rests on a degraded source greyed (every source, the caution and the stopped clock are here)',
  D2: 'learning: the action item (the prompt, the record and the expiry are here)',
  D5: 'paging: a breach pages the watcher (relapse, overnight and the quote are here)',
  E1: 'learning: root-cause fields (parking and the hold are here)',
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
