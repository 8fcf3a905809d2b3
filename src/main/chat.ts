import { commandBody, type PublicVerb } from '../api/command-table.ts';
import { chatReceiver } from '../chat/desk.ts';
import type { ChatCommand, ChatDesk, ChatRooms, Said } from '../chat/ports.ts';
import type { Subject } from '../domain/access/subject.ts';
import { carryOut, cautionsOf, type Envelope, type Fields, refusalOf } from '../http/command-routes.ts';
import type { Door } from '../http/door.ts';
import { draftView } from '../http/draft.ts';
import type { ChatWays } from '../http/intake.ts';
import type { People } from '../http/ports.ts';
import { problemDocument, ProblemError } from '../http/problem.ts';
import { integrations } from '../integration/registry.ts';
import { identities } from '../platform/identities.ts';

export interface ChatNeeds {
  readonly door: Door;
  readonly rooms: ChatRooms;
  /** Private networks that may be called all the same. */
  readonly allowedNets: readonly string[];
  readonly warn: (message: string, error: unknown) => void;
}

export interface OpenChats extends ChatWays {
  stop(): Promise<void>;
}

const purgeEveryMs = 600_000;

/** Names of everybody, by id. */
export async function namesOf(people: People): Promise<(person: string) => string> {
  const known = new Map((await people.list()).map(({ id, name }) => [id, name]));
  return (person) => known.get(person) ?? person;
}

/** Chats as a door: what people do there is said by them, under the same rules as everywhere. */
export function openChats({ door, rooms, allowedNets, warn }: ChatNeeds): OpenChats {
  const systems = Object.values(integrations).flatMap(
    ({ openChat }) => openChat?.({ allowedNets, now: () => new Date() }) ?? [],
  );
  const desk: ChatDesk = {
    rooms,
    channel: (id) => door.channels.open(id),
    async person(email) {
      const person = email.includes('@') ? await door.people.find(email) : null;
      if (!person?.active) return null;
      const { id, name, role } = person;
      // The chat has signed that this very user acted, so it is as good as a session (ADR 11).
      return { id, name, subject: { kind: 'person', id, role, scopes: null, throughToken: false } };
    },
    names: () => namesOf(door.people),
    say: (subject, command) => sayAs(door, subject, command),
    state: (incident) => door.log.state(incident),
    facts: (state) => door.facts.of(state),
    draft: async (state, audience) => (await draftView(door, state, audience)).draft,
    derived: identities.derived,
    now: () => door.log.now(),
    warn,
  };
  const purge = (): void => void rooms.purge().catch((error: unknown) => warn('side talk was not purged', error));
  const purging = setInterval(purge, purgeEveryMs);
  purge();
  return {
    names: systems.map(({ name }) => name),
    receive: chatReceiver(desk, systems),
    async stop() {
      clearInterval(purging);
      await Promise.all(systems.map((system) => system.close()));
    },
  };
}

async function sayAs(door: Door, subject: Subject, command: ChatCommand): Promise<Said> {
  const { id, verb, incident, body, happenedAt, override } = command;
  const read = commandBody(verb as PublicVerb).safeParse({
    ...body,
    id,
    happenedAt: happenedAt === null ? null : new Date(happenedAt).toISOString(),
    override,
  });
  if (!read.success) {
    const faults = Object.fromEntries(read.error.issues.map(({ path, message }) => [String(path[0] ?? ''), message]));
    return { kind: 'refused', why: 'It was not understood:', faults };
  }
  try {
    const handled = await carryOut(door, subject, verb as PublicVerb, incident, read.data as Envelope & Fields);
    const { outcome, state, stored, repeated } = handled;
    if (outcome.kind === 'held') return { kind: 'held', hold: outcome.hold };
    if (outcome.kind === 'refused' || state === null) throw await refusalOf(door, handled);
    return { kind: 'done', incident: state.id, number: state.number, stored, cautions: cautionsOf(handled), repeated };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { detail, next } = problemDocument(error.problem, id);
    return { kind: 'refused', why: `${detail} ${next}`, faults: {} };
  }
}
