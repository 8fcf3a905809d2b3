import { readFileSync } from 'node:fs';
import { checkProse } from '../../src/domain/prose/check.ts';
import type { ProseKind } from '../../src/domain/prose/finding.ts';

export interface ProseRow {
  readonly id: string;
  readonly text: string;
  readonly kind: 'live-update' | 'postmortem';
  readonly labels: readonly (ProseKind | 'none')[];
}

export interface Score {
  readonly precision: number;
  readonly recall: number;
  /** What was missed or falsely marked, in words. */
  readonly wrong: readonly string[];
}

export const rowsIn = (path: string): ProseRow[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ProseRow);

const only: Partial<Record<ProseKind, ProseRow['kind']>> = {
  eta: 'live-update',
  cause: 'live-update',
  'vague-root-cause': 'postmortem',
};

export const proseKinds: readonly ProseKind[] = ['eta', 'cause', 'blame', 'vague-root-cause'];

/** Precision and recall of one kind over labelled rows. */
export function scoreOf(kind: ProseKind, rows: readonly ProseRow[]): Score {
  const asked = rows.filter((row) => only[kind] === undefined || row.kind === only[kind]);
  const wrong: string[] = [];
  let [right, said, is] = [0, 0, 0];
  for (const row of asked) {
    const { findings } = checkProse(row.text, { mode: row.kind === 'postmortem' ? 'postmortem' : 'live' });
    const found = findings.some((finding) => finding.kind === kind);
    const labelled = row.labels.includes(kind);
    said += found ? 1 : 0;
    is += labelled ? 1 : 0;
    right += found && labelled ? 1 : 0;
    if (found !== labelled) wrong.push(`${labelled ? 'missed' : 'false'} ${kind}: ${row.text}`);
  }
  return { precision: said === 0 ? 1 : right / said, recall: is === 0 ? 1 : right / is, wrong };
}
