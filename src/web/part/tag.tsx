import type { ReactNode } from 'react';
import type { Severity } from '../../domain/incident/vocabulary.ts';

const tones = {
  plain: 'bg-press text-quiet',
  accent: 'bg-accent-soft text-accent',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
} as const;

export type Tone = keyof typeof tones;

/** A word about a state. The word says it; the colour only helps. */
export function Tag({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <span
      className={`inline-block rounded-sm px-1.5 align-baseline text-xs font-medium whitespace-nowrap ${tones[tone]}`}
    >
      {children}
    </span>
  );
}

const severityTones: Readonly<Record<Severity, string>> = {
  'SEV-1': 'bg-bad-soft text-bad',
  'SEV-2': 'bg-bad-soft text-bad',
  'SEV-3': 'bg-warn-soft text-warn',
  'SEV-4': 'bg-press text-quiet',
  'SEV-5': 'bg-press text-quiet',
};

export function SeverityTag({ severity }: { readonly severity: Severity }) {
  return (
    <span
      className={`inline-block rounded-md px-2 py-0.5 text-xs font-bold tracking-wide whitespace-nowrap ${severityTones[severity]}`}
    >
      {severity}
    </span>
  );
}

/** A rehearsal is never mistaken for the real thing. */
export function ExerciseTag() {
  return <Tag tone="accent">exercise</Tag>;
}
