import { createHash } from 'node:crypto';

/** What is kept of a secret of 32 random bytes: enough to know it again, nothing to guess it by. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Remembers answers for a moment, so that a burst of requests asks once. */
export interface ShortCache<Value> {
  get(key: string, find: () => Promise<Value>): Promise<Value>;
  clear(): void;
}

const mostKept = 10_000;

export function shortCache<Value>(forMs: number): ShortCache<Value> {
  const kept = new Map<string, { until: number; value: Promise<Value> }>();
  return {
    get(key, find) {
      const known = kept.get(key);
      if (known && known.until > performance.now()) return known.value;
      if (kept.size >= mostKept) kept.clear();
      const value = find();
      kept.set(key, { until: performance.now() + forMs, value });
      value.catch(() => kept.delete(key));
      return value;
    },
    clear: () => kept.clear(),
  };
}
