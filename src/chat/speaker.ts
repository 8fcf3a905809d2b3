import { bodyFrom } from '../api/verb-line.ts';
import type { PublicVerb } from '../api/command-table.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import type { Audience } from '../domain/incident/vocabulary.ts';
import type { Instant } from '../domain/time.ts';
import { chatWords } from '../text/chat.ts';
import { entryLine } from '../text/entry.ts';
import { verbForm } from './form.ts';
import { holdMessage } from './lifts.ts';
import type { ChatCommand, ChatDesk, ChatForm, ChatMessage, ChatPerson, HeldLine, Said } from './ports.ts';

/** What whoever acted is answered. */
export type Reaction =
  | { readonly kind: 'message'; readonly message: ChatMessage }
  | { readonly kind: 'form'; readonly form: ChatForm }
  | { readonly kind: 'faults'; readonly faults: Readonly<Record<string, string>> }
  | { readonly kind: 'nothing' };

export interface Speaking {
  readonly id: string;
  readonly person: ChatPerson;
  /** Null where the place belongs to no incident. */
  readonly state: IncidentState | null;
  readonly happenedAt: Instant | null;
}

export const plainly = (text: string, more: Partial<ChatMessage> = {}): Reaction => ({
  kind: 'message',
  message: { title: null, text, parts: [], buttons: [], foot: null, ...more },
});

async function doneText(
  desk: ChatDesk,
  said: Extract<Said, { kind: 'done' }>,
  { verb, body }: ChatCommand,
): Promise<string> {
  if (said.repeated) return chatWords.again;
  const name = await desk.names();
  const lines = said.stored.map((event) => entryLine(event.type, event.body, name));
  const bare = verb === 'observe-change' && (body.observed ?? '') === '';
  return [chatWords.done, ...lines, ...said.cautions, ...(bare ? [chatWords.inThread] : [])].join('\n');
}

async function reactionTo(desk: ChatDesk, speaking: Speaking, command: ChatCommand, said: Said): Promise<Reaction> {
  const { person, state } = speaking;
  if (said.kind === 'done') return plainly(await doneText(desk, said, command));
  if (said.kind === 'refused') return plainly([said.why, ...linesOf(said.faults)].join('\n'));
  const { id, verb, body, happenedAt } = command;
  const { practice } = said.hold;
  const incident = state?.id ?? '';
  const held: HeldLine = { id, incident, person: person.id, verb, practice, body, happenedAt };
  await desk.rooms.hold(held);
  // The hold may have stored a proposal: its key is what the buttons are about.
  const now = state === null ? null : await desk.state(state.id);
  return now ? { kind: 'message', message: holdMessage(now, held, said.hold) } : plainly(chatWords.noRoom);
}

const linesOf = (faults: Readonly<Record<string, string>>): string[] =>
  Object.entries(faults).map(([name, why]) => `${name}: ${why}`);

async function carry(desk: ChatDesk, speaking: Speaking, command: ChatCommand): Promise<Reaction> {
  return reactionTo(desk, speaking, command, await desk.say(speaking.person.subject, command));
}

/** Says what was typed; what lacks something is asked for in a form where one can be opened. */
export async function sayVerb(
  desk: ChatDesk,
  speaking: Speaking,
  { verb, typed }: { readonly verb: PublicVerb; readonly typed: Readonly<Record<string, string>> },
  asks: 'form' | 'faults' | 'words',
): Promise<Reaction> {
  const { id, state, happenedAt } = speaking;
  if (state === null && verb !== 'declare') return plainly(chatWords.noRoom);
  const read = bodyFrom(verb, typed, new Date(await desk.now()));
  if (!read.ok) {
    if (asks === 'form') return { kind: 'form', form: verbForm(verb, typed) };
    return asks === 'faults' ? { kind: 'faults', faults: read.faults } : plainly(linesOf(read.faults).join('\n'));
  }
  const incident = verb === 'declare' ? null : (state?.id ?? null);
  const command = { id, verb, incident, body: read.body, happenedAt, override: null };
  const said = await desk.say(speaking.person.subject, command);
  if (said.kind === 'refused' && asks === 'faults' && Object.keys(said.faults).length > 0) {
    return { kind: 'faults', faults: said.faults };
  }
  return reactionTo(desk, speaking, command, said);
}

/** Goes past a hold with a reason. What else holds is told next. */
export async function goPast(
  desk: ChatDesk,
  speaking: Pick<Speaking, 'person' | 'state'>,
  heldId: string,
  reason: string,
): Promise<Reaction> {
  const held = await desk.rooms.held(heldId, speaking.person.id);
  if (!held || held.incident !== speaking.state?.id) return plainly(chatWords.gone);
  const { id, verb, incident, body, happenedAt, practice } = held;
  const override = { practice, reason };
  return carry(desk, { ...speaking, id, happenedAt }, { id, verb, incident, body, happenedAt, override });
}

/** Sends the update as the log has it, to whom it was promised. */
export async function sendDraft(desk: ChatDesk, speaking: Speaking, audience: Audience): Promise<Reaction> {
  const { id, state } = speaking;
  if (state === null) return plainly(chatWords.noRoom);
  const owed = state.promises.some(({ audience: to, state: kept }) => to === audience && kept === 'open');
  if (!owed) return plainly(chatWords.noDraft);
  const body = { audience, ...(await desk.draft(state, audience)) };
  return carry(desk, speaking, { id, verb: 'send-update', incident: state.id, body, happenedAt: null, override: null });
}
