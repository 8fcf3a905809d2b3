import type * as z from 'zod';
import type { Action } from '../../domain/access/can.ts';

/** A request that is not a command: what it takes, what it answers, and the right it asks for. */
export interface EndpointRow {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  /** Null: no sign-in needed. */
  readonly action: Action | null;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Where a body may be larger than usual. */
  readonly largestBodyBytes?: number;
  readonly response: z.ZodType;
}
