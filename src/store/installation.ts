import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './database.ts';
import type { Vault } from './vault.ts';

/** Why the server must not start, and what to do. */
export class StartRefused extends Error {}

function writeOnce(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
}

/**
 * The key that wraps every body's key: from `ALLCLEAR_MASTER_KEY` (base64) where replicas share one,
 * else from a file in the data folder that is made on first start.
 */
export function masterKey(dataFolder: string, stated: string | undefined): Buffer {
  if (stated !== undefined && stated !== '') {
    const key = Buffer.from(stated, 'base64');
    if (key.length !== 32) {
      throw new StartRefused('ALLCLEAR_MASTER_KEY must be 32 bytes in base64: `openssl rand -base64 32` makes one.');
    }
    return key;
  }
  mkdirSync(dataFolder, { recursive: true });
  const path = join(dataFolder, 'master.key');
  if (!existsSync(path)) writeOnce(path, `${randomBytes(32).toString('base64')}\n`);
  return Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
}

/** The Ed25519 key with which this replica signs its checkpoints, and the id under which it is known. */
export function replicaKey(dataFolder: string): { id: string; key: KeyObject } {
  mkdirSync(dataFolder, { recursive: true });
  const path = join(dataFolder, 'replica.key');
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeOnce(path, `${randomUUID()}\n${privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()}`);
  }
  const text = readFileSync(path, 'utf8');
  const end = text.indexOf('\n');
  return { id: text.slice(0, end), key: createPrivateKey(text.slice(end + 1)) };
}

/** Claims a new database for this master key, or refuses one that was sealed with another. */
export async function claimInstallation(database: Database, vault: Vault): Promise<string> {
  await database.query(
    `insert into installation (id, key_check, created_at) values ($1, $2, allclear.now()) on conflict do nothing`,
    [randomUUID(), vault.keyCheck],
  );
  const [row] = await database.query<{ id: string; keyCheck: Buffer }>(
    'select id, key_check as "keyCheck" from installation',
  );
  if (!row?.keyCheck.equals(vault.keyCheck)) {
    throw new StartRefused(
      'This database was sealed with another master key. Start with the data folder that has its master.key, or set ALLCLEAR_MASTER_KEY.',
    );
  }
  return row.id;
}
