interface RingProps {
  /** From 0 to 1. */
  readonly reached: number;
  /** Broken: it stands, or its time has passed. */
  readonly broken?: boolean;
  readonly tone?: 'accent' | 'ok' | 'warn';
}

const strokes = { accent: 'text-accent', ok: 'text-ok', warn: 'text-warn' } as const;
const radius = 10.5;
const length = 2 * Math.PI * radius;

/** A clock as a ring that closes. Its meaning stands in words beside it. */
export function Ring({ reached, broken = false, tone = 'accent' }: RingProps) {
  const part = Math.min(1, Math.max(0, reached));
  return (
    <svg aria-hidden viewBox="0 0 26 26" fill="none" className="size-[26px] shrink-0">
      <circle
        cx="13"
        cy="13"
        r={radius}
        className="stroke-rule"
        strokeWidth="2.5"
        strokeDasharray={broken ? '3 2.5' : undefined}
      />
      {part === 0 ? null : (
        <circle
          cx="13"
          cy="13"
          r={radius}
          className={strokes[tone]}
          stroke="currentColor"
          strokeWidth="2.5"
          strokeLinecap="round"
          strokeDasharray={`${part * length} ${length}`}
          transform="rotate(-90 13 13)"
        />
      )}
    </svg>
  );
}
