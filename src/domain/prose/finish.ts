import type { ProseFinding } from './finding.ts';

/** In order of the text, and of those that overlap within one kind the one that begins first, or is longer. */
export function settled(findings: readonly ProseFinding[]): ProseFinding[] {
  const sorted = [...findings].sort((one, other) => one.start - other.start || other.end - one.end);
  const kept: ProseFinding[] = [];
  for (const finding of sorted) {
    if (!kept.some(({ kind, end }) => kind === finding.kind && end > finding.start)) kept.push(finding);
  }
  return kept;
}
