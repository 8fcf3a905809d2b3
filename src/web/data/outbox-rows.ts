import { disk, type OutboxRow } from './disk.ts';

/** The commands on disk. Each method is one transaction, and done only when it is on disk. */
export interface OutboxRows {
  /** Puts it last. One that is there already stays as it is. */
  add(row: Omit<OutboxRow, 'order'>): Promise<void>;
  /** All of them, in order. */
  all(): Promise<OutboxRow[]>;
  /** The first after this place. */
  next(after: number): Promise<OutboxRow | undefined>;
  /** Puts these in the place of one; nothing happens where it is gone. Answers whether it was there. */
  rewrite(id: string, next: (row: OutboxRow) => readonly OutboxRow[]): Promise<boolean>;
}

const strict = { durability: 'strict' } as const;

/** The outbox in IndexedDB, shared by all tabs. */
export const rowsOnDisk: OutboxRows = {
  async add(row) {
    const transaction = (await disk()).transaction('outbox', 'readwrite', strict);
    const { store } = transaction;
    if ((await store.getKey(row.id)) === undefined) {
      const last = await store.index('order').openKeyCursor(null, 'prev');
      // Led by the clock, so that a place that was passed is never given again while somebody drains.
      await store.put({ ...row, order: Math.max((last?.key ?? 0) + 1, Date.now()) });
    }
    await transaction.done;
  },

  async all() {
    return (await disk()).getAllFromIndex('outbox', 'order');
  },

  async next(after) {
    const [row] = await (await disk()).getAllFromIndex('outbox', 'order', IDBKeyRange.lowerBound(after, true), 1);
    return row;
  },

  async rewrite(id, next) {
    const transaction = (await disk()).transaction('outbox', 'readwrite', strict);
    const { store } = transaction;
    const row = await store.get(id);
    if (row !== undefined) {
      const rows = next(row);
      if (!rows.some((other) => other.id === id)) await store.delete(id);
      for (const other of rows) await store.put(other);
    }
    await transaction.done;
    return row !== undefined;
  },
};
