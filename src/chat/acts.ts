import { type PublicVerb, publicVerbs } from '../api/command-table.ts';
import { readVerbLine } from '../api/verb-line.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import type { Instant } from '../domain/time.ts';
import { chatWords } from '../text/chat.ts';
import { readDoes } from './does.ts';
import { overrideForm, verbForm } from './form.ts';
import type { Members } from './members.ts';
import type { ChatAct, ChatDesk, ChatLink, ChatPerson, ChatRoom } from './ports.ts';
import { replyMeant } from './reply.ts';
import { goPast, plainly, type Reaction, sayVerb, sendDraft, type Speaking } from './speaker.ts';

type ActOf<Kind extends ChatAct['kind']> = Extract<ChatAct, { kind: Kind }>;
/** What a person did, besides deleting. */
export type UserAct = Exclude<ChatAct, { kind: 'deleted' }>;

interface Behind {
  readonly desk: ChatDesk;
  readonly members: Members;
}

interface Place {
  readonly channel: string;
  readonly link: ChatLink;
}

interface Here extends Behind, Place {
  readonly room: ChatRoom | null;
  readonly state: IncidentState | null;
  readonly person: ChatPerson;
}

const nothing: Reaction = { kind: 'nothing' };

const speaking = ({ desk, person, state, channel }: Here, id: string, at: Instant | null = null): Speaking => ({
  id: desk.derived('chat', channel, id),
  person,
  state,
  happenedAt: at,
});

/** A message has one command, whether it was said to us or pinned. */
const ofMessage = (here: Here, { room, message, at }: ActOf<'said' | 'pinned'>): Speaking =>
  speaking(here, `said ${room} ${message}`, at);

/** A verb line, as after the slash in the cockpit. */
async function line(here: Here, speaks: Speaking, text: string, asks: 'form' | 'words'): Promise<Reaction> {
  if (/^(?:help)?$/i.test(text.trim())) {
    return plainly(chatWords.help, { parts: [{ heading: chatWords.verbs, body: publicVerbs.join(', ') }] });
  }
  const read = readVerbLine(await here.members.named(here, text, 'address'));
  if (read.kind === 'no-verb') return plainly(chatWords.noVerb(read.word, read.near.slice(0, 3)));
  return sayVerb(here.desk, speaks, read, asks);
}

async function pressed(here: Here, act: ActOf<'pressed'>): Promise<Reaction> {
  const { desk, person } = here;
  const does = readDoes(act.does);
  const speaks = speaking(here, act.id);
  switch (does?.do) {
    case 'say':
      return sayVerb(desk, speaks, { verb: does.verb as PublicVerb, typed: does.typed }, 'form');
    case 'fill':
      return { kind: 'form', form: verbForm(does.verb as PublicVerb, does.typed) };
    case 'draft':
      return sendDraft(desk, speaks, does.audience);
    case 'past': {
      const held = await desk.rooms.held(does.held, person.id);
      return held ? { kind: 'form', form: overrideForm(held) } : plainly(chatWords.gone);
    }
    default:
      return plainly(chatWords.gone);
  }
}

async function filled(here: Here, act: ActOf<'filled'>): Promise<Reaction> {
  const does = readDoes(act.does);
  if (does?.do === 'past') return goPast(here.desk, here, does.held, (act.typed.reason ?? '').trim());
  if (does?.do !== 'say') return plainly(chatWords.gone);
  const typed = { ...does.typed, ...act.typed };
  return sayVerb(here.desk, speaking(here, act.id), { verb: does.verb as PublicVerb, typed }, 'faults');
}

/** What is said to us, or in answer to us, is for the log; everything else stays beside it. */
async function said(here: Here, act: ActOf<'said'>): Promise<Reaction> {
  const { desk, members, room, state, person } = here;
  if (!room || !state) return nothing;
  const mention = `<@${room.self}>`;
  const text = act.text.replaceAll(mention, '').trim();
  const forUs = act.text.includes(mention) || act.repliesTo === room.self;
  if (!forUs || text === '') {
    await desk.rooms.keep(room, { message: act.message, user: act.user, text: act.text, at: act.at });
    return nothing;
  }
  const speaks = ofMessage(here, act);
  if (text.startsWith('/')) return line(here, speaks, text.slice(1), 'words');
  const words = await members.named(here, text, 'name');
  if (act.repliesTo !== room.self) return sayVerb(desk, speaks, { verb: 'note', typed: { text: words } }, 'words');
  const meant = replyMeant(state, person.id, words, await desk.now());
  return meant.kind === 'draft'
    ? sendDraft(desk, speaks, meant.audience)
    : sayVerb(desk, speaks, { verb: meant.verb as PublicVerb, typed: meant.typed }, 'words');
}

/** A pinned message is its author's word, at the time when it was written. */
async function pinned(here: Here, act: ActOf<'pinned'>): Promise<Reaction> {
  const { desk, members, room, person } = here;
  if (!room || act.author === room.self) return nothing;
  const author = act.author === act.user ? person : await members.who(here, act.author);
  const text = await members.named(here, act.text, 'name');
  const [by, words] = author
    ? [author, author.id === person.id ? text : chatWords.pinnedBy(text, person.name)]
    : [person, chatWords.quoted(act.author, text)];
  return sayVerb(desk, ofMessage({ ...here, person: by }, act), { verb: 'note', typed: { text: words } }, 'words');
}

/** What a person did is said by them, and they alone are answered. */
export async function reacted(behind: Behind, place: Place, act: UserAct): Promise<Reaction> {
  const { desk, members } = behind;
  const room = await desk.rooms.at(place.channel, act.room);
  if (room === null && (act.kind === 'said' || act.kind === 'pinned')) return nothing;
  // We pin our own message, and need nobody to tell us.
  if (act.user === room?.self) return nothing;
  const state = room === null ? null : await desk.state(room.incident);
  const hidden = state !== null && state.private && room?.mirrorsPrivate !== true;
  if (hidden && act.kind === 'said') return nothing;
  const person = await members.who(place, act.user);
  if (person === null) return members.explained(place, act.user, act.kind) ? nothing : plainly(chatWords.unknown);
  if (hidden) return plainly(chatWords.notHere);
  const here: Here = { ...behind, ...place, room, state, person };
  switch (act.kind) {
    case 'line':
      return line(here, speaking(here, act.id), act.text, 'form');
    case 'pressed':
      return pressed(here, act);
    case 'filled':
      return filled(here, act);
    case 'said':
      return said(here, act);
    case 'pinned':
      return pinned(here, act);
  }
}
