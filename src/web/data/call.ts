import type { EndpointName, EndpointReply, EndpointRequest, endpointTable } from '../../api/endpoint-table.ts';
import { ProblemReply, problemOf, Unreachable } from '../../api/reply-error.ts';

type Table = typeof endpointTable;
type ByRoute = { [Name in EndpointName as `${Table[Name]['method']} ${Table[Name]['path']}`]: Name };

/** Method and path of an endpoint, as its row in the endpoint table has them. */
export type Route = keyof ByRoute;
export type RouteRequest<R extends Route> = EndpointRequest<ByRoute[R]>;
export type RouteReply<R extends Route> = EndpointReply<ByRoute[R]>;

/** A file as `attach` names it, but for its name. */
export interface UploadedFile {
  readonly digest: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Null: as long as it lasts. */
  readonly timeoutMs?: number | null;
  /** It goes out even if the page is gone before the answer. */
  readonly keepalive?: boolean;
}

const defaultTimeoutMs = 10_000;
const uploadTimeoutMs = 120_000;
const withoutBody = ['GET', 'DELETE'];

const listeners = new Set<() => void>();

/** Told whenever the server says that nobody is signed in here any more. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Asks one endpoint. Problems are thrown as `ProblemReply`, and silence as `Unreachable`. */
export async function call<R extends Route>(
  route: R,
  request: RouteRequest<R>,
  options: CallOptions = {},
): Promise<RouteReply<R>> {
  const { method, path, body } = requestLine(route, request as Readonly<Record<string, unknown>>);
  const carried = body === null ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return (await readJson(await ask(path, { method, ...carried }, options))) as RouteReply<R>;
}

/** Uploads a file, for `attach` to put into a log. */
export async function putFile(file: Blob, options: CallOptions = {}): Promise<UploadedFile> {
  const headers = { 'content-type': file.type === '' ? 'application/octet-stream' : file.type };
  const limits = { timeoutMs: uploadTimeoutMs, ...options };
  return (await readJson(
    await ask('/api/attachments', { method: 'PUT', headers, body: file }, limits),
  )) as UploadedFile;
}

/** A request by hand, for what is in no table. */
export async function ask(path: string, init: RequestInit, options: CallOptions = {}): Promise<Response> {
  const { signal, timeoutMs = defaultTimeoutMs, keepalive = false } = options;
  const limits = [signal ?? [], timeoutMs === null ? [] : AbortSignal.timeout(timeoutMs)].flat();
  let reply: Response;
  try {
    reply = await fetch(path, { ...init, signal: AbortSignal.any(limits), keepalive, redirect: 'error' });
  } catch (error) {
    signal?.throwIfAborted();
    throw new Unreachable('the server does not answer', { cause: error });
  }
  if (reply.ok) return reply;
  const problem = await problemOf(reply);
  if (problem instanceof ProblemReply && problem.problem.type === '/problems/access/not-signed-in') {
    for (const listener of listeners) listener();
  }
  throw problem;
}

/** The body of an answer. One that breaks off is as good as none. */
export async function readJson(reply: Response): Promise<unknown> {
  try {
    return await reply.json();
  } catch (error) {
    throw new Unreachable('the answer broke off', { cause: error });
  }
}

/** Fills the path from the request; the rest goes to the query, or to the body where the method has one. */
export function requestLine(
  route: string,
  request: Readonly<Record<string, unknown>>,
): { method: string; path: string; body: Readonly<Record<string, unknown>> | null } {
  const [method = '', template = ''] = route.split(' ');
  const rest = new Map(Object.entries(request).filter(([, value]) => value !== undefined));
  const path = template.replace(/\{(\w+)\}/g, (_whole, parameter: string) => {
    const value = encodeURIComponent(String(rest.get(parameter)));
    rest.delete(parameter);
    return value;
  });
  if (!withoutBody.includes(method)) {
    return { method, path, body: rest.size === 0 ? null : Object.fromEntries(rest) };
  }
  const query = new URLSearchParams([...rest].map(([key, value]) => [key, String(value)]));
  return { method, path: query.size === 0 ? path : `${path}?${query.toString()}`, body: null };
}
