import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

const nearEndPx = 48;
/** A wheel or a finger moves the log for so long after it was moved itself. */
const momentumMs = 400;

export interface StaysAtEnd {
  /** Takes the element that scrolls. */
  readonly hold: (element: HTMLDivElement | null) => void;
  readonly onScroll: () => void;
  /** Something else decides from now on what is in sight. */
  readonly leaveEnd: () => void;
  /** Whether the end is, or is about to be, in sight. */
  readonly isAtEnd: () => boolean;
}

/** Keeps the end of the log in sight while it is, however its lines or its frame grow. Only people scroll up. */
export function useStaysAtEnd(scroller: RefObject<HTMLDivElement | null>, height: number): StaysAtEnd {
  const atEnd = useRef(true);
  const before = useRef({ scrollTop: 0, scrollHeight: 0, clientHeight: 0 });
  const watcher = useRef<ResizeObserver>(undefined);
  const pulledAt = useRef(-momentumMs);

  const look = useCallback(({ scrollTop, scrollHeight, clientHeight }: HTMLDivElement) => {
    before.current = { scrollTop, scrollHeight, clientHeight };
  }, []);
  const toEnd = useCallback(() => {
    const { current } = scroller;
    if (current === null || !atEnd.current) return;
    current.scrollTop = current.scrollHeight;
    look(current);
  }, [scroller, look]);
  useLayoutEffect(toEnd, [toEnd, height]);

  const hold = useCallback(
    (element: HTMLDivElement | null) => {
      scroller.current = element;
      watcher.current?.disconnect();
      if (element === null) return;
      watcher.current = new ResizeObserver(toEnd);
      watcher.current.observe(element);
      const pull = (event: Event): void => {
        if (!(event instanceof WheelEvent) || event.deltaY < 0) pulledAt.current = event.timeStamp;
      };
      element.addEventListener('wheel', pull, { passive: true });
      element.addEventListener('touchmove', pull, { passive: true });
    },
    [scroller, toEnd],
  );
  const onScroll = (): void => {
    const { current } = scroller;
    if (current === null) return;
    const { scrollTop, scrollHeight, clientHeight } = current;
    const last = before.current;
    // A frame or a log that became shorter moves what is in sight, too: that is nobody's wish to read further up.
    const changed = scrollHeight !== last.scrollHeight || clientHeight !== last.clientHeight;
    const pulled = performance.now() - pulledAt.current < momentumMs && scrollTop < last.scrollTop;
    if (pulled) atEnd.current = false;
    else if (scrollHeight - scrollTop - clientHeight < nearEndPx) atEnd.current = true;
    else if (!changed && scrollTop < last.scrollTop) atEnd.current = false;
    look(current);
    if (changed) toEnd();
  };
  const leaveEnd = useCallback(() => {
    atEnd.current = false;
  }, []);
  const isAtEnd = useCallback(() => atEnd.current, []);
  return { hold, onScroll, leaveEnd, isAtEnd };
}

const linkedVersion = (): number | null => {
  const [, version] = /^#e(\d+)$/.exec(location.hash) ?? [];
  return version === undefined ? null : Number(version);
};

/** The entry that the address names, and going there once the log that is shown reaches to it. */
export function useLinked(newest: number, go: (version: number) => void, onLink: () => void): number | null {
  const [linked, setLinked] = useState(linkedVersion);
  const been = useRef<number | null>(null);
  const latest = useRef({ go, onLink });
  useEffect(() => {
    latest.current = { go, onLink };
  });
  useEffect(() => {
    const point = (): void => {
      been.current = null;
      setLinked(linkedVersion());
      latest.current.onLink();
    };
    window.addEventListener('hashchange', point);
    return () => window.removeEventListener('hashchange', point);
  }, []);
  useEffect(() => {
    if (linked === null || linked > newest || been.current === linked) return;
    been.current = linked;
    latest.current.go(linked);
  }, [linked, newest]);
  return linked;
}
