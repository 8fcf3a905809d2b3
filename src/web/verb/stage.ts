import { useSyncExternalStore } from 'react';
import type { PublicVerb } from '../../api/command-table.ts';

/** The room that is open: where a verb of the palette is said. */
export interface Stage {
  readonly number: string;
  readonly title: string;
  /** Opens the verb in place, with what is known filled in. */
  readonly open: (verb: PublicVerb, typed?: Readonly<Record<string, string>>) => void;
}

let stage: Stage | null = null;
const listeners = new Set<() => void>();

export function setStage(next: Stage | null): void {
  stage = next;
  for (const tell of listeners) tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useStage = (): Stage | null => useSyncExternalStore(subscribe, () => stage);
