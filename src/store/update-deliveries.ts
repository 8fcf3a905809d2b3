import type { Deliveries, Identities, Transaction } from '../command/ports.ts';
import {
  type Communications,
  communicationsOf,
  recipientsFor,
  type StoredCommunications,
  type WayToTell,
} from '../domain/communications/communications.ts';
import type { IncidentEventBodies } from '../domain/incident/event.ts';
import { commanderOf, type IncidentState } from '../domain/incident/state.ts';
import type { StoredEvent } from '../domain/log/record.ts';
import { queryIn } from './database.ts';
import { enqueue, type NewDelivery } from './outbox.ts';
import { documentAt } from './settings.ts';
import type { Vault } from './vault.ts';

/** Stands for a channel that nobody has set up: the delivery is given up, and the log says so. */
const noChannel = '00000000-0000-0000-0000-000000000000';

interface ChannelRow {
  readonly id: string;
  readonly name: string;
  readonly integration: string;
}

async function communicationsNow(transaction: Transaction, vault: Vault): Promise<Communications> {
  const [row] = await queryIn<{ version: number }>(
    transaction,
    `select version from stream where name = 'communications'`,
  );
  const version = row?.version ?? 0;
  const document = await documentAt(transaction, vault, 'communications', version);
  return communicationsOf(document as StoredCommunications | null, version);
}

/** Puts updates, and reminders of promised ones, into the outbox of everybody who is to hear them. */
export function updateDeliveries(vault: Vault, identities: Pick<Identities, 'derived'>): Deliveries {
  return {
    async enqueue(transaction, events, state) {
      const told = events.filter(({ type }) => type === 'UpdateSent' || type in reminded);
      if (told.length === 0) return;
      const communications = await communicationsNow(transaction, vault);
      const channels = await queryIn<ChannelRow>(
        transaction,
        'select id, name, integration from channel where revoked_at is null',
      );
      const due: NewDelivery[] = [];
      for (const event of told) {
        const ways =
          event.type === 'UpdateSent'
            ? await hearing(transaction, communications, event, state)
            : await remindedPeople(transaction, communications, event, state);
        const kind = event.type === 'UpdateSent' ? 'update' : 'reminder';
        ways.forEach((way, index) => due.push(deliveryOf(identities, channels, event, kind, way, index)));
      }
      await enqueue(transaction, vault, due);
    },
  };
}

type Way = WayToTell & { readonly standIn?: WayToTell | null };

function deliveryOf(
  identities: Pick<Identities, 'derived'>,
  channels: readonly ChannelRow[],
  { id: event, stream }: StoredEvent,
  kind: string,
  { name, channel, address, standIn }: Way,
  index: number,
): NewDelivery {
  const placed = (wanted: string): { channel: string; target: string } => {
    const row = channels.find((candidate) => candidate.name.toLowerCase() === wanted.toLowerCase());
    return row ? { channel: row.integration, target: row.id } : { channel: wanted, target: noChannel };
  };
  const second = standIn
    ? { standIn: { name: standIn.name, address: standIn.address, ...placed(standIn.channel) } }
    : {};
  return {
    id: identities.derived('tell', event, String(index), address),
    stream,
    event,
    kind,
    ...placed(channel),
    recipient: { name, address, ...second },
    parameters: {},
  };
}

/** What is private is told to its members alone. */
async function hearing(
  transaction: Transaction,
  communications: Communications,
  { body }: StoredEvent,
  state: IncidentState,
): Promise<readonly Way[]> {
  const { audience } = body as unknown as IncidentEventBodies['UpdateSent'];
  const recipients = recipientsFor(communications, audience, state);
  if (!state.private) return recipients;
  const members = await queryIn<{ email: string }>(transaction, 'select email from person where id = any($1::uuid[])', [
    state.members,
  ]);
  const known = new Set(members.map(({ email }) => email.toLowerCase()));
  return recipients.flatMap(({ standIn: _outside, ...way }) => (known.has(way.address.toLowerCase()) ? [way] : []));
}

/** Whose it is to see to a promise at each step: the communications lead's first, then the commander's. */
const reminded: Readonly<Record<string, 'communications-lead' | 'incident-commander'>> = {
  UpdateReminded: 'communications-lead',
  UpdateDue: 'communications-lead',
  UpdateLate: 'incident-commander',
  UpdateMissed: 'incident-commander',
};

async function remindedPeople(
  transaction: Transaction,
  { reminders }: Communications,
  { type }: StoredEvent,
  state: IncidentState,
): Promise<readonly Way[]> {
  const person = state.roles[reminded[type] ?? 'incident-commander']?.person ?? commanderOf(state);
  if (reminders === null || person === null) return [];
  const [row] = await queryIn<{ name: string; email: string }>(
    transaction,
    'select name, email from person where id = $1 and deactivated_at is null',
    [person],
  );
  return row ? [{ name: row.name, channel: reminders, address: row.email }] : [];
}
