import * as z from 'zod';
import type { ChatArrival, ChatRequest } from '../../chat/ports.ts';
import { instant } from '../../domain/time.ts';
import { isSigned } from './signature.ts';

const word = z.string().regex(/^[\w.:-]{1,200}$/);
/** The time of a message, which names it in its channel. */
const stamp = z.string().regex(/^\d{1,10}\.\d{1,6}$/);
const nobody: ChatArrival = { kind: 'answer', body: '' };
const unreadable: ChatArrival = { kind: 'unreadable' };

const firstOf = (header: string | string[] | undefined): string => [header].flat()[0] ?? '';

/** Checks that Slack signed it, and reads what somebody did. Slack's own retries bring the same ids. */
export function readRequest({ way, headers, body }: ChatRequest, secret: string, now: number): ChatArrival {
  const timestamp = firstOf(headers['x-slack-request-timestamp']);
  const signature = firstOf(headers['x-slack-signature']);
  if (!isSigned(secret, { timestamp, signature }, body, now)) return { kind: 'not-theirs' };
  const text = Buffer.from(body).toString('utf8');
  try {
    if (way === 'events') return readEvent(JSON.parse(text));
    const form = new URLSearchParams(text);
    if (way === 'commands') return readCommand(Object.fromEntries(form));
    if (way === 'interactions') return readInteraction(JSON.parse(form.get('payload') ?? ''));
    return unreadable;
  } catch {
    return unreadable;
  }
}

const command = z.object({ text: z.string().max(10_000), user_id: word, channel_id: word, trigger_id: word });

function readCommand(fields: unknown): ChatArrival {
  const read = command.safeParse(fields);
  if (!read.success) return unreadable;
  const { text, user_id: user, channel_id: room, trigger_id: opens } = read.data;
  return { kind: 'act', act: { kind: 'line', id: opens, user, room, text: unmarked(text), opens } };
}

const place = z.object({ id: word });
const pressed = z.object({
  type: z.literal('block_actions'),
  user: place,
  channel: place,
  trigger_id: word,
  actions: z.array(z.object({ value: z.string().max(2000) })).min(1),
});
const input = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});
const filled = z.object({
  type: z.literal('view_submission'),
  user: place,
  view: z.object({
    id: word,
    private_metadata: z.string().max(3000),
    state: z.object({ values: z.record(z.string(), z.object({ v: input })) }),
  }),
});
const metadata = z.object({ room: word, does: z.string() });

function readInteraction(payload: unknown): ChatArrival {
  const button = pressed.safeParse(payload);
  if (button.success) {
    const { user, channel, trigger_id: opens, actions } = button.data;
    const does = actions[0]?.value ?? '';
    return { kind: 'act', act: { kind: 'pressed', id: opens, user: user.id, room: channel.id, does, opens } };
  }
  const form = filled.safeParse(payload);
  if (!form.success) return nobody;
  const { user, view } = form.data;
  const { room, does } = metadata.parse(JSON.parse(view.private_metadata));
  const typed = Object.fromEntries(
    Object.entries(view.state.values).map(([name, { v }]) => [name, v.value ?? v.selected_option?.value ?? '']),
  );
  return { kind: 'act', act: { kind: 'filled', id: view.id, user: user.id, room, does, typed } };
}

const message = z.object({
  type: z.literal('message'),
  subtype: z.string().optional(),
  bot_id: z.string().optional(),
  channel: word,
  user: word.optional(),
  text: z.string().default(''),
  ts: stamp.optional(),
  thread_ts: z.string().optional(),
  parent_user_id: z.string().optional(),
  deleted_ts: stamp.optional(),
});
const pin = z.object({
  type: z.literal('pin_added'),
  user: word,
  channel_id: word,
  item: z.object({
    message: z.object({ user: word, text: z.string(), ts: stamp, bot_id: z.string().optional() }),
  }),
});
const envelope = z.object({ type: z.string(), challenge: z.string().optional(), event: z.unknown().optional() });

/** Kinds of messages that people write. Joins, renames and the like are none. */
const written = [undefined, 'thread_broadcast', 'file_share', 'me_message'];

const instantOf = (ts: string) => instant(Math.floor(Number(ts) * 1000));

function readEvent(payload: unknown): ChatArrival {
  const { type, challenge, event } = envelope.parse(payload);
  if (type === 'url_verification') return { kind: 'answer', body: JSON.stringify({ challenge }) };
  const said = message.safeParse(event);
  if (said.success) return readMessage(said.data);
  const pinned = pin.safeParse(event);
  if (!pinned.success || pinned.data.item.message.bot_id !== undefined) return nobody;
  const { user, channel_id: room, item } = pinned.data;
  const { user: author, ts, text } = item.message;
  const act = {
    kind: 'pinned',
    id: ts,
    user,
    room,
    message: ts,
    author,
    text: unmarked(text),
    at: instantOf(ts),
  } as const;
  return { kind: 'act', act };
}

function readMessage(said: z.infer<typeof message>): ChatArrival {
  const { subtype, bot_id: robot, channel: room, user, text, ts, thread_ts: thread, parent_user_id: parent } = said;
  if (subtype === 'message_deleted' && said.deleted_ts) {
    return { kind: 'act', act: { kind: 'deleted', room, message: said.deleted_ts } };
  }
  if (!written.includes(subtype) || robot !== undefined || user === undefined || ts === undefined) return nobody;
  const repliesTo = thread !== undefined && thread !== ts ? (parent ?? '') : null;
  const act = {
    kind: 'said',
    id: ts,
    user,
    room,
    message: ts,
    text: unmarked(text),
    at: instantOf(ts),
    repliesTo,
  } as const;
  return { kind: 'act', act };
}

/** Slack's marks taken off, save mentions of people, which stay `<@U123>`. */
export const unmarked = (text: string): string =>
  text
    .replaceAll(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, '\u0001$1\u0002')
    .replaceAll(/<#[A-Z0-9]+\|([^>]*)>/g, '#$1')
    .replaceAll(/<!([a-z]+)(?:\|[^>]*)?>/g, '@$1')
    .replaceAll(/<(?:mailto:)?([^>|]+)(?:\|[^>]*)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\u0001([A-Z0-9]+)\u0002/g, '<@$1>');
