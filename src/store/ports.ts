import type { Transaction } from '../command/ports.ts';

/** PostgreSQL, as the rest of `store` sees it. Every call throws `Unavailable` when the database cannot answer. */
export interface Database {
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Commits when `work` resolves, rolls back when it throws. Resolves only when the commit is durable. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
