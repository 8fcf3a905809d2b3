import type { Recipient } from '../dispatch/ports.ts';
import { incidentStream } from '../domain/log/record.ts';
import type { DeliveryList, DeliveryRecord } from '../http/ports.ts';
import type { Database } from './database.ts';
import type { Vault } from './vault.ts';

type Row = Omit<DeliveryRecord, 'recipient'> & {
  readonly recipientSealed: Buffer | null;
  readonly target: string | null;
};

/** What the outbox tells people, besides entries to webhooks. Names are shown, addresses are not. */
export const deliveryList = (database: Database, vault: Vault): DeliveryList => ({
  async ofIncident(incident) {
    const rows = await database.query<Row>(
      `select o.id, o.event_id as event, o.kind, o.channel, o.state, o.outcome, o.attempts,
          o.created_at as "createdAt", o.settled_at as "settledAt", o.recipient_sealed as "recipientSealed",
          c.name as target
        from outbox o left join channel c on c.id = o.target
        where o.stream = $1 and o.kind <> 'entry' order by o.created_at, o.id limit 2000`,
      [incidentStream(incident)],
    );
    return rows.map(({ recipientSealed, target, ...row }) => ({
      ...row,
      recipient: recipientSealed ? (JSON.parse(vault.openSecret(recipientSealed)) as Recipient).name : (target ?? ''),
    }));
  },
});
