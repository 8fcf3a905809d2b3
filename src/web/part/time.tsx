import { useSyncExternalStore } from 'react';
import { age } from './length.ts';

/** The server's clock less this browser's, in milliseconds; set from what the server says. */
let aheadMs = 0;
const listeners = new Set<() => void>();
let second = Math.floor(Date.now() / 1000);
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    second = Math.floor((Date.now() + aheadMs) / 1000);
    for (const tell of listeners) tell();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Every clock of the cockpit goes by the server's. */
export function setServerTime(at: string): void {
  aheadMs = Date.parse(at) - Date.now();
}

/** Now by the server's clock, in milliseconds, to the second: renders once a second. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => second) * 1000;

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' });

/** Hours and minutes where the viewer is. */
export const hourMinute = (at: string | number): string => clock.format(new Date(at));

/** The same with UTC beside it, for whoever hovers or listens. */
export function bothZones(at: string | number): string {
  const date = new Date(at);
  return `${day.format(date)} ${clock.format(date)}, ${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** How long ago, counting on; updates each second. */
export function Age({ since, className = '' }: { readonly since: string; readonly className?: string }) {
  const passed = useNow() - Date.parse(since);
  return (
    <time dateTime={since} title={bothZones(since)} className={`whitespace-nowrap tabular-nums ${className}`}>
      {age(passed)}
    </time>
  );
}
