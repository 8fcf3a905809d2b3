import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { Transaction } from '../command/ports.ts';
import type { KeyScope, Subject, TokenScope } from '../domain/access/subject.ts';
import type { Credentials, KeyRecord, PersonRecord, SessionStart, TokenRecord } from '../http/ports.ts';
import type { Instant } from '../domain/time.ts';
import { type Database, queryIn } from './database.ts';
import { digestOf, type ShortCache, shortCache } from './secret.ts';

const sessionHours = 12;
const linkHours = 24;

/** OWASP's figures for argon2id: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Checked when nobody has the address, so that the answer takes as long as for a wrong password. */
const decoy = hash(randomBytes(16).toString('hex'), cost);

interface Standing {
  readonly id: string;
  readonly role: PersonRecord['role'];
  readonly scopes?: TokenScope[];
}

const newSecret = (): string => randomBytes(32).toString('base64url');

/** Sessions, tokens, links and intake keys in PostgreSQL. Found subjects are remembered for a second at most. */
export function credentialStore(
  database: Database,
  nextId: () => string,
  findPerson: (id: string) => Promise<PersonRecord | null>,
): Credentials & { forget(): void } {
  const remembered = shortCache<Subject | null>(1000);
  const forget = (): void => remembered.clear();
  return {
    forget,
    ...subjectStore(database, remembered),
    ...signInStore(database, findPerson, forget),
    ...tokenStore(database, nextId, forget),
    ...keyStore(database, nextId),
  };
}

function subjectStore(
  database: Database,
  remembered: ShortCache<Subject | null>,
): Pick<Credentials, 'bySession' | 'byToken'> {
  return {
    bySession: (secret) =>
      remembered.get(`session:${secret}`, async () => {
        const [row] = await database.query<Standing>(
          `select p.id, p.role from session s join person p on p.id = s.person
            where s.digest = $1 and s.expires_at > allclear.now() and p.deactivated_at is null`,
          [digestOf(secret)],
        );
        return row ? { kind: 'person', id: row.id, role: row.role, scopes: null, throughToken: false } : null;
      }),

    byToken: (secret) =>
      remembered.get(`token:${secret}`, async () => {
        const [row] = await database.query<Standing>(
          `select p.id, p.role, t.scopes from token t join person p on p.id = t.person
            where t.digest = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > allclear.now())
              and p.deactivated_at is null`,
          [digestOf(secret)],
        );
        return row
          ? { kind: 'person', id: row.id, role: row.role, scopes: row.scopes ?? [], throughToken: true }
          : null;
      }),
  };
}

type SignIn = Pick<Credentials, 'byPassword' | 'byLink' | 'endSession' | 'setPassword' | 'makeLink'>;

function signInStore(
  database: Database,
  findPerson: (id: string) => Promise<PersonRecord | null>,
  forget: () => void,
): SignIn {
  async function start(person: string, userAgent: string): Promise<SessionStart> {
    const secret = newSecret();
    const [row] = await database.query<{ expiresAt: Instant }>(
      `insert into session (digest, person, created_at, seen_at, expires_at, user_agent)
        values ($1, $2, allclear.now(), allclear.now(), allclear.now() + make_interval(hours => $3), $4)
        returning expires_at as "expiresAt"`,
      [digestOf(secret), person, sessionHours, userAgent],
    );
    const record = await findPerson(person);
    if (!row || !record) throw new Error('a session was made for a person who is not there');
    return { person: record, secret, expiresAt: row.expiresAt };
  }

  return {
    async byPassword(email, password, userAgent) {
      const [row] = await database.query<{ id: string; passwordHash: string | null }>(
        `select id, password_hash as "passwordHash" from person
          where lower(email) = lower($1) and deactivated_at is null`,
        [email.replaceAll('\0', '')],
      );
      const right = await verify(row?.passwordHash ?? (await decoy), password);
      return row?.passwordHash && right ? start(row.id, userAgent) : null;
    },

    async byLink(secret, userAgent) {
      const [row] = await database.query<{ person: string }>(
        `update sign_in_link l set used_at = allclear.now() from person p
          where l.digest = $1 and l.used_at is null and l.expires_at > allclear.now()
            and p.id = l.person and p.deactivated_at is null returning l.person`,
        [digestOf(secret)],
      );
      return row ? start(row.person, userAgent) : null;
    },

    async endSession(secret) {
      await database.query('delete from session where digest = $1', [digestOf(secret)]);
      forget();
    },

    ...passwordStore(database),

    async makeLink(person) {
      const secret = newSecret();
      const [row] = await database.query<{ expiresAt: Instant }>(
        `insert into sign_in_link (digest, person, created_at, expires_at)
          values ($1, $2, allclear.now(), allclear.now() + make_interval(hours => $3)) returning expires_at as "expiresAt"`,
        [digestOf(secret), person, linkHours],
      );
      return { secret, expiresAt: (row as { expiresAt: Instant }).expiresAt };
    },
  };
}

