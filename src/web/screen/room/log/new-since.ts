import { useEffect, useState } from 'react';

const place = (incident: string): string => `allclear-seen-${incident}`;

/**
 * The version that this person had seen when they left, once: entries after it are new since then. Null when nothing
 * is, or when they were never here.
 */
export function useNewSince(incident: string, newest: number): number | null {
  const [seen] = useState(() => Number(localStorage.getItem(place(incident)) ?? '0'));
  const [atOpening] = useState(newest);
  const [after, setAfter] = useState<number | null>(seen > 0 && seen < atOpening ? seen : null);
  useEffect(() => {
    let left: number | null = null;
    const leave = (): void => localStorage.setItem(place(incident), String(newest));
    const turn = (): void => {
      if (document.hidden) {
        left = newest;
        leave();
      } else if (left !== null && newest > left) setAfter(left);
    };
    document.addEventListener('visibilitychange', turn);
    window.addEventListener('pagehide', leave);
    return () => {
      leave();
      document.removeEventListener('visibilitychange', turn);
      window.removeEventListener('pagehide', leave);
    };
  }, [incident, newest]);
  return after;
}
