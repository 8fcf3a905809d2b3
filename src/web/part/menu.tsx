import { cloneElement, lazy, Suspense, useState } from 'react';
import type { MenuProps } from './menu-item.ts';

const load = () => import('./menu-open.tsx');
const OpenedMenu = lazy(() => load().then(({ OpenedMenu: menu }) => ({ default: menu })));

// Nobody waits for a menu on the first screen, and nobody should wait for it on the first press.
if (typeof requestIdleCallback === 'function') requestIdleCallback(() => void load());

/** A menu of verbs. Its inner works come after the first screen stands. */
export function Menu(props: MenuProps) {
  const [opened, setOpened] = useState(false);
  const trigger = cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: () => setOpened(true),
  });
  if (!opened) return trigger;
  return (
    <Suspense fallback={trigger}>
      <OpenedMenu {...props} />
    </Suspense>
  );
}
