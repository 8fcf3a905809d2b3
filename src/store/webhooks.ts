import { randomBytes } from 'node:crypto';
import type { Deliveries } from '../command/ports.ts';
import type { Result, Webhooks } from '../http/ports.ts';
import type { Instant } from '../domain/time.ts';
import { type Database, queryIn } from './database.ts';
import { enqueue } from './outbox.ts';
import type { Vault } from './vault.ts';

type Row = { id: string; name: string; url: string; createdAt: Instant };

const columns = 'id, name, url, created_at as "createdAt"';

/** Where entries are sent. `allowed` says why a URL may not be called, or null. Secrets are sealed and shown once. */
export function webhookStore(
  database: Database,
  vault: Vault,
  nextId: () => string,
  allowed: (url: string) => Promise<string | null>,
): Webhooks {
  return {
    list: () => database.query<Row>(`select ${columns} from webhook where revoked_at is null order by created_at`),

    async make({ name, url }): Promise<Result<Row & { secret: string }>> {
      const why = await allowed(url);
      if (why !== null) {
        const errors = [{ pointer: '/url', detail: why }];
        return { ok: false, problem: { code: 'webhook/forbidden-address', parameters: {}, errors } };
      }
      const secret = `whsec_${randomBytes(24).toString('base64')}`;
      const [row] = await database.query<Row>(
        `insert into webhook (id, name, url, secret_sealed, created_at) values ($1, $2, $3, $4, allclear.now())
          returning ${columns}`,
        [nextId(), name, url, vault.sealSecret(secret)],
      );
      return { ok: true, value: { ...(row as Row), secret } };
    },

    async revoke(id) {
      const rows = await database.query(
        'update webhook set revoked_at = allclear.now() where id = $1 and revoked_at is null returning id',
        [id],
      );
      return rows.length > 0;
    },
  };
}

/** What is never sent on: the telling of a failed delivery would only fail again. */
const untold = ['DeliveryGivenUp'];

const entry = { kind: 'entry', channel: 'webhook', recipient: null, parameters: {} };

/** Puts a row in the outbox for each event and webhook. Private incidents and exercises are told to nobody outside. */
export function webhookDeliveries(vault: Vault, nextId: () => string): Deliveries {
  return {
    async enqueue(transaction, events, state) {
      if (state.private || state.exercise) return;
      const told = events.filter(({ type }) => !untold.includes(type));
      if (told.length === 0) return;
      const hooks = await queryIn<{ id: string }>(transaction, 'select id from webhook where revoked_at is null');
      const due = hooks.flatMap((hook) =>
        told.map(({ id: event, stream }) => ({ ...entry, id: nextId(), event, stream, target: hook.id })),
      );
      await enqueue(transaction, vault, due);
    },
  };
}
