import type { ReactNode } from 'react';

interface EmptyProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A place without content teaches what belongs there, with one real example. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="max-w-xl rounded-lg border border-dashed border-edge px-4 py-4">
      <p className="font-medium">{title}</p>
      <div className="mt-1 text-sm text-quiet">{children}</div>
    </div>
  );
}
