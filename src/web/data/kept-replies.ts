import { disk, type KeptReply } from './disk.ts';

/** Replies on disk, for reading while nobody answers. */
export interface KeptReplies {
  get(key: string): Promise<KeptReply | undefined>;
  put(reply: KeptReply): Promise<void>;
  /** Everything, or what is older than an instant, or what tells of one incident. */
  forget(which: 'all' | { readonly before: number } | { readonly incident: string }): Promise<void>;
}

/** The kept replies in IndexedDB. */
export const repliesOnDisk: KeptReplies = {
  async get(key) {
    return (await disk()).get('kept-reply', key);
  },
  async put(reply) {
    await (await disk()).put('kept-reply', reply);
  },
  async forget(which) {
    const database = await disk();
    if (which === 'all') return database.clear('kept-reply');
    const transaction = database.transaction('kept-reply', 'readwrite');
    const keys =
      'before' in which
        ? await transaction.store.index('at').getAllKeys(IDBKeyRange.upperBound(which.before, true))
        : await transaction.store.index('incident').getAllKeys(which.incident);
    for (const key of keys) await transaction.store.delete(key);
    await transaction.done;
  },
};
