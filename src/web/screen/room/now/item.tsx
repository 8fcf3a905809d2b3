import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../../part/button.tsx';
import { Menu } from '../../../part/menu.tsx';
import type { MenuItem } from '../../../part/menu-item.ts';

interface ItemProps {
  readonly mark: ReactNode;
  readonly title: ReactNode;
  readonly more?: ReactNode;
  readonly tag?: ReactNode;
  readonly items?: readonly MenuItem[];
  /** What its menu belongs to, in words. */
  readonly name: string;
}

/** A line of the *Now* column with its verbs. */
export function Item({ mark, title, more, tag, items = [], name }: ItemProps) {
  return (
    <div className="grid grid-cols-[1.75rem_minmax(0,1fr)_auto] gap-1 border-b border-rule py-1.5 last:border-0">
      <span className="text-faint">{mark}</span>
      <div className="min-w-0">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <span className="min-w-0">{title}</span>
          {tag}
        </div>
        <div className="text-xs text-faint empty:hidden">{more}</div>
      </div>
      <span className="flex items-start">
        {items.length === 0 ? null : (
          <Menu
            items={items}
            trigger={
              <IconButton label={`Verbs for ${name}`} data-menu="item" className="-my-1">
                <Ellipsis aria-hidden className="size-4" />
              </IconButton>
            }
          />
        )}
      </span>
    </div>
  );
}
