import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { CopyFiles, WantedCopy } from '../../dispatch/ports.ts';
import { pageFiles } from '../../document/status-page/files.ts';
import { statuspageJson } from '../../document/status-page/json.ts';
import { copyPlace } from '../../document/status-page/place.ts';
import { lastDays } from '../../domain/status-page/day.ts';
import { type PageFacts, viewOf } from '../../domain/status-page/view.ts';

const sha256 = (body: Buffer | string): string => createHash('sha256').update(body).digest('hex');

/** Says what the copy holds, so that each file can be checked; the signature says who wrote it. */
function vouched(files: Map<string, { type: string; body: Buffer }>, facts: PageFacts, key: KeyObject): CopyFiles {
  const sums = Object.fromEntries([...files].map(([name, { body }]) => [name, sha256(body)]));
  const statement = { page: facts.page.slug, generatedAt: new Date(facts.now).toISOString(), sha256: sums };
  const body = Buffer.from(`${JSON.stringify(statement, null, 2)}\n`);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' });
  files.set('status.pub.pem', { type: 'application/x-pem-file', body: Buffer.from(publicKey) });
  files.set('status.json.sig', { type: 'application/octet-stream', body: sign(null, body, key) });
  files.set('status.json', { type: 'application/json; charset=utf-8', body });
  return files;
}

/** A page as files that any file server can serve, without Allclear or a script. Made only when a target wants it. */
export function copyOf(facts: PageFacts, key: KeyObject): WantedCopy {
  const { page, now } = facts;
  const today = lastDays(page.timeZone, now, 1)[0]?.date;
  const view = viewOf(facts);
  return {
    page: page.slug,
    targets: page.targets,
    digest: sha256(JSON.stringify([page, today, statuspageJson(view)])),
    files() {
      const files = Object.entries(pageFiles(view, copyPlace(page))).map(
        ([name, { type, body }]): [string, { type: string; body: Buffer }] => [name, { type, body: Buffer.from(body) }],
      );
      return vouched(new Map(files), facts, key);
    },
  };
}
