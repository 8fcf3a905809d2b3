import { randomBytes } from 'node:crypto';
import type { Instant } from '../domain/time.ts';
import type { BriefLinkRecord, BriefLinks } from '../http/ports.ts';
import type { Database } from './database.ts';
import { digestOf } from './secret.ts';

const newSecret = (): string => randomBytes(32).toString('base64url');

/** A link counts while it has not ended, and the incident has had no all-clear. */
const alive = `l.revoked_at is null and l.expires_at > allclear.now()
  and not exists (select from incident_list_v1 i where i.incident = l.incident
    and (i.private or i.phase in ('all-clear', 'learning', 'closed', 'dismissed')))`;

/** Personal links to briefs. Only digests of their secrets are kept. */
export function briefLinkStore(database: Database): BriefLinks {
  return {
    list: (incident) =>
      database.query<BriefLinkRecord>(
        `select id, incident, name, created_at as "createdAt", expires_at as "expiresAt", revoked_at as "revokedAt",
            opened, last_opened_at as "lastOpenedAt"
          from brief_link where incident = $1 order by created_at`,
        [incident],
      ),

    async make({ id, incident, name, by, expiresAt }) {
      const secret = newSecret();
      await database.query(
        `insert into brief_link (id, incident, name, secret_digest, created_by, created_at, expires_at)
          values ($1, $2, $3, $4, $5, allclear.now(), to_timestamp($6::double precision / 1000))`,
        [id, incident, name, digestOf(secret), by, expiresAt],
      );
      return secret;
    },

    async revoke(incident, id) {
      const [row] = await database.query<{ name: string }>(
        `update brief_link set revoked_at = allclear.now()
          where incident = $1 and id = $2 and revoked_at is null returning name`,
        [incident, id],
      );
      return row?.name ?? null;
    },

    async exchange(secret) {
      const [row] = await database.query<{ id: string; incident: string; expiresAt: Instant }>(
        `update brief_link l set opened = opened + 1, last_opened_at = allclear.now()
          where secret_digest = $1 and ${alive} returning id, incident, expires_at as "expiresAt"`,
        [digestOf(secret)],
      );
      if (!row) return null;
      const session = newSecret();
      await database.query(
        'insert into brief_session (secret_digest, link, created_at) values ($1, $2, allclear.now())',
        [digestOf(session), row.id],
      );
      return { session, incident: row.incident, expiresAt: row.expiresAt };
    },

    async bySession(session) {
      const [row] = await database.query<{ link: string; name: string; incident: string }>(
        `select l.id as link, l.name, l.incident from brief_session s join brief_link l on l.id = s.link
          where s.secret_digest = $1 and ${alive}`,
        [digestOf(session)],
      );
      return row ? { kind: 'reader', ...row } : null;
    },
  };
}
