import { accessSync, constants, mkdirSync, statfsSync } from 'node:fs';
import { ownCertificate } from '../platform/tls.ts';
import { openStorage, type Storage, type StorageOptions } from './storage.ts';

export interface Finding {
  readonly ok: boolean;
  readonly what: string;
  readonly says: string;
}

const leastFreeBytes = 1024 ** 3;
const mostSkewMs = 5000;

function node(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  const ok = major > 22 || (major === 22 && minor >= 19);
  return {
    ok,
    what: 'Node.js',
    says: ok ? process.versions.node : `${process.versions.node}: 22.19 or newer is needed`,
  };
}

function folder(path: string): Finding[] {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
  } catch (error) {
    return [{ ok: false, what: 'data folder', says: `${path}: ${(error as Error).message}` }];
  }
  const { bavail, bsize } = statfsSync(path);
  const free = bavail * bsize;
  const gib = (free / 1024 ** 3).toFixed(1);
  return [
    { ok: true, what: 'data folder', says: path },
    { ok: free > leastFreeBytes, what: 'disk', says: `${gib} GiB free${free > leastFreeBytes ? '' : ': make room'}` },
  ];
}

async function database(storage: Storage, options: StorageOptions): Promise<Finding[]> {
  const [row] = await storage.reads.query<{ version: string; now: number; login: string; owner: string }>(
    `select current_setting('server_version') as version, allclear.now() as now, session_user as login,
      (select nspowner::regrole::text from pg_namespace where nspname = 'allclear') as owner`,
  );
  if (!row) return [{ ok: false, what: 'database', says: 'does not answer' }];
  const skew = Math.abs(Date.now() - row.now);
  const apart = row.login !== row.owner;
  return [
    { ok: true, what: 'database', says: `PostgreSQL ${row.version}, ${options.databaseUrl ? 'yours' : 'embedded'}` },
    { ok: skew < mostSkewMs, what: 'clocks', says: `${skew} ms apart${skew < mostSkewMs ? '' : ': set them right'}` },
    {
      ok: apart,
      what: 'rights',
      says: apart
        ? 'the app cannot change the log, nor become its owner'
        : 'the app signs in as the schema’s owner and only steps down: a break-in could step up again and change the log. Set DATABASE_OWNER_URL apart from DATABASE_URL.',
    },
  ];
}

/** Looks at everything that the product needs. */
export async function examine(options: StorageOptions): Promise<Finding[]> {
  const findings = [node(), ...folder(options.dataFolder)];
  try {
    const storage = await openStorage(options);
    try {
      findings.push(...(await database(storage, options)));
    } finally {
      await storage.stop();
    }
  } catch (error) {
    findings.push({ ok: false, what: 'database', says: (error as Error).message });
  }
  const certificate = ownCertificate(options.dataFolder);
  findings.push({
    ok: true,
    what: 'TLS',
    says: certificate ? 'own certificate' : 'none: this machine only (`allclear tls init`)',
  });
  return findings;
}
