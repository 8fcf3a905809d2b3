import type { Composer, DueDelivery, Message, Sent } from '../dispatch/ports.ts';
import { isToldInChat, postEveryMs } from '../domain/chat/gather.ts';
import type { IncidentEventBodies, StoredIncidentEvent } from '../domain/incident/event.ts';
import type { PublicFacts } from '../domain/incident/facts.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import { chatWords } from '../text/chat.ts';
import { entryLine } from '../text/entry.ts';
import { asksOf, saying } from './asks.ts';
import type { Called, ChatLink, ChatMessage, ChatRoom, ChatRooms, ChatWork } from './ports.ts';
import { isClean, roomMessage } from './room-message.ts';

type Name = (person: string) => string;

export interface TellingNeeds {
  readonly rooms: ChatRooms;
  readonly log: {
    state(incident: string): Promise<IncidentState | null>;
    entries(incident: string, afterVersion: number, limit: number): Promise<StoredIncidentEvent[]>;
    entry(incident: string, id: string): Promise<StoredIncidentEvent | null>;
  };
  readonly facts: (state: IncidentState) => Promise<PublicFacts>;
  readonly names: () => Promise<Name>;
  readonly emailOf: (person: string) => Promise<string | null>;
  /** Where people reach the cockpit. */
  readonly address: () => Promise<string>;
}

interface Told {
  readonly delivery: DueDelivery;
  readonly state: IncidentState;
  readonly room: ChatRoom;
  readonly version: number;
}
type Open = Told & { readonly room: ChatRoom & { readonly room: string; readonly pinned: string } };

const sentAll: Sent = { kind: 'sent' };
const outcome = (called: Called<unknown>): Sent => (called.ok ? sentAll : called.sent);
const over = (why: string): Message => ({ kind: 'superseded', why });
const work = (does: ChatWork['work']): Message => ({ kind: 'current', body: { work: does } satisfies ChatWork });

const roomOpensMs = 1000;
const dayMs = 86_400_000;
/** More than this nobody reads in one message. */
const mostEntries = 200;
const mostInvited = 5;

/** Rooms in chats: how they are opened, and what is told there. */
export function chatComposers(needs: TellingNeeds): readonly Composer[] {
  /** What still stands of a delivery: an incident that became private is told no more. */
  async function stands(delivery: DueDelivery): Promise<Told | null> {
    const { incident } = delivery;
    const [state, room] = incident
      ? await Promise.all([needs.log.state(incident), needs.rooms.ofIncident(incident)])
      : [null, null];
    if (!state || !room || (state.private && !room.mirrorsPrivate)) return null;
    return { delivery, state, room, version: Number(delivery.parameters.version) };
  }

  const composer = (kind: string, compose: (told: Told) => Promise<Message> | Message): Composer => ({
    kind,
    compose: (deliveries) =>
      Promise.all(
        deliveries.map(async (delivery) => {
          const told = await stands(delivery);
          return told ? compose(told) : over('there is no room to tell it in');
        }),
      ),
  });

  const whenOpen =
    (compose: (told: Open) => Promise<Message> | Message) =>
    (told: Told): Promise<Message> | Message => {
      const { room } = told;
      if (room.room !== null && room.pinned !== null) return compose(told as Open);
      // The time of the database, as the delivery knows it, is enough to give up by.
      return told.delivery.attempts * roomOpensMs > dayMs
        ? over('the room was never opened')
        : { kind: 'later', inMs: roomOpensMs, why: 'the room is not open yet' };
    };

  return [
    composer('chat-room', (told) => work((link) => openRoom(needs, told, link))),
    composer(
      'chat-state',
      whenOpen((told) => standing(needs, told)),
    ),
    composer(
      'chat-post',
      whenOpen((told) => gathered(needs, told)),
    ),
    composer(
      'chat-join',
      whenOpen((told) => joined(needs, told)),
    ),
    composer(
      'chat-offer',
      whenOpen((told) => offered(needs, told)),
    ),
  ];
}

async function messageNow(needs: TellingNeeds, state: IncidentState, { keepDays }: ChatRoom): Promise<ChatMessage> {
  const [facts, name, base] = await Promise.all([needs.facts(state), needs.names(), needs.address()]);
  return roomMessage({ state, facts, name, address: `${base}/incidents/${state.number}`, keepDays });
}

/** Opens the room, step by step: each is kept, and a try that was cut short goes on where it was. */
async function openRoom(needs: TellingNeeds, { state, room: before }: Told, link: ChatLink): Promise<Sent> {
  const { rooms } = needs;
  const { number, title, severity, private: secret, id } = state;
  if (before.room === null) {
    const us = await link.self();
    if (!us.ok) return us.sent;
    const made = await link.makeRoom({ number, title, private: secret });
    if (!made.ok) return made.sent;
    await rooms.opened(id, { ...made.value, self: us.value.user, team: us.value.team });
  }
  const room = await rooms.ofIncident(id);
  if (!room?.room) return { kind: 'retry', reason: 'unreachable', afterMs: null };
  let { pinned } = room;
  if (pinned === null) {
    const address = `${await needs.address()}/incidents/${number}`;
    const described = await link.describe(
      room.room,
      chatWords.topic(severity, title).slice(0, 250),
      chatWords.purpose(number, address).slice(0, 250),
    );
    if (!described.ok) return described.sent;
    const current = (await needs.log.state(id)) ?? state;
    const posted = await link.post(room.room, await messageNow(needs, current, room));
    if (!posted.ok) return posted.sent;
    pinned = posted.value;
    await rooms.pinned(id, pinned, current.version);
  }
  const kept = await link.pin(room.room, pinned);
  if (!kept.ok) return kept.sent;
  return room.invited ? sentAll : welcome(needs, state, room, link);
}

