import { hourMinute } from './time.tsx';

interface OfflineStripProps {
  /** Lines that have not gone out. */
  readonly kept: number;
  /** Since when what is shown is old news, in milliseconds since 1970; null while it is not. */
  readonly since: number | null;
}

/** Offline is a state: everything can be read and written, and goes out by itself. */
export function OfflineStrip({ kept, since }: OfflineStripProps) {
  const lines = kept === 0 ? 'what you write is kept here' : kept === 1 ? '1 line kept' : `${kept} lines kept`;
  return (
    <p
      role="status"
      className="border-b border-warn bg-warn-soft px-4 py-1.5 text-center text-sm text-ink print:hidden"
    >
      <b className="font-semibold">Offline</b> · {since === null ? '' : `as of ${hourMinute(since)} · `}
      {lines}
      <span className="max-wide:sr-only">. It goes out by itself, in order, with its own times.</span>
    </p>
  );
}
