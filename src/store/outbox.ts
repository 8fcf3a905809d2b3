import type { DueDelivery, OutboxStore } from '../dispatch/ports.ts';
import { incidentOf, type StoredEvent } from '../domain/log/record.ts';
import type { Instant } from '../domain/time.ts';
import type { Database } from './database.ts';
import { type EventRow, selectEvents, storedEvent } from './log-rows.ts';
import type { Vault } from './vault.ts';

const leaseSeconds = 5;

interface OutboxRow {
  readonly id: string;
  readonly stream: string;
  readonly event: string;
  readonly channel: string;
  readonly target: string;
  readonly attempts: number;
  readonly fence: number;
  readonly firstDueAt: Instant;
}

interface TargetRow {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly secretSealed: Buffer;
  readonly revoked: boolean;
}

interface ListedRow {
  readonly incident: string;
  readonly number: string;
  readonly title: string;
  readonly severity: string;
  readonly phase: string;
  readonly private: boolean;
}

type Message = DueDelivery['message'];

/** What a webhook is sent: the entry, and which incident it belongs to. */
function messageOf(event: StoredEvent | undefined, incident: ListedRow | undefined, revoked: boolean): Message {
  if (revoked) return { kind: 'superseded', why: 'the webhook was revoked' };
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

/** Outbox rows in PostgreSQL. What a row says is read when it is sent, so that nothing stale or destroyed goes out. */
export function outboxStore(database: Database, vault: Vault, replica: string): OutboxStore {
  return {
    async claim(limit) {
      const rows = await database.query<OutboxRow>(
        `update outbox set lease_until = allclear.now() + make_interval(secs => $1), lease_by = $2,
            fence = fence + 1, attempts = attempts + 1
          where id = any(array(
            select id from outbox where state = 'waiting' and due_at <= allclear.now()
              and (lease_until is null or lease_until < allclear.now())
            order by due_at limit $3 for update skip locked))
          returning id, stream, event_id as event, channel, target, attempts, fence, created_at as "firstDueAt"`,
        [leaseSeconds, replica, limit],
      );
      if (rows.length === 0) return [];
      const events = await database.query<EventRow>(`${selectEvents} where e.id = any($1::uuid[])`, [
        rows.map(({ event }) => event),
      ]);
      const targets = await database.query<TargetRow>(
        `select id, name, url, secret_sealed as "secretSealed", revoked_at is not null as revoked from webhook
          where id = any($1::uuid[])`,
        [rows.map(({ target }) => target)],
      );
      const incidents = await database.query<ListedRow>(
        'select incident, number, title, severity, phase, private from incident_list_v1 where incident = any($1::uuid[])',
        [rows.map(({ stream }) => incidentOf(stream))],
      );
      return rows.map((row): DueDelivery => {
        const incident = incidentOf(row.stream) as string;
        const event = events.find(({ id }) => id === row.event);
        const target = targets.find(({ id }) => id === row.target);
        const listed = incidents.find((candidate) => candidate.incident === incident);
        return {
          ...row,
          incident,
          target: target ? { ...target, secret: vault.openSecret(target.secretSealed) } : null,
          message: messageOf(event && storedEvent(event, vault), listed, target?.revoked ?? true),
        };
      });
    },

    async settle({ id, fence }, state, outcome) {
      await database.query(
        `update outbox set state = $3, outcome = $4, settled_at = allclear.now(), lease_until = null
          where id = $1 and fence = $2`,
        [id, fence, state, outcome],
      );
    },

    async retry({ id, fence }, inMs, outcome) {
      await database.query(
        `update outbox set due_at = allclear.now() + make_interval(secs => $3::double precision / 1000), outcome = $4,
          lease_until = null where id = $1 and fence = $2`,
        [id, fence, inMs, outcome],
      );
    },
  };
}
