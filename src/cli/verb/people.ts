import type { Command } from 'commander';
import { clientFor, print } from '../context.ts';
import { columns } from '../table.ts';

type Role = 'owner' | 'admin' | 'responder' | 'stakeholder' | 'viewer';

function addPersonVerbs(program: Command): void {
  const person = program.command('person').description('People.');
  person
    .command('create')
    .description('Add a person.')
    .argument('<name>')
    .requiredOption('--email <address>')
    .option('--role <role>', 'owner, admin, responder, stakeholder or viewer', 'responder')
    .option('--zone <zone>', 'IANA time zone', 'UTC')
    .addHelpText(
      'after',
      '\nExample:\n  allclear person create "Ana Ruiz" --email ana@example.org --zone Europe/Madrid',
    )
    .action(async (name: string, options: { email: string; role: Role; zone: string }, command: Command) => {
      const made = await clientFor(command).call('createPerson', { name, ...options });
      print(command, made, `${made.id}  ${made.name}  ${made.role}`);
    });
  person
    .command('list')
    .description('People.')
    .addHelpText('after', '\nExample:\n  allclear person list')
    .action(async (_options: object, command: Command) => {
      const page = await clientFor(command).call('listPeople', {});
      const rows = page.items.map((each) => [
        each.name,
        each.email,
        each.role,
        each.active ? '' : 'deactivated',
        each.id,
      ]);
      print(command, page, columns(rows));
    });
  person
    .command('link')
    .description('Make a sign-in link for a person; it works once within a day.')
    .argument('<person>', 'UUID or e-mail address')
    .addHelpText('after', '\nExample:\n  allclear person link ana@example.org')
    .action(async (reference: string, _options: object, command: Command) => {
      const made = await clientFor(command).call('createSignInLink', { person: reference });
      print(command, made, made.link);
    });
  person
    .command('change')
    .description('Change a person; --deactivate ends every session and token at once.')
    .argument('<person>', 'UUID or e-mail address')
    .option('--name <name>')
    .option('--email <address>')
    .option('--role <role>')
    .option('--zone <zone>')
    .option('--manager <person>')
    .option('--deactivate')
    .option('--activate')
    .addHelpText('after', '\nExample:\n  allclear person change ana@example.org --role admin')
    .action(async (reference: string, options: Record<string, string | boolean>, command: Command) => {
      const { deactivate, activate, ...rest } = options;
      const active = deactivate ? { active: false } : activate ? { active: true } : {};
      const changed = await clientFor(command).call('changePerson', { person: reference, ...rest, ...active });
      print(command, changed, `${changed.name}  ${changed.role}  ${changed.active ? 'active' : 'deactivated'}`);
    });
}

/** Verbs about people, teams and webhooks. */
export function addPeopleVerbs(program: Command): void {
  addPersonVerbs(program);
  const team = program.command('team').description('Teams.');
  team
    .command('put')
    .description('Make a team, or set its members.')
    .argument('<name>')
    .argument('[members...]', 'UUIDs or e-mail addresses')
    .addHelpText('after', '\nExample:\n  allclear team put payments ana@example.org ben@example.org')
    .action(async (name: string, members: string[], _options: object, command: Command) => {
      const made = await clientFor(command).call('putTeam', { name, members });
      print(command, made, `${made.name}: ${made.members.length} members`);
    });
  team
    .command('list')
    .description('Teams.')
    .addHelpText('after', '\nExample:\n  allclear team list')
    .action(async (_options: object, command: Command) => {
      const page = await clientFor(command).call('listTeams', {});
      print(command, page, columns(page.items.map((each) => [each.name, `${each.members.length} members`])));
    });
  team
    .command('delete')
    .description('Remove a team.')
    .argument('<name>')
    .addHelpText('after', '\nExample:\n  allclear team delete payments')
    .action(async (name: string, _options: object, command: Command) => {
      await clientFor(command).call('deleteTeam', { name });
      print(command, {}, 'Removed.');
    });
  addWebhookVerbs(program);
}

function addWebhookVerbs(program: Command): void {
  const webhook = program.command('webhook').description('Where entries of public incidents are sent, signed.');
  webhook
    .command('create')
    .description('Send entries to a URL; the signing secret is shown once.')
    .argument('<url>')
    .requiredOption('--name <name>')
    .addHelpText('after', '\nExample:\n  allclear webhook create https://example.org/hook --name archive')
    .action(async (url: string, { name }: { name: string }, command: Command) => {
      const made = await clientFor(command).call('createWebhook', { name, url });
      print(command, made, made.secret);
    });
  webhook
    .command('list')
    .description('Webhooks.')
    .addHelpText('after', '\nExample:\n  allclear webhook list')
    .action(async (_options: object, command: Command) => {
      const page = await clientFor(command).call('listWebhooks', {});
      print(command, page, columns(page.items.map((each) => [each.id, each.name, each.url])));
    });
  webhook
    .command('revoke')
    .description('Stop a webhook.')
    .argument('<id>')
    .addHelpText('after', '\nExample:\n  allclear webhook revoke 01930000-0000-7000-8000-000000000000')
    .action(async (id: string, _options: object, command: Command) => {
      await clientFor(command).call('revokeWebhook', { id });
      print(command, {}, 'Revoked.');
    });
}
