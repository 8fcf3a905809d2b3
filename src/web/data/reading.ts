import { ProblemReply, Unreachable } from '../../api/reply-error.ts';
import { call, type Route, type RouteReply, type RouteRequest } from './call.ts';
import type { KeptReplies } from './kept-replies.ts';

/** A reply, and since when it is old news: null when the server has just said it. */
export interface Read<Reply> {
  readonly reply: Reply;
  readonly keptAt: number | null;
}

/** What of a reply may be kept: the incident it tells of, if it is one, and the part that is nobody's secret. */
export interface Keeping<Reply> {
  readonly incident?: (reply: Reply) => string;
  readonly part?: (reply: Reply) => Reply | null;
}

/** Reads through the disk: what was answered is kept, and answers again while the server does not. */
export interface Reading {
  read<R extends Route>(
    route: R,
    request: RouteRequest<R>,
    options: { readonly keep: boolean | Keeping<RouteReply<R>>; readonly signal?: AbortSignal },
  ): Promise<Read<RouteReply<R>>>;
  /** Keeps something that was put together here, under a name. */
  keep(key: string, incident: string, value: unknown): Promise<void>;
  /** What was kept under this name, unless it is too old. */
  kept(key: string): Promise<{ readonly value: unknown; readonly at: number } | null>;
  /** Forgets everything, also what is on its way. */
  wipe(): Promise<void>;
  wipeOld(): Promise<void>;
  /** Forgets what is kept of an incident that has turned private. */
  forget(incident: string): Promise<void>;
}

/** A device that has been away for longer shows nothing. */
export const keptForMs = 12 * 3_600_000;

/** No database behind the server reads like no server. */
const silent = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof ProblemReply && error.problem.status === 503);

const keyOf = (route: string, request: unknown): string =>
  `${route} ${JSON.stringify(Object.entries(request as object).toSorted(([a], [b]) => (a < b ? -1 : 1)))}`;

/** Joins the server and the disk. */
export function openReading(replies: KeptReplies, now: () => number, ask: typeof call = call): Reading {
  /** Counts the wipes: what was asked before one is not kept after it. */
  let wipes = 0;

  async function kept(key: string): Promise<{ value: unknown; at: number } | null> {
    const found = await replies.get(key);
    return found === undefined || now() - found.at >= keptForMs ? null : { value: found.reply, at: found.at };
  }

  async function keep(key: string, incident: string, reply: unknown, since = wipes): Promise<void> {
    if (since === wipes) await replies.put({ key, incident, at: now(), reply });
  }

  return {
    kept,
    keep,
    async read(route, request, { keep: keeping, signal }) {
      const key = keyOf(route, request);
      const since = wipes;
      try {
        const reply = await ask(route, request, signal ? { signal } : {});
        const { incident, part } = typeof keeping === 'object' ? keeping : {};
        const open = keeping === false ? null : part === undefined ? reply : part(reply);
        if (open !== null) await keep(key, incident?.(open) ?? '', open, since);
        return { reply, keptAt: null };
      } catch (error) {
        const found = silent(error) ? await kept(key) : null;
        if (found === null) throw error;
        return { reply: found.value as RouteReply<typeof route>, keptAt: found.at };
      }
    },
    async wipe() {
      wipes += 1;
      await replies.forget('all');
    },
    wipeOld: () => replies.forget({ before: now() - keptForMs }),
    forget: (incident) => replies.forget({ incident }),
  };
}
