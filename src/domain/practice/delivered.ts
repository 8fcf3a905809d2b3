import type { PracticeId } from './table.ts';

/**
 * Where each practice is carried out: the rule, and the tests that bear its id.
 * A practice that is only partly carried out stands in `awaited` until every part of its row is true.
 */
export const delivered: Partial<Record<PracticeId, { rule: string; test: string }>> = {};

/** What will deliver each practice that is not carried out yet. This list may only shrink. */
export const awaited: Partial<Record<PracticeId, string>> = {
  A1: 'the cockpit (the rule, API and command line are here)',
  A2: 'paging: the acknowledger is called (the clock, confirm, dismiss, the prompt and the false-positive rate are here)',
  A3: 'the cockpit (channels, side channels and the caution are here)',
  A4: 'the cockpit and paging (suggestions from the catalog and the call are here; nothing carries it yet)',
  A5: 'speaking: the brief (an update to leadership is cautioned here)',
  A6: 'the cockpit (the measure, API and command line are here)',
  B1: 'the cockpit (the rule, API and command line are here)',
  B2: 'seeing: evidence that re-runs its query (scope, ageing and contradiction are here)',
  B3: 'seeing: logs and traces (Prometheus, checks by hand, the caution and the stopped clock are here)',
  B4: 'the cockpit (the record, API and command line are here)',
  B5: 'the cockpit (the rule, API and command line are here)',
  B6: 'the cockpit (the rule, API and command line are here)',
  B7: 'the cockpit (the record, API and command line are here)',
  B8: 'seeing: the effect of a change',
  C1: 'speaking: the holding statement (the prompt is here)',
  C2: 'speaking: drafts and channels (promises, reminders and the count are here)',
  C3: 'speaking: material change',
  C4: 'speaking: brief and question box',
  C5: 'speaking: updates',
  C6: 'speaking: prose check',
  C7: 'speaking: the promise ledger over time (kept, late and missed are counted for each incident here)',
  D1: 'the cockpit (the measure, API and command line are here)',
  D2: 'learning: the action item (the prompt, the record and the expiry are here)',
  D3: 'the cockpit (the rule, API and command line are here)',
  D4: 'speaking: no closing words to an audience (the clock and the hold are here)',
  D5: 'paging: a breach pages the watcher (relapse, overnight and the quote are here)',
  E1: 'learning: root-cause fields (parking and the hold are here)',
  E2: 'speaking: prose check',
  E3: 'speaking: prose check',
  E4: 'the cockpit: nothing lost offline (the nudge, waits and the log are here)',
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
