import { testLetter } from '../../document/update-letter.ts';
import type { Subject } from '../../domain/access/subject.ts';
import { authorise } from '../authenticate.ts';
import type { Door } from '../door.ts';
import type { EndpointHandlers } from '../endpoint.ts';
import type { ChannelRecord, Result } from '../ports.ts';
import { fail, ProblemError } from '../problem.ts';
import { iso } from '../view.ts';

type Names = 'listChannelKinds' | 'listChannels' | 'createChannel' | 'changeChannel' | 'revokeChannel' | 'testChannel';

const channelView = (channel: ChannelRecord) => ({
  ...channel,
  settings: { ...channel.settings },
  secretsSet: [...channel.secretsSet],
  createdAt: iso(channel.createdAt),
});

function shown(result: Result<ChannelRecord>) {
  if (!result.ok) throw new ProblemError(result.problem);
  return channelView(result.value);
}

type Given = Readonly<Record<string, string>>;

/** What opens private incidents to another system is an owner's decision. */
function mayGive(door: Door, subject: Subject, integration: string, before: Given, given: Given): void {
  const fields = door.channelKinds.find(({ name }) => name === integration)?.fields ?? [];
  const changed = fields.some(
    ({ name, ownersOnly, choices: [plain = ''] = [] }) =>
      ownersOnly === true && (given[name] || plain) !== (before[name] || plain),
  );
  if (changed) authorise(subject, 'owner.manage');
}

/** Ways out, as operators set them up. */
export function channelHandlers(door: Door): EndpointHandlers<Names> {
  return {
    async listChannelKinds() {
      return {
        items: door.channelKinds.map(({ name, fields }) => ({
          name,
          fields: fields.map(({ choices, ownersOnly: _ownersOnly, ...field }) => ({
            ...field,
            ...(choices ? { choices: [...choices] } : {}),
          })),
        })),
      };
    },

    async listChannels() {
      return { items: (await door.channels.list()).map(channelView) };
    },

    async createChannel(channel, { subject }) {
      mayGive(door, subject, channel.integration, {}, channel.settings);
      return shown(await door.channels.make(channel));
    },

    async changeChannel({ id, ...change }, { subject }) {
      const before = (await door.channels.list()).find((channel) => channel.id === id);
      if (before) mayGive(door, subject, before.integration, before.settings, change.settings);
      return shown(await door.channels.change(id, change));
    },

    async revokeChannel({ id }) {
      if (!(await door.channels.revoke(id))) throw fail('channel/not-found');
      return {};
    },

    async testChannel({ id, to }) {
      const channel = await door.channels.open(id);
      if (channel === null) throw fail('channel/not-found');
      const timestamp = iso(await door.log.now());
      const letter = { type: 'channel.test', timestamp, data: { to }, ...testLetter(channel.integration) };
      const sent = await door.sendNow(channel, { name: to, address: to }, { id: door.identities.next(), letter });
      return { sent: sent.kind === 'sent', outcome: sent.kind === 'sent' ? 'sent' : sent.reason };
    },
  };
}
