import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where `login` keeps the session: readable by its owner only. */
export interface KeptSession {
  readonly url: string;
  readonly session: string;
}

const path = (): string =>
  join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'allclear', 'session.json');

export function keptSession(): KeptSession | null {
  try {
    return JSON.parse(readFileSync(path(), 'utf8')) as KeptSession;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}

export function keepSession(session: KeptSession): void {
  mkdirSync(dirname(path()), { recursive: true, mode: 0o700 });
  writeFileSync(path(), JSON.stringify(session), { mode: 0o600 });
}

export function forgetSession(): void {
  rmSync(path(), { force: true });
}
