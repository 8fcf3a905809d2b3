import type { QueryFault } from '../../watch/ports.ts';
import { windowIn } from '../fresh.ts';

/** Which traces are counted. */
export interface TraceQuery {
  readonly service: string;
  readonly operation: string | null;
  readonly tags: ReadonlyMap<string, string>;
  readonly windowMs: number | null;
}

const bareWord = /^[^\s"=]+/;
const quotedWord = /^"((?:\\.|[^"\\])*)"/;

/** Reads `service operation="…" tag=value … last 5m`; what holds a space or `=` stands in quotes. */
export function parsed(query: string): { readonly traces: TraceQuery } | { readonly fault: QueryFault } {
  const { text, windowMs } = windowIn(query);
  const start = query.indexOf(text);
  let at = 0;

  function word(): string | null {
    const rest = text.slice(at);
    const [whole = '', quoted] = quotedWord.exec(rest) ?? bareWord.exec(rest) ?? [];
    at += whole.length;
    return whole === '' ? null : (quoted?.replace(/\\(.)/g, '$1') ?? whole);
  }

  const fault = (says: string): { fault: QueryFault } => ({ fault: { at: start + at, says } });
  const service = word();
  if (service === null || service === '') return fault('must begin with the name of a service, such as checkout');
  let operation: string | null = null;
  const tags = new Map<string, string>();
  while (at < text.length) {
    const space = /^\s+/.exec(text.slice(at))?.[0];
    if (space === undefined) return fault('needs a space here; what holds a space or = stands in quotes');
    at += space.length;
    const name = word();
    if (name === null) return fault('is no tag; a tag is written name=value');
    if (text[at] !== '=') return fault(`needs a value here: ${name}=…`);
    at += 1;
    const value = word();
    if (value === null) return fault(`needs a value here: ${name}=…`);
    if (name === 'operation') operation = value;
    else tags.set(name, value);
  }
  return { traces: { service, operation, tags, windowMs } };
}

/** Why this query cannot be watched; null when nothing stands against it. */
export function queryFault(query: string): QueryFault | null {
  const read = parsed(query);
  return 'fault' in read ? read.fault : null;
}
