import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { KeptCommand } from './types.ts';

/** A command on disk, with what its sender must remember of it. */
export interface OutboxRow extends KeptCommand {
  /** Commands go out in this order, whichever tab they were said in. */
  readonly order: number;
  /** The tab that said it, and hears the answer while it is open. */
  readonly tab: string;
  /** It carries a time that its sender gave. */
  readonly timeGiven: boolean;
  /** How often the server has failed on this very command. */
  readonly failures: number;
}

/** A reply as it was last read. */
export interface KeptReply {
  readonly key: string;
  /** UUID of the incident it tells of, or an empty text. */
  readonly incident: string;
  readonly at: number;
  readonly reply: unknown;
}

interface DiskSchema extends DBSchema {
  outbox: { key: string; value: OutboxRow; indexes: { order: number } };
  'kept-reply': { key: string; value: KeptReply; indexes: { at: number; incident: string } };
  meta: { key: string; value: string };
}

export type Disk = IDBPDatabase<DiskSchema>;

const version = 1;
let opened: Promise<Disk> | null = null;

/** What this browser keeps of Allclear. */
export function disk(): Promise<Disk> {
  opened ??= openDB<DiskSchema>('allclear', version, {
    upgrade(database) {
      database.createObjectStore('outbox', { keyPath: 'id' }).createIndex('order', 'order');
      const replies = database.createObjectStore('kept-reply', { keyPath: 'key' });
      replies.createIndex('at', 'at');
      replies.createIndex('incident', 'incident');
      database.createObjectStore('meta');
    },
    // A newer version in another tab must not wait for this one to be closed.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      opened = null;
    },
    terminated: () => {
      opened = null;
    },
  }).catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}
