import type { KeyboardEvent } from 'react';

/** Moves the focus from entry to entry with the arrows; Tab stops at one of them only. */
export function moveInLog(event: KeyboardEvent<HTMLElement>): void {
  const { target, key, currentTarget } = event;
  if (!(target instanceof HTMLElement) || target.dataset['menu'] !== 'entry') return;
  const entries = [...currentTarget.querySelectorAll<HTMLElement>('[data-menu=entry]')];
  const at = entries.indexOf(target);
  const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: entries.length - 1 }[key];
  const entry = next === undefined ? undefined : entries[next];
  if (entry === undefined) return;
  event.preventDefault();
  entry.focus();
}
