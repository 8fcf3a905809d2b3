/** A guardrail can hold or caution; a prompt asks at the right time; a measure counts; a record keeps. */
export type PracticeKind = 'guardrail' | 'prompt' | 'measure' | 'record';

/** *hold* waits for a named condition; *caution* goes on and says so; *shadow* only counts; *off* does nothing. */
export const modes = ['hold', 'caution', 'shadow', 'off'] as const;
export type Mode = (typeof modes)[number];

interface Practice {
  readonly name: string;
  readonly kind: PracticeKind;
  /** Also of these kinds; the first is the one that decides how it is shown. */
  readonly also?: readonly PracticeKind[];
  /** Mode on SEV-1 and SEV-2, unless policy says otherwise. Only guardrails have one. */
  readonly mode?: Mode;
}

const practice = (name: string, kind: PracticeKind, ...also: PracticeKind[]): Practice => ({ name, kind, also });
const guardrail = (name: string, mode: Mode, ...also: PracticeKind[]): Practice => ({
  name,
  kind: 'guardrail',
  mode,
  also,
});

/** The practices that Allclear carries out, by their stable ids. Tests, docs and the log cite these. */
export const practices = {
  A1: guardrail('No irreversible action on incomplete information', 'hold'),
  A2: practice('Confirm that the alert is real', 'prompt'),
  A3: guardrail('One working channel', 'caution'),
  A4: practice('Who is on it, who needs pulling in', 'prompt'),
  A5: guardrail('Do not brief leadership before a rough shape exists', 'hold'),
  A6: practice('Thirty seconds of organisation', 'measure'),
  B1: guardrail('What is affected before why', 'hold'),
  B2: practice('Blast radius with evidence', 'record'),
  B3: guardrail('Instruments first', 'caution'),
  B4: practice('Hypothesis', 'record'),
  B5: guardrail('The governing question', 'hold'),
  B6: guardrail('One change at a time', 'hold'),
  B7: practice('Each change documented', 'record'),
  B8: practice('Attribute the effect', 'measure'),
  C1: practice('The holding statement', 'prompt'),
  C2: practice('The cadence is a promise', 'prompt'),
  C3: practice('Material change', 'prompt'),
  C4: guardrail('Protect the team', 'caution'),
  C5: practice('Brief, structured, honest', 'record'),
  C6: guardrail('No cause, blame or speculative timeline', 'hold'),
  C7: practice('Cadence kept', 'measure'),
  D1: practice('Stable is not resolved', 'measure'),
  D2: practice('Workarounds are not failures', 'prompt', 'record'),
  D3: guardrail('Restore sequence', 'caution'),
  D4: guardrail('All-clear only on sustained clean telemetry', 'hold'),
  D5: guardrail('Not when the fix should have worked', 'caution', 'measure'),
  E1: guardrail('No root-cause hunt while live', 'hold'),
  E2: practice('No blame while live', 'prompt'),
  E3: practice('No promises about time', 'prompt'),
  E4: practice('Document in the moment', 'prompt', 'record'),
  F1: guardrail('A professional clock, not optional', 'caution', 'prompt'),
  F2: guardrail('Systems, not people', 'caution'),
  F3: guardrail('Anatomy', 'hold'),
  F4: practice('Timeline with its gaps said', 'record'),
  F5: guardrail('A precise root cause', 'caution'),
  F6: guardrail('Action items are commitments', 'hold'),
  F7: practice('Distribute widely', 'record'),
  G1: practice('Acknowledge specifically', 'prompt'),
  G2: practice('Give people time', 'prompt'),
  G3: practice('Debrief apart from the RCA', 'record'),
  G4: practice('Watch the trend', 'measure'),
  H1: practice('Runbooks', 'prompt', 'record'),
  H2: practice('Gamedays and chaos', 'record', 'measure'),
  H3: practice('Communication infrastructure before it is needed', 'measure'),
  H4: practice('Retrospective cadence', 'record'),
  H5: practice('Resilience as a trend', 'measure'),
} as const satisfies Record<string, Practice>;

export type PracticeId = keyof typeof practices;
export const practiceIds = Object.keys(practices) as PracticeId[];
