import { Command, Option } from 'commander';
import { v7 } from 'uuid';
import type { EndpointReply } from '../../api/endpoint-table.ts';
import { type Audience, audiences } from '../../domain/incident/vocabulary.ts';
import { clientFor, incidentFor, print } from '../context.ts';
import { columns, moment } from '../table.ts';

type Draft = EndpointReply<'showDraft'>;
type Brief = EndpointReply<'showBrief'>;
type Words = Draft['draft'];

const part = (heading: string, text: string): string[] =>
  text === '' ? [] : [`${heading}:\n${text.replace(/^/gm, '  ')}`];

const wordsText = ({ status, know, doing, dontKnow }: Words): string =>
  [
    status,
    ...part('What we know', know),
    ...part('What we are doing', doing),
    ...part('What we do not know yet', dontKnow),
  ].join('\n');

function draftText({ draft, kept, last, changed, promise, questions, whenFixed }: Draft): string {
  return [
    wordsText(kept ?? draft),
    '',
    promise === null ? 'Nothing is promised.' : `Promised for ${moment(promise.at)} (${promise.key}).`,
    ...(last === null ? [] : [`Last one ${last.key} at ${moment(last.sentAt)}: ${last.status}`]),
    ...(changed.length === 0 ? [] : [`Changed since: ${changed.join(', ')}.`]),
    ...questions.map(({ key, by, text }) => `${key}${by === '' ? '' : ` (${by})`}: ${text}`),
    `"When will it be fixed?": ${whenFixed}`,
  ].join('\n');
}

function briefText({ title, number, severity, phaseSays, beforeShape, latest, nextAt, overdue, questions }: Brief) {
  return [
    `${number} ${severity} ${title}`,
    phaseSays,
    nextAt === null ? 'No further update is promised.' : `Next update ${moment(nextAt)}${overdue ? ', overdue' : ''}.`,
    '',
    latest === null ? (beforeShape ?? '') : wordsText(latest),
    ...questions.map(
      ({ key, text, state, answer }) => `${key} ${state}: ${text}${answer === '' ? '' : ` → ${answer}`}`,
    ),
  ].join('\n');
}

function addUpdateVerbs(program: Command): void {
  program
    .command('draft')
    .description('The next update to an audience, drafted from the log (C5).')
    .addOption(new Option('--audience <audience>').choices(audiences).default('leadership'))
    .addHelpText('after', '\nExample:\n  allclear draft --audience customers')
    .action(async ({ audience }: { audience: Audience }, command: Command) => {
      const client = clientFor(command);
      const draft = await client.call('showDraft', { incident: await incidentFor(command, client), audience });
      print(command, draft, draftText(draft));
    });
  program
    .command('holding-statement')
    .description('What leadership hears first, to be read aloud (C1).')
    .addHelpText('after', '\nExample:\n  allclear holding-statement')
    .action(async (_options: object, command: Command) => {
      const client = clientFor(command);
      const statement = await client.call('showHoldingStatement', { incident: await incidentFor(command, client) });
      const tell = 'Then: allclear record-update "<what you said>" --told-whom "<who>" --next-in 30min';
      print(command, statement, `${statement.text}\n\n${tell}`);
    });
  program
    .command('updates')
    .description('Every update that was given, and what became of each delivery.')
    .addHelpText('after', '\nExample:\n  allclear updates -i 41')
    .action(async (_options: object, command: Command) => {
      const client = clientFor(command);
      const incident = await incidentFor(command, client);
      const [updates, deliveries] = await Promise.all([
        client.call('listUpdates', { incident }),
        client.call('listDeliveries', { incident }),
      ]);
      const rows = [
        ...updates.items.map(({ key, audience, sentAt, status }) => [key || 'told', audience, moment(sentAt), status]),
        ...deliveries.items.map(({ recipient, channel, createdAt, state, outcome }) => [
          recipient,
          channel,
          moment(createdAt),
          state === 'given-up' ? `${state}: ${outcome ?? ''}` : state,
        ]),
      ];
      print(command, { updates: updates.items, deliveries: deliveries.items }, columns(rows));
    });
  program
    .command('promises')
    .description('How promised updates were kept, month by month (C7).')
    .addHelpText('after', '\nExample:\n  allclear promises')
    .action(async (_options: object, command: Command) => {
      const { items } = await clientFor(command).call('listPromiseMonths', {});
      const rows = items.map(({ month, kept, late, missed }) => [
        month,
        `${kept} kept`,
        `${late} late`,
        `${missed} missed`,
      ]);
      print(command, items, rows.length === 0 ? 'Nothing was promised yet.' : columns(rows));
    });
}

function addBriefVerbs(program: Command): void {
  const brief = program.command('brief').description('What leaders see, what they ask, and links for them (C4).');
  brief
    .command('show', { isDefault: true })
    .description('The brief of an incident.')
    .addHelpText('after', '\nExample:\n  allclear brief -i 41')
    .action(async (_options: object, command: Command) => {
      const client = clientFor(command);
      const shown = await client.call('showBrief', { incident: await incidentFor(command, client) });
      print(command, shown, briefText(shown));
    });
  brief
    .command('ask')
    .description('Ask a question; it is answered in an update.')
    .argument('<text...>')
    .addHelpText('after', '\nExample:\n  allclear brief ask "Is data lost?" -i 41')
    .action(async (text: string[], _options: object, command: Command) => {
      const client = clientFor(command);
      const incident = await incidentFor(command, client);
      const asked = await client.call('askQuestion', { incident, id: v7(), text: text.join(' ') });
      print(command, asked, `${asked.key} waits for the next update.`);
    });
  brief
    .command('link')
    .description('Make a personal link to the brief; it ends after a day or at the all-clear.')
    .argument('<name...>', 'whom it is for')
    .addHelpText('after', '\nExample:\n  allclear brief link "Head of shop"')
    .action(async (name: string[], _options: object, command: Command) => {
      const client = clientFor(command);
      const incident = await incidentFor(command, client);
      const made = await client.call('createBriefLink', { incident, name: name.join(' ') });
      print(command, made, `${client.url}/brief#${made.secret}\nShown once. It ends ${moment(made.expiresAt)}.`);
    });
  brief
    .command('links')
    .description('The links of a brief, and how often each was opened.')
    .addHelpText('after', '\nExample:\n  allclear brief links -i 41')
    .action(async (_options: object, command: Command) => {
      const client = clientFor(command);
      const { items } = await client.call('listBriefLinks', { incident: await incidentFor(command, client) });
      const rows = items.map(({ id, name, opened, revokedAt }) => [
        id,
        name,
        `opened ${opened} times`,
        revokedAt === null ? '' : 'ended',
      ]);
      print(command, items, columns(rows));
    });
  brief
    .command('end')
    .description('End a link.')
    .argument('<id>')
    .addHelpText('after', '\nExample:\n  allclear brief end 0198c5a0-…')
    .action(async (id: string, _options: object, command: Command) => {
      const client = clientFor(command);
      await client.call('revokeBriefLink', { incident: await incidentFor(command, client), id });
      print(command, {}, 'The link opens nothing any more.');
    });
}

/** Updates, and briefs for leaders. */
export function addSpeakingVerbs(program: Command): void {
  addUpdateVerbs(program);
  addBriefVerbs(program);
}
