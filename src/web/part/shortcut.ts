import { useEffect, useRef, useSyncExternalStore } from 'react';
import { combinationOf } from './combination.ts';

/** What a key can do, with the key that does it unless somebody chose another. */
export const actions = {
  palette: { does: 'Every verb and place', key: 'Mod+K' },
  help: { does: 'Keys', key: '?' },
  write: { does: 'Write to the log', key: 'Alt+N' },
  next: { does: 'Do the next right thing', key: 'Alt+J' },
  observe: { does: 'Say what the open change did', key: 'Alt+O' },
  change: { does: 'Make a change', key: 'Alt+C' },
  scope: { does: 'Say what is affected', key: 'Alt+S' },
  update: { does: 'Record an update', key: 'Alt+U' },
  declare: { does: 'Declare an incident', key: 'Alt+D' },
  board: { does: 'Go to the board', key: 'Alt+B' },
} as const;

export type ActionName = keyof typeof actions;

const place = 'allclear-keys';

function readChosen(): Partial<Record<ActionName, string>> {
  try {
    return JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Record<ActionName, string>>;
  } catch {
    // Somebody's broken storage must not take the keys away.
    return {};
  }
}

let chosen = readChosen();
const listeners = new Set<() => void>();

const keyFor = (name: ActionName): string => chosen[name] ?? actions[name].key;

/** Gives an action another key; null gives it its own again. */
export function chooseKey(name: ActionName, key: string | null): void {
  const { [name]: _before, ...rest } = chosen;
  chosen = key === null ? rest : { ...rest, [name]: key };
  localStorage.setItem(place, JSON.stringify(chosen));
  for (const tell of listeners) tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const onMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** The key that works now, as it is printed on this keyboard. */
export function useKeyHint(name: ActionName): string {
  const key = useSyncExternalStore(subscribe, () => keyFor(name));
  return key
    .replace('Mod+', onMac ? '⌘' : 'Ctrl ')
    .replace('Alt+', onMac ? '⌥' : 'Alt ')
    .replace('Shift+', 'Shift ');
}

function writesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** Runs the action when its key is pressed. In a text field no single character is a shortcut. */
export function useShortcut(name: ActionName, run: () => void, enabled = true): void {
  const current = useRef(run);
  useEffect(() => {
    current.current = run;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      const combination = combinationOf(event);
      if (combination === null || combination !== keyFor(name)) return;
      if (!combination.includes('+') && writesText(event.target)) return;
      event.preventDefault();
      current.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [name, enabled]);
}
