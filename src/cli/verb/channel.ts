import type { Command } from 'commander';
import { clientFor, Misuse, print } from '../context.ts';
import { columns } from '../table.ts';

/** `host=smtp.example.org` on the command line. */
function settingsFrom(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new Misuse(`${pair} is no setting. Write name=value, such as host=smtp.example.org.`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function addNewVerbs(channel: Command): void {
  channel
    .command('kinds')
    .description('What can be set up, and what each asks for.')
    .addHelpText('after', '\nExample:\n  allclear channel kinds')
    .action(async (_options: object, command: Command) => {
      const { items } = await clientFor(command).call('listChannelKinds', {});
      const lines = items.flatMap(({ name, fields }) => [
        name,
        ...fields.map((field) => `  ${field.name}${field.required ? ' (needed)' : ''}  ${field.help}`),
      ]);
      print(command, items, lines.join('\n'));
    });
  channel
    .command('list')
    .description('What was set up.')
    .addHelpText('after', '\nExample:\n  allclear channel list')
    .action(async (_options: object, command: Command) => {
      const { items } = await clientFor(command).call('listChannels', {});
      print(command, items, columns(items.map(({ id, name, integration }) => [id, name, integration])));
    });
  channel
    .command('add')
    .description('Set a channel up.')
    .argument('<kind>')
    .argument('<name>')
    .argument('[settings...]', 'name=value')
    .addHelpText('after', '\nExample:\n  allclear channel add email mail host=smtp.example.org from=ops@example.org')
    .action(async (integration: string, name: string, pairs: string[], _options: object, command: Command) => {
      const made = await clientFor(command).call('createChannel', { integration, name, settings: settingsFrom(pairs) });
      print(command, made, `${made.name} is set up. Try it: allclear channel test ${made.id} <address>`);
    });
}

function addExistingVerbs(channel: Command): void {
  channel
    .command('set')
    .description('Change a channel. A secret that is left out stays as it is.')
    .argument('<id>')
    .argument('<name>')
    .argument('[settings...]', 'name=value')
    .addHelpText('after', '\nExample:\n  allclear channel set 0198c5a0-… mail host=smtp2.example.org')
    .action(async (id: string, name: string, pairs: string[], _options: object, command: Command) => {
      const changed = await clientFor(command).call('changeChannel', { id, name, settings: settingsFrom(pairs) });
      print(command, changed, `${changed.name} is changed.`);
    });
  channel
    .command('test')
    .description('Send a test through a channel.')
    .argument('<id>')
    .argument('<address>')
    .addHelpText('after', '\nExample:\n  allclear channel test 0198c5a0-… me@example.org')
    .action(async (id: string, to: string, _options: object, command: Command) => {
      const tested = await clientFor(command).call('testChannel', { id, to });
      print(command, tested, tested.sent ? 'It was taken. See whether it arrives.' : `Not sent: ${tested.outcome}.`);
    });
  channel
    .command('remove')
    .description('Remove a channel.')
    .argument('<id>')
    .addHelpText('after', '\nExample:\n  allclear channel remove 0198c5a0-…')
    .action(async (id: string, _options: object, command: Command) => {
      await clientFor(command).call('revokeChannel', { id });
      print(command, {}, 'Nobody is told through it any more.');
    });
}

/** Ways out: what can be set up, what was, and whether it works. */
export function addChannelVerbs(program: Command): void {
  const channel = program.command('channel').description('Ways out: mail, chat, webhooks.');
  addNewVerbs(channel);
  addExistingVerbs(channel);
}
