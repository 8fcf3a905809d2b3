import { Agent, request } from 'undici';
import type { z } from 'zod';
import type { MissingReason } from '../domain/telemetry/reading.ts';
import type { Reached } from '../domain/telemetry/source.ts';
import { openAccess } from './access.ts';
import { type ConnectFault, connectFault, faultText } from './connect.ts';

/** Shorter than the lease of a reading, so that nobody else asks while we wait. */
export const timeoutMs = 3000;
const largestAnswerBytes = 5_242_880;
const connections = 16;
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };

/** Why there is no answer that can be used, and one plain line of it. */
export interface Lack {
  readonly missing: MissingReason;
  readonly says: string;
  /** How the connection failed, where it did. */
  readonly connection?: ConnectFault;
}

export type Asked<Answer> = { readonly answer: Answer } | Lack;

/** The HTTP side of one source. Redirects are not followed; an answer may be 5 MB. */
export interface Asker {
  /** Asks with parameters, in the address or as a form, and checks the answer. Any status but 200 is a lack. */
  ask<Schema extends z.ZodType>(
    method: 'GET' | 'POST',
    path: string,
    parameters: Readonly<Record<string, string>>,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<Asked<z.output<Schema>>>;
  /** Asks with a JSON body. */
  askJson<Schema extends z.ZodType>(
    path: string,
    body: unknown,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<Asked<z.output<Schema>>>;
  /** Whatever is at this path, as text, with its status. */
  look(path: string, signal: AbortSignal): Promise<Asked<{ readonly status: number; readonly text: string }>>;
  close(): Promise<void>;
}

export const isLack = (asked: object): asked is Lack => 'missing' in asked;

/** Opens the way to a source; `extra` are headers that go with each question. */
export function openAsker(setting: Reached, extra: Readonly<Record<string, string>> = {}): Asker {
  const base = setting.url.endsWith('/') ? setting.url : `${setting.url}/`;
  const { headers: own, ca, fault } = openAccess(setting);
  const agent = new Agent({
    connections,
    connect: { timeout: timeoutMs, ...(ca === null ? {} : { ca }) },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: largestAnswerBytes,
  });
  const headers = { 'user-agent': 'Allclear', ...extra, ...own };

  async function send(question: Question, signal: AbortSignal): Promise<Asked<{ status: number; text: string }>> {
    if (fault !== null) return { missing: 'unreachable', says: fault };
    const { method, path, body, type = {} } = question;
    try {
      const options = { method, headers: { ...headers, ...type }, ...(body === undefined ? {} : { body }) };
      const reply = await request(new URL(path, base), { ...options, dispatcher: agent, signal });
      return { answer: { status: reply.statusCode, text: await reply.body.text() } };
    } catch (error) {
      return connectionLack(error);
    }
  }

  async function checked<Schema extends z.ZodType>(
    question: Question,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<Asked<z.output<Schema>>> {
    const said = await send(question, signal);
    if (isLack(said)) return said;
    const { status, text } = said.answer;
    if (status !== 200) return statusLack(status);
    const parsed = schema.safeParse(jsonIn(text));
    return parsed.success ? { answer: parsed.data } : statusLack(status);
  }

  return {
    ask(method, path, parameters, schema, signal) {
      const said = new URLSearchParams(parameters).toString();
      // A query may be longer than proxies let an address be.
      const question: Question =
        method === 'GET' ? { method, path: `${path}?${said}` } : { method, path, body: said, type: form };
      return checked(question, schema, signal);
    },
    askJson: (path, body, schema, signal) =>
      checked({ method: 'POST', path, body: JSON.stringify(body), type: json }, schema, signal),
    look: (path, signal) => send({ method: 'GET', path }, signal),
    close: () => agent.destroy(),
  };
}

interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly type?: Readonly<Record<string, string>>;
}

/** What an answer says that does not have the form that was asked for. */
function statusLack(status: number): Lack {
  if (status === 401 || status === 403) return { missing: 'refused', says: `it refuses the credential (${status})` };
  if (status === 404) return { missing: 'refused', says: 'it knows no such address or index (404)' };
  if (status === 200) return { missing: 'refused', says: 'it answers with something else than was asked for' };
  if (status >= 400 && status < 500) return { missing: 'refused', says: `it refuses the question (${status})` };
  return { missing: 'unreachable', says: `it answers ${status}` };
}

const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/;

/** That a name has no address, or a certificate is not trusted, is for the operator to mend. */
function connectionLack(error: unknown): Lack {
  const { code } = error as { code?: unknown };
  const connection = connectFault(error);
  if (typeof code === 'string' && untrusted.test(code)) {
    return { missing: 'unreachable', says: `its certificate is not trusted (${code})`, connection };
  }
  return {
    missing: 'unreachable',
    says: connection === 'nameless' ? faultText.nameless : faultText.silent,
    connection,
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
