import type { MouseEvent, ReactElement } from 'react';

export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
  /** The verb of the command table that it says. */
  readonly verb?: string;
  readonly grave?: boolean;
}

interface TriggerProps {
  readonly onClick?: (event: MouseEvent) => void;
  readonly 'aria-haspopup'?: 'menu';
  readonly 'aria-expanded'?: boolean;
}

export interface MenuProps {
  /** A button; the menu opens beside it. */
  readonly trigger: ReactElement<TriggerProps>;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
}
