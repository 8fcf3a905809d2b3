import type { DuePush, PushStore } from '../dispatch/ports.ts';
import type { PushTarget } from '../domain/status-page/page.ts';
import type { Instant } from '../domain/time.ts';
import type { PushState } from '../http/ports.ts';
import type { Database } from './database.ts';
import type { Vault } from './vault.ts';

const leaseSeconds = 60;

/** Where the copies of status pages stand, in PostgreSQL. */
export function pushStore(database: Database, vault: Vault, replica: string): PushStore {
  return {
    async claim(page, target, digest) {
      await database.query(
        'insert into status_push (page, target, next_at) values ($1, $2, allclear.now()) on conflict do nothing',
        [page, target],
      );
      const [row] = await database.query<Omit<DuePush, 'secret'>>(
        `update status_push set lease_until = allclear.now() + make_interval(secs => $4), lease_by = $5, fence = fence + 1,
            attempts = attempts + 1
          where page = $1 and target = $2 and digest is distinct from $3 and next_at <= allclear.now()
            and (lease_until is null or lease_until < allclear.now())
          returning page, target, attempts, fence`,
        [page, target, digest, leaseSeconds, replica],
      );
      if (!row) return null;
      const [kept] = await database.query<{ sealed: Buffer }>(
        'select secret_sealed as sealed from status_target_secret where page = $1 and target = $2',
        [page, target],
      );
      return { ...row, secret: kept ? vault.openSecret(kept.sealed) : null };
    },

    async published({ page, target, fence }, digest) {
      await database.query(
        `update status_push set digest = $4, pushed_at = allclear.now(), attempts = 0, failed_at = null, failure = null,
            next_at = allclear.now(), lease_until = null
          where page = $1 and target = $2 and fence = $3`,
        [page, target, fence, digest],
      );
    },

    async failed({ page, target, fence }, why, againInMs) {
      await database.query(
        `update status_push set failed_at = allclear.now(), failure = $4, lease_until = null,
            next_at = allclear.now() + make_interval(secs => $5::double precision / 1000)
          where page = $1 and target = $2 and fence = $3`,
        [page, target, fence, why, againInMs],
      );
    },
  };
}

interface Row {
  readonly target: string;
  readonly digest: string | null;
  readonly pushedAt: Instant | null;
  readonly failedAt: Instant | null;
  readonly failure: string | null;
  readonly nextAt: Instant;
}

/** How each target stands against what is wanted there. */
export async function pushStates(
  database: Database,
  page: string,
  targets: readonly PushTarget[],
  digest: string,
): Promise<PushState[]> {
  const rows = await database.query<Row>(
    `select target, digest, pushed_at as "pushedAt", failed_at as "failedAt", failure, next_at as "nextAt"
      from status_push where page = $1`,
    [page],
  );
  const secrets = await database.query<{ target: string }>('select target from status_target_secret where page = $1', [
    page,
  ]);
  return targets.map(({ name }) => {
    const row = rows.find(({ target }) => target === name);
    return {
      target: name,
      pushedAt: row?.pushedAt ?? null,
      current: row?.digest === digest,
      failedAt: row?.failedAt ?? null,
      failure: row?.failure ?? null,
      nextAt: row?.failure ? row.nextAt : null,
      hasSecret: secrets.some(({ target }) => target === name),
    };
  });
}

/** Keeps the key of a target, and lets it be tried at once. */
export async function putTargetSecret(
  database: Database,
  vault: Vault,
  page: string,
  target: string,
  secret: string,
): Promise<void> {
  await database.query(
    `insert into status_target_secret (page, target, secret_sealed, set_at) values ($1, $2, $3, allclear.now())
      on conflict (page, target) do update set secret_sealed = excluded.secret_sealed, set_at = excluded.set_at`,
    [page, target, vault.sealSecret(secret)],
  );
  await database.query(
    'update status_push set next_at = allclear.now(), attempts = 0 where page = $1 and target = $2',
    [page, target],
  );
}