/** Lets in whoever is here already, and says once where the room is. Neither is worth failing for. */
async function welcome(needs: TellingNeeds, state: IncidentState, room: ChatRoom, link: ChatLink): Promise<Sent> {
  await needs.rooms.invited(state.id);
  const users: string[] = [];
  for (const person of state.responders.slice(0, mostInvited)) {
    const user = await userOf(needs, person, link);
    if (user !== null) users.push(user);
  }
  await link.invite(room.room ?? '', users);
  if (room.announceIn !== '' && !state.private) {
    const { number, severity, title } = state;
    const text = chatWords.announced(number, severity, title, room.name ?? '');
    await link.post(room.announceIn, { title: null, text, parts: [], buttons: [], foot: null });
  }
  return sentAll;
}

async function userOf(needs: TellingNeeds, person: string, link: ChatLink): Promise<string | null> {
  const email = await needs.emailOf(person);
  const user = email === null ? null : await link.userOf(email);
  return user?.ok ? user.value : null;
}

/** The pinned message as things stand now. Whatever comes after this entry brings a delivery of its own. */
async function standing(needs: TellingNeeds, { state, room, version }: Open): Promise<Message> {
  if (state.version > version) {
    const since = await needs.log.entries(state.id, version, 1);
    if (since[0] !== undefined && since[0].type !== 'DeliveryGivenUp') return over('more has happened since');
  }
  return work(async (link) => outcome(await link.edit(room.room, room.pinned, await messageNow(needs, state, room))));
}

/** Everything that has happened since the last post, in one, when five minutes have passed. */
async function gathered(needs: TellingNeeds, { delivery, state, room, version }: Open): Promise<Message> {
  const { rooms, log } = needs;
  const since = await log.entries(state.id, version, mostEntries);
  if (since.some(({ type }) => isToldInChat(type))) return over('gathered into a later post');
  const turn = await rooms.turn(state.id, delivery.id, version);
  if (turn.kind === 'told') return over('told already');
  if (turn.kind === 'later') return { kind: 'later', inMs: turn.inMs, why: 'gathered: the last post is too recent' };
  return work(async (link) => {
    const [entries, name, facts] = await Promise.all([
      log.entries(state.id, turn.after, mostEntries),
      needs.names(),
      needs.facts(state),
    ]);
    const posted = await link.post(room.room, digest(state, facts, entries, name));
    if (posted.ok) await rooms.posted(state.id, version);
    // What timed out may have arrived, so it counts as the post of these five minutes.
    else if (posted.sent.reason === 'timeout') return { kind: 'retry', reason: 'timeout', afterMs: postEveryMs };
    else await rooms.notPosted(state.id, delivery.id);
    return outcome(posted);
  });
}

function digest(
  state: IncidentState,
  facts: PublicFacts,
  entries: readonly StoredIncidentEvent[],
  name: Name,
): ChatMessage {
  const lines = entries
    .filter(({ type, body }) => body !== null && isToldInChat(type))
    .map(({ type, body, happenedAt }) => chatWords.entry(happenedAt, entryLine(type, body, name)));
  const asks = asksOf(state, name, isClean(state, facts));
  return {
    title: null,
    text: lines.join('\n'),
    parts: asks.length === 0 ? [] : [{ heading: chatWords.waiting, body: asks.map(({ text }) => text).join('\n') }],
    buttons: asks.flatMap(({ buttons }) => buttons).slice(0, 20),
    foot: null,
  };
}

/** Whoever joins the incident is let into its room. Who is not in the chat is reached otherwise. */
async function joined(needs: TellingNeeds, { delivery, state, room }: Open): Promise<Message> {
  const entry = delivery.event === null ? null : await needs.log.entry(state.id, delivery.event);
  if (entry?.type !== 'ResponderJoined' || entry.body === null) return over('the entry is gone');
  const { person } = entry.body;
  return work(async (link) => {
    const user = await userOf(needs, person, link);
    return user === null ? sentAll : outcome(await link.invite(room.room, [user]));
  });
}

/** A hand-over is said to the one who is to take it, and to nobody else. */
async function offered(needs: TellingNeeds, { delivery, state, room }: Open): Promise<Message> {
  const entry = delivery.event === null ? null : await needs.log.entry(state.id, delivery.event);
  if (entry?.type !== 'RoleOffered' || entry.body === null) return over('the offer is gone');
  const { role, to, handover }: IncidentEventBodies['RoleOffered'] = entry.body;
  const offer = state.offers[role];
  if (offer?.to !== to) return over('the offer was answered');
  const name = await needs.names();
  return work(async (link) => {
    const user = await userOf(needs, to, link);
    if (user === null) return sentAll;
    await link.invite(room.room, [user]);
    const by = offer.by.replace(/^person:/, '');
    const whispered = await link.whisper(room.room, user, {
      title: null,
      text: chatWords.offeredToYou(role, name(by)),
      parts: [{ heading: chatWords.heading(state.number, state.title), body: handover }],
      buttons: [saying(chatWords.accept(role), 'accept-role', { role }, 'primary')],
      foot: null,
    });
    return outcome(whispered);
  });
}
