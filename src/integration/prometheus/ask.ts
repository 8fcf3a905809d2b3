import { Agent, request } from 'undici';
import type { z } from 'zod';
import type { MissingReason } from '../../domain/telemetry/reading.ts';

/** Shorter than the lease of a reading, so that nobody else asks while we wait. */
export const timeoutMs = 3000;
const largestAnswerBytes = 5_242_880;
const connections = 16;
const agentName = { 'user-agent': 'Allclear' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** The HTTP side of one Prometheus. */
export interface Asker {
  /** The answer, checked; or that there was none, or none that can be used. Redirects are not followed. */
  ask<Schema extends z.ZodType>(
    method: 'GET' | 'POST',
    path: string,
    parameters: Readonly<Record<string, string>>,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<{ readonly answer: z.output<Schema> } | { readonly missing: MissingReason }>;
  close(): Promise<void>;
}

export function openAsker(url: string): Asker {
  const base = url.endsWith('/') ? url : `${url}/`;
  const agent = new Agent({
    connections,
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: largestAnswerBytes,
  });
  return {
    async ask(method, path, parameters, schema, signal) {
      const said = new URLSearchParams(parameters).toString();
      // A query may be longer than proxies let an address be.
      const sent =
        method === 'GET'
          ? { url: new URL(`${path}?${said}`, base), headers: agentName }
          : { url: new URL(path, base), headers: { ...agentName, ...form }, body: said };
      let text: string;
      let status: number;
      try {
        const { url: target, ...rest } = sent;
        const reply = await request(target, { method, ...rest, dispatcher: agent, signal });
        status = reply.statusCode;
        text = await reply.body.text();
      } catch {
        return { missing: 'unreachable' };
      }
      const parsed = schema.safeParse(jsonIn(text));
      if (parsed.success) return { answer: parsed.data };
      return { missing: status === 200 ? 'refused' : 'unreachable' };
    },
    close: () => agent.destroy(),
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
