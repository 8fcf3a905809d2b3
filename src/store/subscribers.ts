import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Subscribers } from '../http/ports.ts';
import type { Instant } from '../domain/time.ts';
import { type Database, queryIn } from './database.ts';
import { enqueue } from './outbox.ts';
import { mailChannel } from './post-deliveries.ts';
import type { Vault } from './vault.ts';

type Purpose = 'confirm' | 'unsubscribe';

/** One address is asked this often at most, whoever fills the form in. */
const askAgainMinutes = 10;
const confirmWithinHours = 48;
const tokenBytes = 18;

/** A secret for one purpose and one subscriber. It is computed from the master key, so nothing of it is kept. */
export const tokenFor = (vault: Pick<Vault, 'mac'>, purpose: Purpose, id: string): string =>
  `${id}.${vault.mac(`subscriber ${purpose}`, id).subarray(0, tokenBytes).toString('base64url')}`;

/** The subscriber whose token this is, or null. */
function idIn(vault: Pick<Vault, 'mac'>, purpose: Purpose, token: string): string | null {
  const id = /^[0-9a-f-]{36}(?=\.)/.exec(token)?.[0];
  if (id === undefined) return null;
  const [given, right] = [Buffer.from(token), Buffer.from(tokenFor(vault, purpose, id))];
  return given.length === right.length && timingSafeEqual(given, right) ? id : null;
}

interface Row {
  readonly id: string;
  readonly channel: 'email' | 'webhook';
  readonly addressSealed: Buffer;
  readonly components: string[];
  readonly confirmed: boolean;
  readonly createdAt: Instant;
}

/** Subscribers of status pages. `allowed` says why a URL may not be called, or null. */
export function subscriberStore(
  database: Database,
  vault: Vault,
  nextId: () => string,
  allowed: (url: string) => string | null,
): Subscribers {
  return {
    async list(page) {
      const rows = await database.query<Row>(
        `select id, channel, address_sealed as "addressSealed", components, confirmed_at is not null as confirmed,
            created_at as "createdAt" from status_subscriber where page = $1 order by created_at, id`,
        [page],
      );
      return rows.map(({ addressSealed, ...row }) => ({ ...row, address: vault.openSecret(addressSealed) }));
    },

    async count(page) {
      const [row] = await database.query<{ many: number }>(
        'select count(*)::integer as many from status_subscriber where page = $1 and confirmed_at is not null',
        [page],
      );
      return row?.many ?? 0;
    },

    async remove(page, id) {
      const rows = await database.query('delete from status_subscriber where page = $1 and id = $2 returning id', [
        page,
        id,
      ]);
      return rows.length > 0;
    },

    ask: (page, channel, address, components) => ask(database, vault, nextId, { page, channel, address, components }),

    async confirm(page, token) {
      const id = idIn(vault, 'confirm', token);
      if (id === null) return false;
      const rows = await database.query(
        `update status_subscriber set components = wanted, confirmed_at = coalesce(confirmed_at, allclear.now())
          where id = $1 and page = $2 and asked_at > allclear.now() - make_interval(hours => $3) returning id`,
        [id, page, confirmWithinHours],
      );
      return rows.length > 0;
    },

    async unsubscribe(page, token) {
      const id = idIn(vault, 'unsubscribe', token);
      if (id === null) return false;
      await database.query('delete from status_subscriber where id = $1 and page = $2', [id, page]);
      return true;
    },

    async takesMail() {
      return database.transaction(async (transaction) => (await mailChannel(transaction)) !== null);
    },

    urlFault: allowed,
  };
}

/** The page of each of these subscribers that are still there. */
export async function subscriberPages(database: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await database.query<{ id: string; page: string }>(
    'select id, page from status_subscriber where id = any($1::uuid[])',
    [ids],
  );
  return new Map(rows.map(({ id, page }) => [id, page]));
}

interface Asked {
  readonly page: string;
  readonly channel: 'email' | 'webhook';
  readonly address: string;
  readonly components: readonly string[];
}

/** Keeps who asks, and asks back in the same transaction. */
async function ask(database: Database, vault: Vault, nextId: () => string, asked: Asked): Promise<void> {
  const { page, channel, components } = asked;
  const given = asked.address.trim();
  const address = channel === 'email' ? given.toLowerCase() : given;
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  await database.transaction(async (transaction) => {
    const [row] = await queryIn<{ id: string }>(
      transaction,
      `insert into status_subscriber as s (id, page, channel, address_sealed, address_digest, secret_sealed, wanted,
              created_at, asked_at)
            values ($1, $2, $3, $4, $5, $6, $7, allclear.now(), allclear.now())
            on conflict (page, channel, address_digest) do update set wanted = excluded.wanted, asked_at = allclear.now()
              where s.asked_at < allclear.now() - make_interval(mins => $8)
            returning id`,
      [
        nextId(),
        page,
        channel,
        vault.sealSecret(address),
        vault.mac('subscriber address', `${channel} ${address}`),
        channel === 'webhook' ? vault.sealSecret(secret) : null,
        components,
        askAgainMinutes,
      ],
    );
    const target = channel === 'email' ? await mailChannel(transaction) : row?.id;
    if (!row || !target) return;
    const recipient = { name: '', address };
    const parameters = { subscriber: row.id };
    const kind = 'confirm-subscription';
    await enqueue(transaction, vault, [
      { id: nextId(), stream: null, event: null, kind, channel, target, recipient, parameters },
    ]);
  });
}
