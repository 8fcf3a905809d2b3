import type { Composer, Message } from '../dispatch/ports.ts';
import type { StoredEvent } from '../domain/log/record.ts';
import type { Database } from './database.ts';
import { type EventRow, selectEvents, storedEvent } from './log-rows.ts';
import type { Vault } from './vault.ts';

interface ListedRow {
  readonly incident: string;
  readonly number: string;
  readonly title: string;
  readonly severity: string;
  readonly phase: string;
  readonly private: boolean;
}

/** What a webhook is sent: the entry, and which incident it belongs to. */
function messageOf(event: StoredEvent | undefined, incident: ListedRow | undefined): Message {
  if (!event || !incident) return { kind: 'superseded', why: 'the entry is gone' };
  if (incident.private) return { kind: 'superseded', why: 'the incident became private' };
  if (event.body === null) return { kind: 'superseded', why: 'the entry was redacted' };
  const { number, title, severity, phase } = incident;
  return {
    kind: 'current',
    body: {
      type: 'incident.entry',
      timestamp: new Date(event.recordedAt).toISOString(),
      data: {
        incident: { id: incident.incident, number, title, severity, phase },
        entry: {
          id: event.id,
          version: event.version,
          position: event.position,
          type: event.type,
          body: event.body,
          actor: event.actor,
          happenedAt: new Date(event.happenedAt).toISOString(),
          recordedAt: new Date(event.recordedAt).toISOString(),
        },
      },
    },
  };
}

/** Entries as webhooks are told them. */
export const entryComposer = (database: Database, vault: Vault): Composer => ({
  kind: 'entry',
  async compose(deliveries) {
    const events = await database.query<EventRow>(`${selectEvents} where e.id = any($1::uuid[])`, [
      deliveries.map(({ event }) => event),
    ]);
    const incidents = await database.query<ListedRow>(
      'select incident, number, title, severity, phase, private from incident_list_v1 where incident = any($1::uuid[])',
      [deliveries.map(({ incident }) => incident)],
    );
    return deliveries.map(({ event: id, incident }) => {
      const event = events.find((row) => row.id === id);
      const listed = incidents.find((row) => row.incident === incident);
      return messageOf(event && storedEvent(event, vault), listed);
    });
  },
});
