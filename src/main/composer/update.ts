import type { Composer, DueDelivery, Letter, Message } from '../../dispatch/ports.ts';
import { type About, reminderLetter, updateLetter } from '../../document/update-letter.ts';
import type { IncidentState } from '../../domain/incident/state.ts';
import type { Audience } from '../../domain/incident/vocabulary.ts';
import type { LogReader } from '../../http/ports.ts';
import { sentence } from '../../text/catalogue.ts';
import { draftUpdate } from '../../text/draft.ts';
import { emptyCatalog } from '../../domain/catalog/catalog.ts';

export interface ComposerNeeds {
  readonly log: LogReader;
  readonly nameOf: (person: string) => Promise<string>;
  /** Where people reach Allclear. */
  readonly address: () => Promise<string>;
}

const aboutOf = ({ number, title, exercise }: IncidentState): About => ({ number, title, exercise });

const gone = (why: string): Message => ({ kind: 'superseded', why });

async function entryOf(log: LogReader, { incident, event }: DueDelivery) {
  const state = incident === null ? null : await log.state(incident);
  const entry = state === null || event === null ? null : await log.entry(state.id, event);
  return state === null || entry === null || entry.body === null ? null : { state, entry };
}

/** Updates, as they were said. */
export const updateComposer = ({ log }: ComposerNeeds): Composer => ({
  kind: 'update',
  compose: (deliveries) =>
    Promise.all(
      deliveries.map(async (delivery): Promise<Message> => {
        const found = await entryOf(log, delivery);
        if (found?.entry.type !== 'UpdateSent' || found.entry.body === null) return gone('the update is gone');
        const { state, entry } = found;
        const { promise: _promise, lateMs: _lateMs, ...said } = entry.body;
        const questions = new Map(state.questions.map(({ key, text }) => [key, text]));
        const update = { ...said, sentAt: entry.happenedAt, told: '' };
        const { subject, text, html } = updateLetter(aboutOf(state), update, questions);
        const thread = `<incident-${state.id}@allclear.invalid>`;
        const letter: Letter = {
          type: 'update.sent',
          timestamp: new Date(entry.recordedAt).toISOString(),
          data: { incident: { id: state.id, number: state.number, title: state.title }, update },
          subject,
          text,
          html,
          headers: { References: thread, 'In-Reply-To': thread },
        };
        return { kind: 'current', body: letter };
      }),
    ),
});

/** Reminders of promises, unless they were kept meanwhile. */
export const reminderComposer = ({ log, nameOf, address }: ComposerNeeds): Composer => ({
  kind: 'reminder',
  compose: (deliveries) =>
    Promise.all(
      deliveries.map(async (delivery): Promise<Message> => {
        const found = await entryOf(log, delivery);
        if (found === null) return gone('the entry is gone');
        const { state, entry } = found;
        const { promise: key, audience } = entry.body as unknown as { promise: string; audience: Audience };
        const promise = state.promises.find((candidate) => candidate.key === key);
        if (promise?.state !== 'open') return gone('the promise was kept');
        const names = await namesIn(state, nameOf);
        const code = entry.type === 'UpdateReminded' ? 'soon' : entry.type === 'UpdateDue' ? 'late' : 'late-commander';
        const lead = sentence(`next/C2/${code}`, { promise: key, audience, at: promise.at }) ?? key;
        const draft = draftUpdate({ state, catalog: emptyCatalog, audience, name: (id) => names.get(id) ?? id });
        const where = `${await address()}/incidents/${state.number}/update`;
        const letter: Letter = {
          type: 'promise.due',
          timestamp: new Date(entry.recordedAt).toISOString(),
          data: { incident: { id: state.id, number: state.number, title: state.title }, promise },
          ...reminderLetter(aboutOf(state), lead, draft, where),
        };
        return { kind: 'current', body: letter };
      }),
    ),
});

async function namesIn(
  state: IncidentState,
  nameOf: (person: string) => Promise<string>,
): Promise<Map<string, string>> {
  const people = new Set(state.changes.flatMap(({ startedBy, proposedBy }) => [startedBy ?? proposedBy, proposedBy]));
  return new Map(await Promise.all([...people].map(async (id): Promise<[string, string]> => [id, await nameOf(id)])));
}
