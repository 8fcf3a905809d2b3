import { DropdownMenu } from 'radix-ui';
import type { MenuProps } from './menu-item.ts';

/** The menu itself, open from the start. Not modal: nothing stands between a person and the log. */
export function OpenedMenu({ trigger, items, align = 'end' }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-20 max-h-[70dvh] min-w-48 overflow-auto rounded-lg border border-rule bg-panel p-1 shadow-float"
        >
          {items.map(({ label, run, verb, grave }) => (
            <DropdownMenu.Item
              key={label}
              data-verb={verb}
              onSelect={run}
              className={`flex min-h-8 items-center rounded-md px-2.5 text-sm outline-none data-highlighted:bg-press touch:min-h-11 ${grave ? 'text-bad' : 'text-ink'}`}
            >
              {label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
