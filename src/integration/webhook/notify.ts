import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';
import type { Notifier, Sent } from '../../dispatch/ports.ts';
import { type AllowedNets, checkedLookup, ForbiddenAddress, urlFault } from '../address.ts';

/** Shorter than the lease of a delivery, so that nobody else sends it while we wait. */
const timeoutMs = 3000;
const longestRetryAfterMs = 3_600_000;

/** Sends signed webhooks as standardwebhooks.com has them. `now` gives the time that is signed. */
export function webhookNotifier(allowed: AllowedNets, now: () => Date): Notifier & { close(): Promise<void> } {
  const agent = new Agent({
    connect: { lookup: checkedLookup(allowed), timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: 65_536,
  });
  return {
    channel: 'webhook',
    async send({ settings, secrets, recipient }, { id, body }) {
      const url = recipient?.address ?? settings.url ?? '';
      if (urlFault(url, allowed) !== null) return { kind: 'gave-up', reason: 'forbidden-address' };
      const { type, timestamp, data } = body as { type: string; timestamp: string; data: unknown };
      const text = JSON.stringify({ type, timestamp, data });
      const at = now();
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'Allclear',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secrets.secret ?? '').sign(id, at, text),
      };
      try {
        const signal = AbortSignal.timeout(timeoutMs);
        const reply = await request(url, { method: 'POST', headers, body: text, dispatcher: agent, signal });
        await reply.body.dump({ limit: 65_536, signal });
        return outcomeOf(reply.statusCode, reply.headers['retry-after']);
      } catch (error) {
        return failureOf(error);
      }
    },
    close: () => agent.close(),
  };
}

/** A redirect is not followed: whoever moved must say where to, to us. 410 means that nobody listens any more. */
function outcomeOf(status: number, retryAfter: string | string[] | undefined): Sent {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  if (status === 410) return { kind: 'gave-up', reason: 'refused' };
  const seconds = Number(retryAfter);
  const afterMs = Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, longestRetryAfterMs) : null;
  if (status === 429) return { kind: 'retry', reason: 'rate-limited', afterMs };
  return { kind: 'retry', reason: status >= 500 ? 'server-error' : 'refused', afterMs };
}

function failureOf(error: unknown): Sent {
  const chain = [error, (error as { cause?: unknown }).cause];
  if (chain.some((each) => each instanceof ForbiddenAddress)) return { kind: 'gave-up', reason: 'forbidden-address' };
  const code = (error as { code?: string; name?: string }).code ?? (error as Error).name;
  const late = String(code).includes('TIMEOUT') || (error as Error).name === 'TimeoutError';
  return { kind: 'retry', reason: late ? 'timeout' : 'unreachable', afterMs: null };
}
