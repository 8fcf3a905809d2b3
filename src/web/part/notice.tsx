import type { ReactNode } from 'react';

const tones = {
  plain: 'border-rule bg-panel text-quiet',
  warn: 'border-warn bg-warn-soft text-ink',
  bad: 'border-bad bg-bad-soft text-ink',
  ok: 'border-ok bg-ok-soft text-ink',
} as const;

interface NoticeProps {
  readonly tone?: keyof typeof tones;
  readonly children: ReactNode;
  /** Said aloud when it appears. */
  readonly announced?: boolean;
}

/** Something to know, steadily in its place. */
export function Notice({ tone = 'plain', children, announced = false }: NoticeProps) {
  return (
    <div
      role={announced ? 'status' : undefined}
      className={`rounded-lg border px-3.5 py-2.5 text-sm [&_b]:font-semibold ${tones[tone]}`}
    >
      {children}
    </div>
  );
}
