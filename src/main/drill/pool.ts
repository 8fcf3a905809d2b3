/** One of a bounded number of sessions. */
export interface Session {
  /** Aborted when the pool is cleared. */
  readonly dropped: AbortSignal;
  release(): void;
}

/** Sessions, and a queue for them as long as there are sessions. */
export interface Pool {
  readonly size: number;
  readonly inUse: number;
  /** Null when the queue is full, and when the pool is cleared or the caller leaves while it waits. */
  take(left: AbortSignal): Promise<Session | null>;
  resize(size: number): void;
  /** Drops every session, whoever holds it, and sends away whoever waits. */
  clear(): void;
}

type Waiting = (session: Session | null) => void;

export function openPool(initialSize: number): Pool {
  const held = new Map<Session, AbortController>();
  const queue = new Set<Waiting>();
  let size = initialSize;

  function open(): Session {
    const controller = new AbortController();
    const session: Session = {
      dropped: controller.signal,
      release() {
        if (held.delete(session)) next();
      },
    };
    held.set(session, controller);
    return session;
  }

  function next(): void {
    for (const waiting of queue) {
      if (held.size >= size) return;
      queue.delete(waiting);
      waiting(open());
    }
  }

  function wait(left: AbortSignal): Promise<Session | null> {
    return new Promise((resolve) => {
      queue.add(resolve);
      const leave = (): void => {
        if (queue.delete(resolve)) resolve(null);
      };
      left.addEventListener('abort', leave, { once: true });
    });
  }

  return {
    get size() {
      return size;
    },
    get inUse() {
      return held.size;
    },
    async take(left) {
      if (held.size < size) return open();
      return queue.size < size ? wait(left) : null;
    },
    resize(wished) {
      size = wished;
      next();
    },
    clear() {
      const sessions = [...held.values()];
      const waiting = [...queue];
      held.clear();
      queue.clear();
      for (const leave of waiting) leave(null);
      for (const session of sessions) session.abort();
    },
  };
}
