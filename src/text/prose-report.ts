import { checkProse } from '../domain/prose/check.ts';
import { proseModes, type ProseMode } from '../domain/prose/finding.ts';
import { insteadOf, whyOf } from './prose.ts';

interface ToldFinding {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly rule: string;
  readonly why: string;
  readonly instead: string;
}

interface ToldReport {
  readonly language: 'english' | 'not-checked';
  readonly findings: readonly ToldFinding[];
}

export const isMode = (word: string): word is ProseMode => (proseModes as readonly string[]).includes(word);

/** What the check found, each with why and what to say instead. */
export function reportOf(text: string, mode: ProseMode): ToldReport {
  const { language, findings } = checkProse(text, { mode });
  const told = findings.map((finding) => {
    const { kind, start, end, rule } = finding;
    return { kind, start, end, rule, why: whyOf(finding), instead: insteadOf(finding, text) };
  });
  return { language, findings: told };
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

/** The report as people read it: file, line and column, the words, why, and what to say instead. */
export function reportText(file: string, text: string, { language, findings }: ToldReport): string {
  if (language === 'not-checked') return `${file}: not checked, as it is not in English.`;
  if (findings.length === 0) return `${file}: nothing found.`;
  return findings
    .map(({ kind, start, end, why, instead }) =>
      [
        `${file}:${placeOf(text, start)}  ${kind}  “${text.slice(start, end)}”`,
        `  why      ${why}`,
        `  instead  ${instead}`,
      ].join('\n'),
    )
    .join('\n');
}

interface Asked {
  readonly mode: ProseMode;
  readonly file: string;
  /** Each line is a text of its own, and each line of the answer is its report as JSON. */
  readonly lines: boolean;
  readonly json: boolean;
}

/** All that a command line prints for a text, and whether anything was found. */
export function proseOutput(text: string, { mode, file, lines, json }: Asked): { output: string; found: boolean } {
  if (lines) {
    const reports = text
      .replace(/\r?\n$/, '')
      .split(/\r?\n/)
      .map((line) => reportOf(line, mode));
    return {
      output: reports.map((report) => JSON.stringify(report)).join('\n'),
      found: reports.some(({ findings }) => findings.length > 0),
    };
  }
  const report = reportOf(text, mode);
  return { output: json ? JSON.stringify(report) : reportText(file, text, report), found: report.findings.length > 0 };
}
