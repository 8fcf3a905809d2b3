import type { Instant } from '../time.ts';
import { canonical } from './canonical.ts';
import type { Digest } from './chain.ts';

/** The tip of a stream as a checkpoint saw it. */
export interface Witnessed {
  readonly stream: string;
  readonly version: number;
  readonly hash: string;
}

/**
 * What a replica saw of the log, kept outside the database and signed. The chain proves order and content;
 * only a witness that the database cannot rewrite proves that the end was not cut off.
 */
export interface Checkpoint {
  readonly replica: string;
  /** Counts from 1 within a replica. */
  readonly sequence: number;
  readonly at: Instant;
  /** The highest global position at that time. */
  readonly position: number;
  /** Streams that moved since the replica's previous checkpoint. */
  readonly witnessed: readonly Witnessed[];
  /** Digest of the replica's previous checkpoint line, so that lines cannot be dropped from the middle. */
  readonly previous: string;
}

/** The text that is signed. */
export const checkpointText = (checkpoint: Checkpoint): string =>
  canonical({
    replica: checkpoint.replica,
    sequence: checkpoint.sequence,
    at: checkpoint.at,
    position: checkpoint.position,
    witnessed: checkpoint.witnessed.map(({ stream, version, hash }) => ({ stream, version, hash })),
    previous: checkpoint.previous,
  });

export const checkpointDigest = (checkpoint: Checkpoint, digest: Digest): string => digest(checkpointText(checkpoint));
