import { isCancel, select } from '@clack/prompts';
import type { Command } from 'commander';
import { type Client, createClient } from '../api/client.ts';
import { keptSession } from './session-file.ts';

/** The call was wrong, not the answer: exit code 2. */
export class Misuse extends Error {}

export interface GlobalOptions {
  readonly json?: boolean;
  readonly url?: string;
  readonly incident?: string;
}

const defaultUrl = 'http://127.0.0.1:4747';

/** Global options wherever on the line they were given. */
export const globals = (command: Command): GlobalOptions => command.optsWithGlobals<GlobalOptions>();

/** A client for `ALLCLEAR_URL` with `ALLCLEAR_TOKEN`, or as logged in. */
export function clientFor(command: Command): Client {
  const kept = keptSession();
  const url = globals(command).url ?? process.env['ALLCLEAR_URL'] ?? kept?.url ?? defaultUrl;
  if (!URL.canParse(url)) throw new Misuse(`${url} is not a URL. Set ALLCLEAR_URL, or pass --url.`);
  const token = process.env['ALLCLEAR_TOKEN'];
  const headers: Record<string, string> = {};
  if (token) headers['authorization'] = `Bearer ${token}`;
  else if (kept && new URL(kept.url).origin === new URL(url).origin)
    headers['cookie'] = `__Host-allclear=${kept.session}`;
  return createClient({ url, headers });
}

/** The incident that a verb is about: named, or the only open one, or asked for. */
export async function incidentFor(command: Command, client: Client): Promise<string> {
  const { incident } = globals(command);
  if (incident !== undefined) return incident;
  const { items } = await client.call('listIncidents', { open: 'true', limit: 50 });
  const [only] = items;
  if (items.length === 1 && only) return only.id;
  if (items.length === 0) throw new Misuse('No incident is open. Declare one, or name one with -i.');
  if (!process.stdin.isTTY || globals(command).json) {
    const open = items.map(({ number, title }) => `  -i ${number}  ${title}`).join('\n');
    throw new Misuse(`Several incidents are open. Say which:\n${open}`);
  }
  const choice = await select({
    message: 'Which incident?',
    options: items.map(({ id, number, title, severity }) => ({
      value: id,
      label: `${number} ${title}`,
      hint: severity,
    })),
  });
  if (isCancel(choice)) throw new Misuse('No incident was chosen.');
  return choice;
}

/** Prints what a person reads, or with `--json` what a program does. */
export function print(command: Command, value: unknown, text: string): void {
  process.stdout.write(globals(command).json ? `${JSON.stringify(value)}\n` : `${text}\n`);
}
