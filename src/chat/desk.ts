import { chatWords } from '../text/chat.ts';
import { reacted, type UserAct } from './acts.ts';
import { membersOf, Unreached } from './members.ts';
import type { ChatDesk, ChatLink, ChatRequest, ChatSystem } from './ports.ts';
import { plainly, type Reaction } from './speaker.ts';

/** The answer to a request, and what is done once it has been given. */
export interface ChatReply {
  readonly status: 200 | 400 | 401 | 503;
  readonly body: string;
  readonly after: (() => Promise<void>) | null;
}

interface Place {
  readonly channel: string;
  readonly system: ChatSystem;
  readonly link: ChatLink;
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const answered = (status: ChatReply['status'], body = ''): ChatReply => ({ status, body, after: null });

/** Takes what chats send: checks who sent it, finds out who acted, and says it as that person. */
export function chatReceiver(desk: ChatDesk, systems: readonly ChatSystem[]) {
  const members = membersOf(desk);

  return async (name: string, channelId: string, request: ChatRequest): Promise<ChatReply> => {
    const system = systems.find((candidate) => candidate.name === name);
    const channel = system && uuidForm.test(channelId) ? await desk.channel(channelId) : null;
    if (!system || channel?.integration !== name) return answered(401);
    const arrival = system.read(request, channel.secrets, Date.now());
    if (arrival.kind === 'not-theirs') return answered(401);
    if (arrival.kind === 'unreadable') return answered(400);
    if (arrival.kind === 'answer') return answered(200, arrival.body);
    const place = { channel: channelId.toLowerCase(), system, link: system.open(channel) };
    const { act } = arrival;
    if (act.kind === 'deleted') {
      const room = await desk.rooms.at(place.channel, act.room);
      if (room) await desk.rooms.forget(room, act.message);
      return answered(200);
    }
    try {
      return await replied(desk, place, act, await reacted({ desk, members }, place, act));
    } catch (error) {
      if (!(error instanceof Unreached)) throw error;
      // A line or a button is not sent again by itself, an event is.
      return act.kind === 'line'
        ? answered(200, system.answer(messageIn(plainly(chatWords.unreachable))))
        : answered(503);
    }
  };
}

const messageIn = (reaction: Reaction) => (reaction as Extract<Reaction, { kind: 'message' }>).message;

/** Answers whoever acted, and nobody else. */
async function replied(desk: ChatDesk, place: Place, act: UserAct, reaction: Reaction): Promise<ChatReply> {
  const { system, link } = place;
  if (reaction.kind === 'nothing') return answered(200);
  if (reaction.kind === 'faults') return answered(200, system.faults(reaction.faults));
  if (reaction.kind === 'form') {
    if (!('opens' in act)) return answered(200);
    const opened = await link.open(act.opens, act.room, reaction.form);
    if (opened.ok) return answered(200);
    desk.warn('a form did not open in the chat', opened.error);
    return replied(desk, place, act, plainly(chatWords.unreachable));
  }
  if (act.kind === 'line') return answered(200, system.answer(reaction.message));
  const after = async (): Promise<void> => {
    const whispered = await link.whisper(act.room, act.user, reaction.message);
    if (!whispered.ok) desk.warn('an answer did not reach the chat', whispered.error);
  };
  return { status: 200, body: '', after };
}
