export type UnavailableReason = 'unreachable' | 'busy' | 'storage-full' | 'not-replicated' | 'read-only';

/**
 * The database did not answer, or did not promise to keep what it was given. Nothing may be called done.
 * Trying again with the same id is safe: at worst the first try turns out to have been kept.
 */
export class Unavailable extends Error {
  readonly reason: UnavailableReason;
  constructor(reason: UnavailableReason, cause?: unknown) {
    super(`the database is unavailable: ${reason}`, { cause });
    this.name = 'Unavailable';
    this.reason = reason;
  }
}
