import type { PracticeId } from './table.ts';

/**
 * Where each practice is carried out: the rule, and the tests that bear its id.
 * A practice that is only partly carried out stands in `awaited` until every part of its row is true.
 */
export const delivered: Partial<Record<PracticeId, { rule: string; test: string }>> = {};

/** What will deliver each practice that is not carried out yet. This list may only shrink. */
export const awaited: Partial<Record<PracticeId, string>> = {
  A1: 'the discipline: changes with undo, seconding, alone',
  A2: 'the discipline: the acknowledger is asked (the clock, confirm and dismiss are here)',
  A3: 'the discipline: channels',
  A4: 'the discipline: call-in suggestions (responders and roles are here)',
  A5: 'speaking: the brief',
  A6: 'the discipline: opening measures',
  B1: 'the discipline: scope and hypotheses',
  B2: 'the discipline: blast radius',
  B3: 'the discipline: instruments',
  B4: 'the discipline: hypotheses',
  B5: 'the discipline: changes',
  B6: 'the discipline: one change at a time',
  B7: 'the discipline: changes',
  B8: 'seeing: the effect of a change',
  C1: 'speaking: the holding statement',
  C2: 'speaking: the promise ledger',
  C3: 'speaking: material change',
  C4: 'speaking: brief and question box',
  C5: 'speaking: updates',
  C6: 'speaking: prose check',
  C7: 'speaking: the promise ledger',
  D1: 'the discipline: phase times (impact and detection are here)',
  D2: 'the discipline: workarounds',
  D3: 'the discipline: restore sequence',
  D4: 'the discipline: the all-clear clock (closing without one is held here)',
  D5: 'the discipline: relapse',
  E1: 'the discipline: parked causes',
  E2: 'speaking: prose check',
  E3: 'speaking: prose check',
  E4: 'the discipline: nudge after silence (the log itself is here)',
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
