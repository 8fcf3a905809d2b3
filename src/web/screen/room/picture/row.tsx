import type { ReactNode } from 'react';
import { Glyph, type GlyphKind } from '../../../part/glyph.tsx';
import { Menu } from '../../../part/menu.tsx';
import type { MenuItem } from '../../../part/menu-item.ts';

interface RowProps {
  readonly glyph: GlyphKind;
  /** What the glyph says, for those who do not see it. */
  readonly state: string;
  readonly title: ReactNode;
  readonly more?: ReactNode;
  readonly age?: ReactNode;
  readonly items?: readonly MenuItem[];
  /** What a key does while the line has the focus. */
  readonly keys?: Readonly<Record<string, () => void>>;
}

/** A line of the picture: its state by shape, what it is, how old the claim is; its verbs behind it. */
export function Row({ glyph, state, title, more, age, items = [], keys = {} }: RowProps) {
  const inside = (
    <>
      <span className="pt-1">
        <Glyph kind={glyph} />
        <span className="sr-only">{state}: </span>
      </span>
      <span className="min-w-0">
        <span className="block">{title}</span>
        <span className="block text-xs text-faint empty:hidden">{more}</span>
      </span>
      <span className="text-xs whitespace-nowrap text-faint">{age}</span>
    </>
  );
  const shape = 'grid w-full grid-cols-[16px_minmax(0,1fr)_auto] gap-2 py-1 text-left';
  if (items.length === 0) return <div className={shape}>{inside}</div>;
  return (
    <Menu
      trigger={
        <button
          type="button"
          data-menu="row"
          aria-keyshortcuts={Object.keys(keys).join(' ') || undefined}
          onKeyDown={({ key, ctrlKey, metaKey, altKey }) => {
            if (!ctrlKey && !metaKey && !altKey) keys[key]?.();
          }}
          className={`${shape} -mx-1.5 w-[calc(100%+0.75rem)] rounded-md px-1.5 hover:bg-raise touch:min-h-11`}
        >
          {inside}
        </button>
      }
      items={items}
    />
  );
}
