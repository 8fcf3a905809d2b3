import { createHmac, timingSafeEqual } from 'node:crypto';

const windowSeconds = 5 * 60;

/** What Slack signs a request with: `v0` and the HMAC of its time and its bytes. */
export function signatureOf(secret: string, timestamp: string, body: Uint8Array): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
}

/** Whether these bytes were signed with the secret within five minutes of `now`, in milliseconds. */
export function isSigned(
  secret: string,
  { timestamp, signature }: { readonly timestamp: string; readonly signature: string },
  body: Uint8Array,
  now: number,
): boolean {
  if (secret === '' || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now / 1000 - Number(timestamp)) > windowSeconds) return false;
  const [expected, given] = [Buffer.from(signatureOf(secret, timestamp, body)), Buffer.from(signature)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}
