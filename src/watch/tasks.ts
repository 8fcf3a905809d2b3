/** A source that hangs holds so many readings of its own, and none of another. */
const mostOfALane = 8;

/** Work that the loop has begun and does not wait for, in lanes that do not hold up each other. */
export interface Tasks {
  /** How many more may begin in this lane. */
  free(lane: string): number;
  begin(lane: string, message: string, work: () => Promise<void>): void;
  settled(): Promise<void>;
}

/** Keeps what was begun. `wake` is called when a lane that was full has room again. */
export function openTasks(warn: (message: string, error: unknown) => void, wake: () => void): Tasks {
  const running = new Set<Promise<void>>();
  const byLane = new Map<string, number>();
  const free = (lane: string): number => mostOfALane - (byLane.get(lane) ?? 0);

  async function run(lane: string, message: string, work: () => Promise<void>): Promise<void> {
    byLane.set(lane, (byLane.get(lane) ?? 0) + 1);
    try {
      await work();
    } catch (error) {
      warn(message, error);
    } finally {
      const wasFull = free(lane) <= 0;
      byLane.set(lane, (byLane.get(lane) ?? 1) - 1);
      if (wasFull) wake();
    }
  }

  return {
    free,
    begin(lane: string, message: string, work: () => Promise<void>): void {
      const task = run(lane, message, work).finally(() => running.delete(task));
      running.add(task);
    },
    settled: async (): Promise<void> => void (await Promise.allSettled(running)),
  };
}
