import { Plus } from 'lucide-react';
import { type ReactNode, useId } from 'react';

export interface SectionProps {
  readonly title: string;
  /** A word or figure at the right of the heading. */
  readonly aside?: ReactNode;
  /** What the plus adds, and what it does. */
  readonly add?: { readonly label: string; readonly verb: string; readonly run: () => void } | undefined;
  readonly children: ReactNode;
}

/** A part of a column with its heading. */
export function Section({ title, aside, add, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mb-4">
      <div className="mb-1 flex min-h-7 items-center justify-between gap-2">
        <h2 id={id} className="text-xs font-semibold tracking-wide text-quiet">
          {title}
        </h2>
        <span className="flex items-center gap-1 text-xs text-faint">
          {aside}
          {add === undefined ? null : (
            <button
              type="button"
              data-verb={add.verb}
              aria-label={add.label}
              title={add.label}
              onClick={add.run}
              className="-mr-1 grid size-7 place-items-center rounded-md text-faint hover:bg-press hover:text-ink touch:size-11"
            >
              <Plus aria-hidden className="size-4" />
            </button>
          )}
        </span>
      </div>
      {children}
    </section>
  );
}
