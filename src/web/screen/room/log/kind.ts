/** Groups of entries that somebody may want to see alone. */
export const entryKinds = ['all', 'notes', 'scope', 'causes', 'changes', 'signals', 'updates', 'practices'] as const;
export type EntryKind = (typeof entryKinds)[number];

export const kindLabels: Readonly<Record<EntryKind, string>> = {
  all: 'Everything',
  notes: 'Notes and files',
  scope: 'Scope and evidence',
  causes: 'Hypotheses',
  changes: 'Changes and waits',
  signals: 'Signals and alerts',
  updates: 'Updates',
  practices: 'Holds and overrides',
};

const beginnings: readonly (readonly [RegExp, EntryKind])[] = [
  [/^(Note|EntryCorrected|EntryRedacted|File|Findings)/, 'notes'],
  [/^(Scope|Evidence|Impact|Detection|Incident(Declared|Confirmed|Dismissed|Reopened))/, 'scope'],
  [/^(Hypothesis|Cause|RootCause)/, 'causes'],
  [/^(Change|Effect|Workaround|Relief|Restore|Dependency|Wait|Chase)/, 'changes'],
  [/^(Signal|Baseline|Alerts|Instrument|Watch|Clock|AllClear|Relapse|Stabilising)/, 'signals'],
  [/^(Update|Question|Stakeholder|Brief|StatusPublished)/, 'updates'],
  [/^(Command|Guardrail)/, 'practices'],
];

/** The group that an entry of this type belongs to, or null when it is in none but everything. */
export const kindOf = (type: string): EntryKind | null =>
  beginnings.find(([pattern]) => pattern.test(type))?.[1] ?? null;

/** Questions from outside wait where updates are written; among everything else they would only be noise (C4). */
export const isAside = (type: string): boolean => type.startsWith('Question');
