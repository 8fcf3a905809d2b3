import type { Called, ChatLink, RoomWish } from '../../chat/ports.ts';
import { blocksOf, viewOf } from './blocks.ts';
import type { Answer, Call } from './call.ts';
import { channelNames } from './name.ts';

type Self = { readonly user: string; readonly team: string };

interface SlackUser {
  readonly team_id?: string;
  readonly deleted?: boolean;
  readonly is_bot?: boolean;
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly is_stranger?: boolean;
  readonly is_email_confirmed?: boolean;
  readonly profile?: { readonly email?: string };
}

async function then<From, To>(
  called: Promise<Called<From>>,
  next: (value: From) => To | Promise<To>,
): Promise<Called<To>> {
  const done = await called;
  return done.ok ? { ok: true, value: await next(done.value) } : done;
}

/**
 * The address that says who somebody is. Only Slack's word on a full member of our own workspace counts: a guest, or a
 * member of another one that shares a channel, could bear any address.
 */
export function addressOf(user: SlackUser, team: string): string | null {
  const outside = user.is_restricted || user.is_ultra_restricted || user.is_stranger || user.team_id !== team;
  if (outside || user.deleted || user.is_bot || user.is_email_confirmed === false) return null;
  return user.profile?.email ?? null;
}

/** One workspace of Slack, by its methods. `known` keeps who we are there, which never changes for a token. */
export function slackLink(call: Call, known: { self: Self | null }): ChatLink {
  const self = async (): Promise<Called<Self>> => {
    if (known.self !== null) return { ok: true, value: known.self };
    return then(call('auth.test', {}), ({ user_id: user, team_id: team }) => {
      known.self = { user: String(user), team: String(team) };
      return known.self;
    });
  };
  const plainly = (method: string, args: Readonly<Record<string, unknown>>): Promise<Called<null>> =>
    then(call(method, args), () => null);
  return {
    self,
    async emailOf(user) {
      const us = await self();
      if (!us.ok) return us;
      return then(call('users.info', { user }), (answer) => addressOf(answer.user as SlackUser, us.value.team));
    },
    async userOf(email) {
      const found = await call('users.lookupByEmail', { email });
      if (!found.ok) return found.error === 'users_not_found' ? { ok: true, value: null } : found;
      return { ok: true, value: (found.value.user as { id: string }).id };
    },
    makeRoom: (wish) => makeRoom(call, self, wish),
    async describe(channel, topic, purpose) {
      const told = await plainly('conversations.setTopic', { channel, topic });
      return told.ok ? plainly('conversations.setPurpose', { channel, purpose }) : told;
    },
    async invite(channel, users) {
      if (users.length === 0) return { ok: true, value: null };
      const done = await plainly('conversations.invite', { channel, users: users.join(','), force: true });
      return !done.ok && done.error === 'already_in_channel' ? { ok: true, value: null } : done;
    },
    post: (channel, message) =>
      then(call('chat.postMessage', { channel, ...blocksOf(message), unfurl_links: false }), ({ ts }) => String(ts)),
    edit: (channel, ts, message) => plainly('chat.update', { channel, ts, ...blocksOf(message) }),
    async pin(channel, timestamp) {
      const done = await plainly('pins.add', { channel, timestamp });
      return !done.ok && done.error === 'already_pinned' ? { ok: true, value: null } : done;
    },
    whisper: (channel, user, message) => plainly('chat.postEphemeral', { channel, user, ...blocksOf(message) }),
    open: (trigger, room, form) => plainly('views.open', { trigger_id: trigger, view: viewOf(form, room) }),
  };
}

/** A name that is taken may be our own, from a try whose answer was lost: then that channel is the one. */
async function makeRoom(
  call: Call,
  self: () => Promise<Called<Self>>,
  wish: RoomWish,
): Promise<Called<{ room: string; name: string }>> {
  let last: Called<Answer> | null = null;
  for (const name of channelNames(wish)) {
    last = await call('conversations.create', { name, is_private: wish.private });
    if (last.ok) return { ok: true, value: roomIn(last.value.channel as Channel) };
    if (last.error !== 'name_taken') return last;
    const ours = await ownChannel(call, self, name);
    if (!ours.ok) return ours;
    if (ours.value !== null) return { ok: true, value: roomIn(ours.value) };
  }
  return last as Exclude<Called<Answer>, { ok: true }>;
}

interface Channel {
  readonly id: string;
  readonly name: string;
  readonly creator?: string;
}

const roomIn = ({ id, name }: Channel): { room: string; name: string } => ({ room: id, name });

async function ownChannel(
  call: Call,
  self: () => Promise<Called<Self>>,
  name: string,
): Promise<Called<Channel | null>> {
  const us = await self();
  if (!us.ok) return us;
  for (let cursor = ''; ;) {
    const page = await call('conversations.list', {
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: 1000,
      ...(cursor === '' ? {} : { cursor }),
    });
    if (!page.ok) return page;
    const found = (page.value.channels as readonly Channel[]).find((channel) => channel.name === name);
    if (found) return { ok: true, value: found.creator === us.value.user ? found : null };
    cursor = (page.value.response_metadata as { next_cursor?: string } | undefined)?.next_cursor ?? '';
    if (cursor === '') return { ok: true, value: null };
  }
}