function passwordStore(database: Database): Pick<Credentials, 'setPassword'> {
  return {
    async setPassword(person, current, next) {
      const [row] = await database.query<{ passwordHash: string | null }>(
        'select password_hash as "passwordHash" from person where id = $1',
        [person],
      );
      const known = row?.passwordHash ?? null;
      if (known !== null && (current === null || !(await verify(known, current)))) return false;
      await database.query('update person set password_hash = $2 where id = $1', [person, await hash(next, cost)]);
      return true;
    },
  };
}

const tokenColumns = 'id, name, scopes, created_at as "createdAt", expires_at as "expiresAt"';

function tokenStore(
  database: Database,
  nextId: () => string,
  forget: () => void,
): Pick<Credentials, 'tokens' | 'makeToken' | 'revokeToken'> {
  return {
    tokens: (person) =>
      database.query<TokenRecord>(
        `select ${tokenColumns} from token where person = $1 and revoked_at is null order by created_at`,
        [person],
      ),

    async makeToken(person, { name, scopes, expiresAt }) {
      const secret = `act_${newSecret()}`;
      const [row] = await database.query<TokenRecord>(
        `insert into token (id, digest, person, name, scopes, created_at, expires_at)
          values ($1, $2, $3, $4, $5, allclear.now(), to_timestamp($6::bigint / 1000.0)) returning ${tokenColumns}`,
        [nextId(), digestOf(secret), person, name, scopes, expiresAt],
      );
      return { ...(row as TokenRecord), token: secret };
    },

    async revokeToken(person, id) {
      const rows = await database.query(
        'update token set revoked_at = allclear.now() where id = $1 and person = $2 and revoked_at is null returning id',
        [id, person],
      );
      forget();
      return rows.length > 0;
    },
  };
}

const selectKeys = `select k.id, k.name, k.scopes, k.created_at as "createdAt", count(s.digest)::integer as secrets
  from intake_key k join intake_key_secret s on s.key = k.id and s.revoked_at is null`;

function keyStore(
  database: Database,
  nextId: () => string,
): Pick<Credentials, 'keys' | 'makeKey' | 'rotateKey' | 'revokeKey'> {
  const record = async (id: string, transaction: Transaction): Promise<KeyRecord | null> => {
    const [row] = await queryIn<KeyRecord>(transaction, `${selectKeys} where k.id = $1 group by k.id`, [id]);
    return row ?? null;
  };
  async function addSecret(id: string, transaction: Transaction): Promise<KeyRecord & { key: string }> {
    const secret = `ack_${newSecret()}`;
    await queryIn(
      transaction,
      'insert into intake_key_secret (digest, key, created_at) values ($1, $2, allclear.now())',
      [digestOf(secret), id],
    );
    return { ...((await record(id, transaction)) as KeyRecord), key: secret };
  }
  /** Turns at a key are taken one after the other: a rotation must not give a secret to a key that is being revoked. */
  const lock = (id: string, transaction: Transaction): Promise<object[]> =>
    queryIn(transaction, 'select from intake_key where id = $1 for update', [id]);
  return {
    keys: () => database.query<KeyRecord>(`${selectKeys} group by k.id order by k.created_at`),

    makeKey: ({ name, scopes }) =>
      database.transaction(async (transaction) => {
        const id = nextId();
        await queryIn(
          transaction,
          'insert into intake_key (id, name, scopes, created_at) values ($1, $2, $3, allclear.now())',
          [id, name, scopes],
        );
        return addSecret(id, transaction);
      }),

    rotateKey: (id) =>
      database.transaction(async (transaction) => {
        await lock(id, transaction);
        if (!(await record(id, transaction))) return null;
        // The newest stays valid beside the new one; anything older ends now.
        await queryIn(
          transaction,
          `update intake_key_secret set revoked_at = allclear.now() where key = $1 and revoked_at is null and digest <>
            (select digest from intake_key_secret where key = $1 and revoked_at is null order by created_at desc limit 1)`,
          [id],
        );
        return addSecret(id, transaction);
      }),

    revokeKey: (id) =>
      database.transaction(async (transaction) => {
        await lock(id, transaction);
        const rows = await queryIn(
          transaction,
          'update intake_key_secret set revoked_at = allclear.now() where key = $1 and revoked_at is null returning digest',
          [id],
        );
        return rows.length > 0;
      }),
  };
}

/** Finds the key that a secret belongs to. Remembered for two seconds, so that a revoked key ends within that. */
export function keyAuthentication(
  database: Database,
): (secret: string) => Promise<{ id: string; scopes: KeyScope[] } | null> {
  const remembered = shortCache<{ id: string; scopes: KeyScope[] } | null>(2000);
  return (secret) =>
    remembered.get(secret, async () => {
      const [row] = await database.query<{ id: string; scopes: KeyScope[] }>(
        `select k.id, k.scopes from intake_key_secret s join intake_key k on k.id = s.key
          where s.digest = $1 and s.revoked_at is null`,
        [digestOf(secret)],
      );
      return row ?? null;
    });
}
