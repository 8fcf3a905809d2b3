import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import { Agent, fetch } from 'undici';
import type { Called } from '../../chat/ports.ts';
import type { Sent } from '../../dispatch/ports.ts';
import { type AllowedNets, checkedLookup, ForbiddenAddress, urlFault } from '../address.ts';
import { plainApiUrl } from './settings.ts';

/** Shorter than the lease of a delivery, so that nobody else sends it while we wait. */
const deliveryMs = 4000;
/** Slack shows an error to whoever has waited for three seconds. */
const answerMs = 2500;
const longestRetryAfterMs = 3_600_000;

type Settings = Readonly<Record<string, string>>;
type Failure = Exclude<Sent, { kind: 'sent' }>;
export type Answer = Readonly<Record<string, unknown>>;

/** Calls one method of Slack. */
export type Call = (method: string, args: Readonly<Record<string, unknown>>) => Promise<Called<Answer>>;

const nothing = (): void => undefined;
const silent = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => 'error',
} as unknown as NonNullable<WebClientOptions['logger']>;

/** Sockets that connect only to addresses that were checked. */
export const agentFor = (allowed: AllowedNets): Agent =>
  new Agent({
    connect: { lookup: checkedLookup(allowed), timeout: deliveryMs },
    headersTimeout: deliveryMs,
    bodyTimeout: deliveryMs,
    maxResponseSize: 4_194_304,
  });

/** How long a call may take: all calls of a delivery share its lease, each call for a person who waits has its own. */
export const deadlines = {
  delivery: (): (() => AbortSignal) => {
    const until = AbortSignal.timeout(deliveryMs);
    return () => until;
  },
  answer: (): (() => AbortSignal) => () => AbortSignal.timeout(answerMs),
};

/** Opens a workspace. The client never tries again by itself: the outbox does, or the person who waits. */
export function callsTo(
  { settings, secrets }: { readonly settings: Settings; readonly secrets: Settings },
  agent: Agent,
  allowed: AllowedNets,
  deadline: () => AbortSignal,
): Call {
  const { apiUrl: given = '' } = settings;
  const url = given === '' ? plainApiUrl : given.endsWith('/') ? given : `${given}/`;
  const client = new WebClient(secrets.botToken ?? '', {
    slackApiUrl: url,
    allowAbsoluteUrls: false,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
    fetch: ((to: string, init: object) =>
      fetch(to, { ...init, dispatcher: agent, signal: deadline() })) as unknown as NonNullable<
      WebClientOptions['fetch']
    >,
  });
  return async (method, args) => {
    if (urlFault(url, allowed) !== null) {
      return { ok: false, sent: { kind: 'gave-up', reason: 'forbidden-address' }, error: 'forbidden address' };
    }
    try {
      return { ok: true, value: (await client.apiCall(method, { ...args })) as unknown as Answer };
    } catch (error) {
      return { ok: false, sent: failureOf(error), error: errorName(error) };
    }
  };
}

const errorName = (error: unknown): string =>
  error instanceof WebAPIPlatformError ? String(error.data.error) : (error as Error).name;

/** What may pass by itself. Every other word of Slack is a no that stays one. */
const passing: Readonly<Record<string, 'rate-limited' | 'server-error'>> = {
  ratelimited: 'rate-limited',
  rate_limited: 'rate-limited',
  internal_error: 'server-error',
  fatal_error: 'server-error',
  service_unavailable: 'server-error',
  request_timeout: 'server-error',
};

/** What a failed call means to a delivery. */
export function failureOf(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'retry', reason: 'rate-limited', afterMs: Math.min(error.retryAfter * 1000, longestRetryAfterMs) };
  }
  if (error instanceof WebAPIPlatformError) {
    const reason = passing[String(error.data.error)];
    return reason ? { kind: 'retry', reason, afterMs: null } : { kind: 'gave-up', reason: 'refused' };
  }
  if (error instanceof WebAPIHTTPError) return { kind: 'retry', reason: 'server-error', afterMs: null };
  const chain: { name: string; code: string; error: unknown }[] = [];
  for (let at: unknown = error; at instanceof Error && chain.length < 6;) {
    chain.push({ name: at.name, code: (at as { code?: string }).code ?? '', error: at });
    at = (at as { original?: unknown }).original ?? at.cause;
  }
  if (chain.some((each) => each.error instanceof ForbiddenAddress)) {
    return { kind: 'gave-up', reason: 'forbidden-address' };
  }
  const late = chain.some(
    ({ name, code }) => name === 'TimeoutError' || name === 'AbortError' || code.includes('TIMEOUT'),
  );
  return { kind: 'retry', reason: late ? 'timeout' : 'unreachable', afterMs: null };
}
