import type { Transaction } from '../command/ports.ts';
import type { DeliveryTarget, DueDelivery, OutboxStore, Recipient } from '../dispatch/ports.ts';
import { incidentOf, incidentStream } from '../domain/log/record.ts';
import type { Instant } from '../domain/time.ts';
import { type Database, queryIn } from './database.ts';
import type { Vault } from './vault.ts';

const leaseSeconds = 5;

interface OutboxRow {
  readonly id: string;
  readonly stream: string | null;
  readonly event: string | null;
  readonly kind: string;
  readonly channel: string;
  readonly target: string;
  readonly recipientSealed: Buffer | null;
  readonly parameters: Record<string, unknown>;
  readonly attempts: number;
  readonly fence: number;
  readonly firstDueAt: Instant;
}

interface TargetRow {
  readonly id: string;
  readonly name: string;
  readonly settings: Record<string, string>;
  readonly secretsSealed: Buffer;
  readonly webhook: boolean;
}

/** Something to be delivered, as a row before it is one. */
export interface NewDelivery {
  readonly id: string;
  readonly stream: string | null;
  readonly event: string | null;
  readonly kind: string;
  readonly channel: string;
  readonly target: string;
  readonly recipient: Recipient | null;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Puts deliveries into the outbox, in the transaction of what they tell. */
export async function enqueue(
  transaction: Transaction,
  vault: Pick<Vault, 'sealSecret'>,
  deliveries: readonly NewDelivery[],
): Promise<void> {
  if (deliveries.length === 0) return;
  const rows = deliveries.map(({ recipient, ...delivery }) => ({
    ...delivery,
    recipient: recipient === null ? null : vault.sealSecret(JSON.stringify(recipient)).toString('hex'),
  }));
  await queryIn(
    transaction,
    `insert into outbox (id, stream, event_id, kind, channel, target, recipient_sealed, parameters, created_at, due_at)
      select id, stream, event, kind, channel, target, decode(recipient, 'hex'), parameters, allclear.now(), allclear.now()
      from jsonb_to_recordset($1::jsonb) as r(id uuid, stream text, event uuid, kind text, channel text, target uuid,
        recipient text, parameters jsonb)
      on conflict do nothing`,
    [JSON.stringify(rows)],
  );
}

/** The ways out of these ids that have not been revoked. */
async function targetsOf(
  database: Database,
  vault: Vault,
  ids: readonly string[],
): Promise<Map<string, DeliveryTarget>> {
  const rows = await database.query<TargetRow>(
    `select id, name, jsonb_build_object('url', url) as settings, secret_sealed as "secretsSealed", true as webhook
        from webhook where id = any($1::uuid[]) and revoked_at is null
      union all
      select id, name, settings, secrets_sealed, false from channel
        where id = any($1::uuid[]) and revoked_at is null
      union all
      select id, '', '{}', secret_sealed, true from status_subscriber
        where id = any($1::uuid[]) and secret_sealed is not null`,
    [ids],
  );
  const opened = rows.map(({ id, name, settings, secretsSealed, webhook }): [string, DeliveryTarget] => {
    const secret = vault.openSecret(secretsSealed);
    const secrets = webhook ? { secret } : (JSON.parse(secret) as Record<string, string>);
    return [id, { id, name, settings, secrets }];
  });
  return new Map(opened);
}

/** Outbox rows in PostgreSQL. What a row says is composed when it is sent, so that nothing stale or destroyed goes out. */
export function outboxStore(database: Database, vault: Vault, replica: string): OutboxStore {
  return {
    async claim(limit, besides) {
      const rows = await database.query<OutboxRow>(
        `update outbox set lease_until = allclear.now() + make_interval(secs => $1), lease_by = $2,
            fence = fence + 1, attempts = attempts + 1
          where id = any(array(
            select id from outbox where state = 'waiting' and due_at <= allclear.now()
              and (lease_until is null or lease_until < allclear.now()) and target <> all($4::uuid[])
            order by due_at limit $3 for update skip locked))
          returning id, stream, event_id as event, kind, channel, target, recipient_sealed as "recipientSealed",
            parameters, attempts, fence, created_at as "firstDueAt"`,
        [leaseSeconds, replica, limit, besides],
      );
      if (rows.length === 0) return [];
      const known = await targetsOf(
        database,
        vault,
        rows.map(({ target }) => target),
      );
      return rows.map(({ stream, recipientSealed, ...row }): DueDelivery => ({
        ...row,
        incident: stream === null ? null : incidentOf(stream),
        target: known.get(row.target) ?? null,
        recipient: recipientSealed ? (JSON.parse(vault.openSecret(recipientSealed)) as Recipient) : null,
      }));
    },

    async settle({ id, fence }, state, outcome) {
      await database.query(
        `update outbox set state = $3, outcome = $4, settled_at = allclear.now(), lease_until = null
          where id = $1 and fence = $2`,
        [id, fence, state, outcome],
      );
    },

    async passOn({ recipient, incident, event, kind, parameters }, id) {
      const standIn = recipient?.standIn;
      if (!standIn) return;
      const { channel, target, ...to } = standIn;
      const stream = incident === null ? null : incidentStream(incident);
      await database.transaction((transaction) =>
        enqueue(transaction, vault, [{ id, stream, event, kind, channel, target, recipient: to, parameters }]),
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
