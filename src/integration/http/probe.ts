import type { QueryFault } from '../../watch/ports.ts';

/** What is asked of an address, and what is expected of it. */
export interface Probe {
  readonly what: 'up' | 'ms' | 'status';
  readonly path: string;
  /** Null: any status from 200 to 299. */
  readonly status: number | null;
  /** A text that the body must hold; null: any body. */
  readonly holds: string | null;
}

const form = /^\s*(up|ms|status)\s+(\/\S*)(?:\s+([1-5]\d\d))?(?:\s+("(?:\\.|[^"\\])*"))?\s*$/;

/** Reads `up /healthz`, `ms /healthz 200`, `up /healthz 200 "ready"` or `status /healthz`. */
export function parsed(query: string): { readonly probe: Probe } | { readonly fault: QueryFault } {
  const [, what, path, status, holds] = form.exec(query) ?? [];
  if (what === undefined || path === undefined) return { fault: faultOf(query) };
  const at = query.indexOf(path);
  if (
    path.startsWith('//') ||
    path.includes('\\') ||
    path.includes('#') ||
    /%2e/i.test(path) ||
    path.split(/[/?]/).includes('..')
  ) {
    return { fault: { at, says: 'must be a path on the address of the source' } };
  }
  if (what === 'status' && (status !== undefined || holds !== undefined)) {
    return { fault: { at: at + path.length, says: '`status` gives the status as it is, and expects nothing' } };
  }
  const probe = {
    what: what as Probe['what'],
    path,
    status: status === undefined ? null : Number(status),
    holds: holds === undefined ? null : holds.slice(1, -1).replace(/\\(.)/g, '$1'),
  };
  return { probe };
}

/** Why this query cannot be watched; null when nothing stands against it. */
export function queryFault(query: string): QueryFault | null {
  const read = parsed(query);
  return 'fault' in read ? read.fault : null;
}

function faultOf(query: string): QueryFault {
  const [, word = ''] = /^(\s*(?:up|ms|status)\s+)/.exec(query) ?? [];
  if (word === '') return { at: query.length - query.trimStart().length, says: 'must begin with up, ms or status' };
  const [, path = ''] = /^(\/\S*)/.exec(query.slice(word.length)) ?? [];
  if (path === '') return { at: word.length, says: 'must name a path, such as /healthz' };
  return { at: word.length + path.length, says: 'may be followed by a status, such as 200, and a text in quotes' };
}
