import type { LookedUp, Transaction } from '../command/ports.ts';
import type { IncidentEventType } from '../domain/incident/event.ts';
import type { Found } from '../domain/incident/facts.ts';
import type { StatusPage } from '../domain/status-page/page.ts';
import { queryIn } from './database.ts';

/** Looks up what a command refers to, in its transaction. What is not there is null, what was not asked is absent. */
export async function findFacts(
  transaction: Transaction,
  stream: string,
  wanted: LookedUp,
  privateNumber: () => string,
  pageOf: (slug: string) => Promise<StatusPage | null>,
): Promise<Found> {
  const found: { -readonly [Key in keyof Found]: Found[Key] } = {};
  if (wanted.number === 'private') found.number = `P-${privateNumber()}`;
  if (wanted.number === 'public') found.number = String(await nextNumber(transaction));
  if (wanted.entry !== undefined) found.entry = await findEntry(transaction, stream, wanted.entry);
  if (wanted.person !== undefined) found.person = await findPerson(transaction, wanted.person);
  if (wanted.page !== undefined) found.page = await pageOf(wanted.page);
  if (wanted.file !== undefined) found.file = await hasFile(transaction, wanted.file);
  return found;
}

async function nextNumber(transaction: Transaction): Promise<number> {
  const [row] = await queryIn<{ last: number }>(
    transaction,
    'update incident_number set last = last + 1 returning last',
  );
  return row?.last ?? 1;
}

async function findEntry(
  transaction: Transaction,
  stream: string,
  id: string,
): Promise<NonNullable<Found['entry']> | null> {
  const [row] = await queryIn<{ id: string; type: IncidentEventType; actor: string; redacted: boolean }>(
    transaction,
    `select e.id, e.type, e.actor, r.event_id is not null as redacted from event e
      left join redaction r on r.event_id = e.id where e.stream = $1 and e.id = $2`,
    [stream, id],
  );
  return row ?? null;
}

async function findPerson(transaction: Transaction, id: string): Promise<{ id: string; active: boolean } | null> {
  const [row] = await queryIn<{ id: string; active: boolean }>(
    transaction,
    'select id, deactivated_at is null as active from person where id = $1',
    [id],
  );
  return row ?? null;
}

async function hasFile(transaction: Transaction, digest: string): Promise<boolean> {
  return (await queryIn(transaction, 'select from attachment where digest = $1', [digest])).length === 1;
}
