import type { Command } from 'commander';
import { randomUUID } from 'node:crypto';
import type { EndpointReply } from '../../api/endpoint-table.ts';
import { clientFor, Misuse, print } from '../context.ts';
import { columns } from '../table.ts';
import { instantOf } from '../when.ts';

type Shown = EndpointReply<'showStatusPage'>;

const list = (value: string, before: string[]): string[] => [...before, value];
const said = '<component=status>';
const saidHelp = 'how a component is, such as checkout=partial_outage; may be repeated';

function pageText({ name, says, address, subscribers, components, posts, targets }: Shown): string {
  const parts = components.map(({ key, status, uptime }) => [
    key,
    status,
    uptime === null ? '' : `${(uptime * 100).toFixed(2)} %`,
  ]);
  const told = posts.map(({ key, kind, status, title, changedAt }) => [key, kind, status, changedAt, title]);
  const copies = targets.map(({ name: target, where, current, failure, pushedAt }) => [
    target,
    where,
    failure ?? (current ? 'current' : 'waiting'),
    pushedAt ?? 'never',
  ]);
  const blocks = [
    `${name}: ${says}\n${address}, ${subscribers} subscribed`,
    ...[parts, told, copies].filter((rows) => rows.length > 0).map(columns),
  ];
  return blocks.join('\n\n');
}

function addReading(page: Command): void {
  page
    .command('list')
    .description('The status pages, and how they are.')
    .addHelpText('after', '\nExample:\n  allclear page list')
    .action(async (_options: object, command: Command) => {
      const reply = await clientFor(command).call('listStatusPages', {});
      const rows = reply.items.map(({ slug, name, visibility, says }) => [slug, name, visibility, says]);
      print(command, reply, rows.length === 0 ? 'No status page is set up.' : columns(rows));
    });

  page
    .command('show')
    .description('A status page: its components, what was published, and its copies.')
    .argument('<page>')
    .addHelpText('after', '\nExample:\n  allclear page show shop')
    .action(async (slug: string, _options: object, command: Command) => {
      const reply = await clientFor(command).call('showStatusPage', { page: slug });
      print(command, reply, pageText(reply));
    });

  page
    .command('subscribers')
    .description('Who hears of a status page.')
    .argument('<page>')
    .addHelpText('after', '\nExample:\n  allclear page subscribers shop')
    .action(async (slug: string, _options: object, command: Command) => {
      const reply = await clientFor(command).call('listSubscribers', { page: slug });
      const rows = reply.items.map(({ id, channel, address, confirmed }) => [
        id,
        channel,
        address,
        confirmed ? '' : 'not confirmed',
      ]);
      print(command, reply, rows.length === 0 ? 'Nobody is subscribed.' : columns(rows));
    });
}

interface NoticeOptions {
  readonly title?: string;
  readonly post?: string;
  readonly status: never;
  readonly components: string[];
}

function addPublishing(page: Command): void {
  page
    .command('notice')
    .description('Publish words that belong to no incident: a new notice, or the next update of one.')
    .argument('<page>')
    .argument('<text>')
    .option('--title <title>', 'what customers notice; needed for a new one')
    .option('--post <key>', 'the notice that it goes on with, such as N1')
    .option('--status <status>', 'investigating, working, watching or resolved', 'investigating')
    .option(`--components ${said}`, saidHelp, list, [])
    .addHelpText('after', '\nExample:\n  allclear page notice shop "We are looking." --title "Search is slow"')
    .action(async (slug: string, text: string, { title, post, ...rest }: NoticeOptions, command: Command) => {
      const given = { ...(title === undefined ? {} : { title }), ...(post === undefined ? {} : { post }) };
      const reply = await clientFor(command).call('postNotice', {
        page: slug,
        id: randomUUID(),
        text,
        ...given,
        ...rest,
      });
      print(command, reply, `${reply.key} is published.`);
    });

  page
    .command('schedule')
    .description('Announce maintenance. It begins and ends by itself at its times.')
    .argument('<page>')
    .argument('<title>')
    .requiredOption('--text <text>', 'what customers read')
    .requiredOption('--from <when>', 'such as 2026-12-01T22:00:00Z, 22:00 or +2h', (text: string) => instantOf(text))
    .requiredOption('--to <when>', 'when it ends', (text: string) => instantOf(text))
    .option('--component <component>', 'what it is about; may be repeated', list, [])
    .addHelpText('after', '\nExample:\n  allclear page schedule shop "New database" --text "…" --from 22:00 --to 23:30')
    .action(
      async (
        slug: string,
        title: string,
        { text, from, to, component }: { text: string; from: string; to: string; component: string[] },
        command: Command,
      ) => {
        const body = { title, text, startsAt: from, endsAt: to, components: component };
        const reply = await clientFor(command).call('scheduleMaintenance', { page: slug, id: randomUUID(), ...body });
        print(command, reply, `${reply.key} is announced.`);
      },
    );

  page
    .command('maintenance')
    .description('Say how maintenance goes, or that it began or ended before its time.')
    .argument('<page>')
    .argument('<key>', 'such as M1')
    .argument('<text>')
    .option('--status <status>', 'in_progress, verifying or completed')
    .addHelpText('after', '\nExample:\n  allclear page maintenance shop M1 "Done early." --status completed')
    .action(async (slug: string, key: string, text: string, options: { status?: never }, command: Command) => {
      const request = { page: slug, maintenance: key, id: randomUUID(), text, ...options };
      const reply = await clientFor(command).call('updateMaintenance', request);
      print(command, reply, `${reply.key} is updated.`);
    });
}

function addKeeping(page: Command): void {
  page
    .command('unsubscribe')
    .description('Delete a subscriber, with the address.')
    .argument('<page>')
    .argument('<subscriber>', 'its id')
    .addHelpText('after', '\nExample:\n  allclear page unsubscribe shop 01a20eca-…')
    .action(async (slug: string, subscriber: string, _options: object, command: Command) => {
      const reply = await clientFor(command).call('removeSubscriber', { page: slug, subscriber });
      print(command, reply, 'Deleted.');
    });

  page
    .command('secret')
    .description('Set the secret key by which copies are written to a bucket, from ALLCLEAR_TARGET_SECRET.')
    .argument('<page>')
    .argument('<target>', 'its name in the document')
    .addHelpText('after', '\nExample:\n  ALLCLEAR_TARGET_SECRET=… allclear page secret shop bucket')
    .action(async (slug: string, target: string, _options: object, command: Command) => {
      const secret = process.env['ALLCLEAR_TARGET_SECRET'];
      if (!secret)
        throw new Misuse('Put the secret key into ALLCLEAR_TARGET_SECRET: a command line is no place for it.');
      const reply = await clientFor(command).call('setTargetSecret', { page: slug, target, secret });
      print(command, reply, 'Set.');
    });
}

/** `page` shows status pages and publishes what belongs to no incident. */
export function addPageVerb(program: Command): void {
  const page = program
    .command('page')
    .description('Status pages: what customers read.')
    .addHelpText('after', '\nExample:\n  allclear page show shop');
  addReading(page);
  addPublishing(page);
  addKeeping(page);
}
