import type { EndpointReply } from '../../api/endpoint-table.ts';
import type { Subject } from '../../domain/access/subject.ts';
import { can } from '../../domain/access/can.ts';
import { commanderOf, type IncidentState } from '../../domain/incident/state.ts';
import { briefCookie, personId } from '../authenticate.ts';
import { briefView, questionView, waitedOn } from '../brief.ts';
import { authorisedState, type Door, objectOf } from '../door.ts';
import type { EndpointHandlers } from '../endpoint.ts';
import { fail, ProblemError } from '../problem.ts';
import { isoOrNull } from '../view.ts';

type Names =
  'listBriefs' | 'showBrief' | 'askQuestion' | 'openBriefLink' | 'showLinkedBrief' | 'askByLink' | 'listPromiseMonths';

const mostBriefs = 50;

async function shown(door: Door, subject: Subject, state: IncidentState): Promise<EndpointReply<'showBrief'>> {
  const commander = commanderOf(state);
  const person = commander === null ? null : await door.people.find(commander);
  const mayAsk = can(subject, 'brief.ask', objectOf(state)) === 'yes';
  return briefView(state, await door.log.now(), person?.name ?? null, mayAsk) as EndpointReply<'showBrief'>;
}

async function ask(
  door: Door,
  subject: Subject,
  incident: string,
  by: string,
  { id, text }: { id: string; text: string },
): Promise<EndpointReply<'askQuestion'>> {
  const command = { id, verb: 'ask-question', body: { text, by }, happenedAt: null, override: null } as const;
  const { outcome, stored, state } = await door.handler.handle({ incident, subject, command });
  if (outcome.kind === 'refused') throw new ProblemError(outcome.problem);
  const [event] = stored;
  const key = event?.type === 'QuestionAsked' ? event.body?.key : undefined;
  const question = state?.questions.find((candidate) => candidate.key === key);
  if (!question) throw new Error('an accepted question is in the state');
  return questionView(question);
}

/** The incident that a personal link opens. Its being gone is the same answer as the link's. */
function linked(subject: Subject): Extract<Subject, { kind: 'reader' }> {
  if (subject.kind === 'reader') return subject;
  throw fail(subject.kind === 'anonymous' ? 'access/not-signed-in' : 'brief/link-ended');
}

/** What leaders see, and what they ask. */
export function briefHandlers(door: Door): EndpointHandlers<Names> {
  return {
    async listBriefs(_input, { subject }) {
      const viewer = personId(subject);
      const rows = await door.incidents.list({ viewer, owner: false, open: true, limit: mostBriefs, before: null });
      const states = await Promise.all(rows.map(({ incident }) => door.log.state(incident)));
      return {
        items: states.flatMap((state) => {
          if (state === null) return [];
          const { number, title, severity, phase } = state;
          return [{ number, title, severity, phase, nextAt: isoOrNull(waitedOn(state)?.at ?? null) }];
        }),
      };
    },

    async showBrief({ incident }, { subject }) {
      return shown(door, subject, await authorisedState(door, subject, incident, 'brief.read'));
    },

    async askQuestion({ incident, id, text }, { subject }) {
      const state = await authorisedState(door, subject, incident, 'brief.ask');
      const person = await door.people.find(personId(subject));
      return ask(door, subject, state.id, person?.name ?? '', { id, text });
    },

    async openBriefLink({ secret }, { reply }) {
      const opened = await door.briefLinks.exchange(secret);
      if (opened === null) throw fail('brief/link-ended');
      const [subject, state] = await Promise.all([
        door.briefLinks.bySession(opened.session),
        door.log.state(opened.incident),
      ]);
      if (subject === null || state === null) throw fail('brief/link-ended');
      reply.setCookie(briefCookie, opened.session, {
        path: '/',
        secure: true,
        httpOnly: true,
        sameSite: 'lax',
        expires: new Date(opened.expiresAt),
      });
      return shown(door, subject, state);
    },

    async showLinkedBrief(_input, { subject }) {
      const { incident } = linked(subject);
      return shown(door, subject, await authorisedState(door, subject, incident, 'brief.read'));
    },

    async askByLink({ id, text }, { subject }) {
      const { incident, name } = linked(subject);
      const state = await authorisedState(door, subject, incident, 'brief.ask');
      return ask(door, subject, state.id, name, { id, text });
    },

    async listPromiseMonths() {
      return { items: await door.promises.months() };
    },
  };
}
