import { isCancel, password as askPassword } from '@clack/prompts';
import { Command } from 'commander';
import { createClient } from '../../api/client.ts';
import { clientFor, globals, Misuse, print } from '../context.ts';
import { forgetSession, keepSession } from '../session-file.ts';
import { columns, moment } from '../table.ts';

type Scopes<Scope extends string> = [Scope, ...Scope[]];
const scopesOf = <Scope extends string>(text: string): Scopes<Scope> => text.split(',') as Scopes<Scope>;

async function login(target: string | undefined, options: { email?: string }, command: Command): Promise<void> {
  const link = target !== undefined && URL.canParse(target) ? new URL(target) : null;
  const url = link?.origin ?? globals(command).url ?? process.env['ALLCLEAR_URL'] ?? 'http://127.0.0.1:4747';
  const client = createClient({ url, headers: {} });
  const secret = link?.hash.slice(1);
  const started = secret
    ? await client.call('signInByLink', { secret })
    : await client.call('signIn', { email: emailFrom(options), password: await typedPassword() });
  if (started.session === null) throw new Misuse('The server gave no session.');
  keepSession({ url, session: started.session });
  print(command, { person: started.person, url }, `Signed in as ${started.person.name} at ${url}.`);
}

function emailFrom({ email }: { email?: string }): string {
  if (email === undefined) throw new Misuse('Pass a sign-in link, or --email and type the password.');
  return email;
}

async function typedPassword(): Promise<string> {
  const given = process.env['ALLCLEAR_PASSWORD'];
  if (given !== undefined) return given;
  if (!process.stdin.isTTY) throw new Misuse('Type the password at a terminal, or set ALLCLEAR_PASSWORD.');
  const typed = await askPassword({ message: 'Password' });
  if (isCancel(typed)) throw new Misuse('No password was typed.');
  return typed;
}

function addSignInVerbs(program: Command): void {
  program
    .command('login')
    .description('Sign in by a one-time link, or by --email and password.')
    .argument('[link]')
    .option('--email <address>')
    .addHelpText('after', '\nExample:\n  allclear login http://127.0.0.1:4747/sign-in#…')
    .action(login);
  program
    .command('logout')
    .description('End the session here and on the server.')
    .addHelpText('after', '\nExample:\n  allclear logout')
    .action(async (_options: object, command: Command) => {
      await clientFor(command).call('signOut', {});
      forgetSession();
      print(command, {}, 'Signed out.');
    });
  program
    .command('me')
    .description('Who you are; --password sets a new password.')
    .option('--password', 'set a password (asks, or ALLCLEAR_PASSWORD)')
    .option('--current <password>', 'the password that is set now')
    .addHelpText('after', '\nExample:\n  allclear me --password')
    .action(async (options: { password?: boolean; current?: string }, command: Command) => {
      const client = clientFor(command);
      if (options.password) {
        await client.call('setPassword', { current: options.current ?? null, next: await typedPassword() });
      }
      const me = await client.call('me', {});
      print(command, me, `${me.person.name}  ${me.person.email}  ${me.person.role}`);
    });
}

function addKeyVerbs(program: Command): void {
  const key = program.command('key').description('Intake keys, with which monitoring sends alerts.');
  key
    .command('create')
    .description('Make an intake key; it is shown once.')
    .requiredOption('--name <name>')
    .option('--scope <scopes>', 'ingest, read, silence', 'ingest')
    .addHelpText('after', '\nExample:\n  allclear key create --name prometheus --scope ingest,read,silence')
    .action(async ({ name, scope }: { name: string; scope: string }, command: Command) => {
      const made = await clientFor(command).call('createKey', { name, scopes: scopesOf<'ingest'>(scope) });
      print(
        command,
        made,
        `${made.key}\n\nPrometheus and Alertmanager send to <this server>/in/<the key>/… Shown once.`,
      );
    });
  key
    .command('list')
    .description('Intake keys.')
    .addHelpText('after', '\nExample:\n  allclear key list')
    .action(async (_options: object, command: Command) => {
      const page = await clientFor(command).call('listKeys', {});
      print(
        command,
        page,
        columns(page.items.map((each) => [each.id, each.name, each.scopes.join(','), `${each.secrets}`])),
      );
    });
  key
    .command('rotate')
    .description('Give a key a second secret; the older ends at the next rotation.')
    .argument('<id>')
    .addHelpText('after', '\nExample:\n  allclear key rotate 01930000-0000-7000-8000-000000000000')
    .action(async (id: string, _options: object, command: Command) => {
      const made = await clientFor(command).call('rotateKey', { id });
      print(command, made, made.key);
    });
  key
    .command('revoke')
    .description('Revoke a key at once.')
    .argument('<id>')
    .addHelpText('after', '\nExample:\n  allclear key revoke 01930000-0000-7000-8000-000000000000')
    .action(async (id: string, _options: object, command: Command) => {
      await clientFor(command).call('revokeKey', { id });
      print(command, {}, 'Revoked.');
    });
}

function addTokenVerbs(program: Command): void {
  const token = program.command('token').description('Your API tokens.');
  token
    .command('create')
    .description('Make a token; it is shown once.')
    .requiredOption('--name <name>')
    .option('--scope <scopes>', 'read, write, admin', 'write')
    .addHelpText('after', '\nExample:\n  allclear token create --name laptop')
    .action(async ({ name, scope }: { name: string; scope: string }, command: Command) => {
      const made = await clientFor(command).call('createToken', { name, scopes: scopesOf<'write'>(scope) });
      print(command, made, made.token);
    });
  token
    .command('list')
    .description('Your tokens.')
    .addHelpText('after', '\nExample:\n  allclear token list')
    .action(async (_options: object, command: Command) => {
      const page = await clientFor(command).call('listTokens', {});
      const rows = page.items.map((each) => [each.id, each.name, each.scopes.join(','), moment(each.createdAt)]);
      print(command, page, columns(rows));
    });
  token
    .command('revoke')
    .description('Revoke a token of yours.')
    .argument('<id>')
    .addHelpText('after', '\nExample:\n  allclear token revoke 01930000-0000-7000-8000-000000000000')
    .action(async (id: string, _options: object, command: Command) => {
      await clientFor(command).call('revokeToken', { id });
      print(command, {}, 'Revoked.');
    });
}

/** Verbs about proving who one is: login, logout, me, key, token. */
export function addAccessVerbs(program: Command): void {
  addSignInVerbs(program);
  addKeyVerbs(program);
  addTokenVerbs(program);
}
