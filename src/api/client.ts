import type { EndpointRow } from './endpoint/row.ts';
import { commandPath, type PublicVerb } from './command-table.ts';
import { type EndpointName, type EndpointReply, type EndpointRequest, endpointTable } from './endpoint-table.ts';
import { ProblemReply, problemOf, Unreachable } from './reply-error.ts';
import type { commandResult } from './schema/incident.ts';
import type * as z from 'zod';

export type CommandResult = z.output<typeof commandResult>;

export interface ClientOptions {
  readonly url: string;
  /** Headers that prove who asks. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
  /** Waits between tries of a command. */
  readonly sleep?: (ms: number) => Promise<void>;
}

export interface Client {
  readonly url: string;
  call<Name extends EndpointName>(name: Name, request: EndpointRequest<Name>): Promise<EndpointReply<Name>>;
  /** Sends a command and, while nobody answers, sends it again under the same id: the server keeps it once. */
  command(verb: PublicVerb, incident: string | null, body: Record<string, unknown>): Promise<CommandResult>;
  /** A request by hand, for bodies that are not JSON. Problems are thrown. */
  raw(path: string, init: RequestInit): Promise<Response>;
}

const tries = 5;
const firstWaitMs = 200;

/** A typed client over the endpoint and command tables. */
export function createClient({ url, headers, fetch: send = fetch, sleep }: ClientOptions): Client {
  const wait = sleep ?? ((ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)));

  async function raw(path: string, init: RequestInit): Promise<Response> {
    let reply: Response;
    try {
      reply = await send(new URL(path, url), { ...init, headers: { ...headers, ...init.headers }, redirect: 'error' });
    } catch (error) {
      throw new Unreachable(`${url} does not answer`, { cause: error });
    }
    if (!reply.ok) throw await problemOf(reply);
    return reply;
  }

  const json = async (method: string, path: string, body: unknown): Promise<unknown> => {
    const carried =
      body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return (await raw(path, { method, ...carried })).json();
  };

  return {
    url,
    raw,
    async call(name, request) {
      const row: EndpointRow = endpointTable[name];
      const rest = { ...(request as Record<string, unknown>) };
      const path = row.path.replace(/\{(\w+)\}/g, (_whole, parameter: string) => {
        const value = encodeURIComponent(String(rest[parameter] as string));
        delete rest[parameter];
        return value;
      });
      const query = new URLSearchParams();
      for (const key of Object.keys(row.query?.shape ?? {})) {
        if (rest[key] !== undefined) query.set(key, String(rest[key] as string | number));
        delete rest[key];
      }
      const search = query.size > 0 ? `?${query.toString()}` : '';
      return (await json(row.method, path + search, row.body ? rest : undefined)) as never;
    },
    async command(verb, incident, body) {
      const path = commandPath(verb).replace('{incident}', encodeURIComponent(incident ?? ''));
      for (let attempt = 1; ; attempt += 1) {
        try {
          return (await json('POST', path, body)) as CommandResult;
        } catch (error) {
          const passing =
            error instanceof Unreachable || (error instanceof ProblemReply && error.problem.status === 503);
          if (!passing || attempt === tries) throw error;
          await wait(firstWaitMs * 2 ** (attempt - 1));
        }
      }
    },
  };
}
