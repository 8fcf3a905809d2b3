import type { ReactNode } from 'react';

/** What a mark says. Down, degraded and unknown differ in shape, so that nobody needs the colour. */
export type GlyphKind =
  'down' | 'recovering' | 'degraded' | 'works' | 'stale' | 'unknown' | 'instrument' | 'instrument-off' | 'page';

const marks: Readonly<Record<GlyphKind, { colour: string; mark: ReactNode }>> = {
  down: { colour: 'text-bad', mark: <path d="M6 1l5 9.5H1z" fill="currentColor" /> },
  recovering: { colour: 'text-bad', mark: <path d="M6 1.6l4.4 8.4H1.6z" stroke="currentColor" strokeWidth="1.6" /> },
  degraded: { colour: 'text-warn', mark: <path d="M1.5 4h9M1.5 8h5" stroke="currentColor" strokeWidth="1.8" /> },
  works: { colour: 'text-ok', mark: <path d="M1.5 6.5l3 3 6-7" stroke="currentColor" strokeWidth="1.8" /> },
  stale: {
    colour: 'text-unknown',
    mark: <path d="M1.5 6.5l3 3 6-7" stroke="currentColor" strokeWidth="1.8" strokeDasharray="2 1.4" />,
  },
  unknown: {
    colour: 'text-unknown',
    mark: <circle cx="6" cy="6" r="4.5" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 1.6" />,
  },
  instrument: {
    colour: 'text-ok',
    mark: <rect x="1.5" y="1.5" width="9" height="9" rx="2" stroke="currentColor" strokeWidth="1.6" />,
  },
  'instrument-off': {
    colour: 'text-warn',
    mark: (
      <rect
        x="1.5"
        y="1.5"
        width="9"
        height="9"
        rx="2"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeDasharray="2 1.4"
      />
    ),
  },
  page: {
    colour: 'text-quiet',
    mark: <rect x="1.5" y="2.5" width="9" height="7" rx="1.5" stroke="currentColor" strokeWidth="1.4" />,
  },
};

export function Glyph({ kind }: { readonly kind: GlyphKind }) {
  const { colour, mark } = marks[kind];
  return (
    <svg aria-hidden viewBox="0 0 12 12" fill="none" className={`size-3 shrink-0 ${colour}`}>
      {mark}
    </svg>
  );
}
