import { useEffect, useRef } from 'react';
import { reading } from './browser.ts';
import { openIncident } from './privacy.ts';

const restMs = 10_000;

/** Keeps on disk what commands are decided with, so that a hold can be foreseen while nobody answers. */
export function useKeptState(incident: string, version: number): void {
  const readAt = useRef(0);
  useEffect(() => {
    const open = openIncident(incident);
    if (open === null) return undefined;
    const keep = (): void => {
      readAt.current = Date.now();
      // Offline there is nothing newer to keep.
      reading
        .read('GET /api/incidents/{incident}/state', { incident }, { keep: { incident: () => open } })
        .catch(() => undefined);
    };
    const timer = setTimeout(keep, Math.max(1_000, readAt.current + restMs - Date.now()));
    return () => clearTimeout(timer);
  }, [incident, version]);
}
