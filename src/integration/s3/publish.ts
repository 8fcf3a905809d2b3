import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { Agent, request } from 'undici';
import type { CopyFiles, Published, Publisher } from '../../dispatch/ports.ts';
import type { S3Target } from '../../domain/status-page/page.ts';
import { type AllowedNets, checkedLookup, ForbiddenAddress, urlFault } from '../address.ts';

const timeoutMs = 8000;
/** A reader asks again this soon. */
const cacheControl = 'public, max-age=30';

/** Puts copies into a bucket that speaks S3, addressed by path. Signed; sent to checked addresses only. */
export function s3Publisher(allowed: AllowedNets): Publisher & { close(): Promise<void> } {
  const agent = new Agent({
    connect: { lookup: checkedLookup(allowed), timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: 65_536,
  });

  async function put(client: AwsClient, target: S3Target, name: string, file: { type: string; body: Buffer }) {
    const { endpoint, bucket, prefix } = target;
    const url = `${endpoint.replace(/\/$/, '')}/${bucket}/${prefix}${name}`;
    const headers = {
      'content-type': file.type,
      'cache-control': cacheControl,
      'x-amz-content-sha256': createHash('sha256').update(file.body).digest('hex'),
    };
    const signed = await client.sign(url, { method: 'PUT', headers });
    const reply = await request(url, {
      method: 'PUT',
      headers: Object.fromEntries(signed.headers),
      body: file.body,
      dispatcher: agent,
      signal: AbortSignal.timeout(timeoutMs),
    });
    await reply.body.dump({ limit: 65_536 });
    if (reply.statusCode >= 300) throw new Refused(reply.statusCode);
  }

  return {
    kind: 's3',
    async publish(target, secret, files): Promise<Published> {
      if (target.kind !== 's3') return { kind: 'failed', why: 'not a bucket' };
      if (secret === null) return { kind: 'failed', why: 'its secret key has not been set' };
      if (urlFault(target.endpoint, allowed) !== null) return { kind: 'failed', why: 'this address may not be called' };
      const { accessKeyId, region } = target;
      const client = new AwsClient({ accessKeyId, secretAccessKey: secret, region, service: 's3' });
      try {
        for (const [name, file] of files as CopyFiles) await put(client, target, name, file);
        return { kind: 'published' };
      } catch (error) {
        return { kind: 'failed', why: whyOf(error) };
      }
    },
    close: () => agent.close(),
  };
}

class Refused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`answered ${status}`);
    this.status = status;
  }
}

/** What is shown says nothing of what the other side answered but its status. */
function whyOf(error: unknown): string {
  if (error instanceof Refused) return `the bucket answered ${error.status}`;
  const chain = [error, (error as { cause?: unknown }).cause];
  if (chain.some((each) => each instanceof ForbiddenAddress)) return 'this address may not be called';
  const late =
    (error as Error).name === 'TimeoutError' || String((error as { code?: string }).code).includes('TIMEOUT');
  return late ? 'it did not answer in time' : 'it does not answer';
}
