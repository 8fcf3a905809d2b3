import type { SettingField } from '../dispatch/ports.ts';
import type { Instant } from '../domain/time.ts';
import type { Channels, ChannelRecord, Result } from '../http/ports.ts';
import type { Database } from './database.ts';
import type { Vault } from './vault.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly integration: string;
  readonly settings: Record<string, string>;
  readonly secretsSealed: Buffer;
  readonly createdAt: Instant;
}

const columns = 'id, name, integration, settings, secrets_sealed as "secretsSealed", created_at as "createdAt"';

/** By name of the integration: a map, since a name may be any word. */
type Asked = ReadonlyMap<string, readonly SettingField[]>;
type Given = Readonly<Record<string, string>>;

/** Ways out that operators set up. What an integration asks for is checked; secrets are sealed and never shown. */
export function channelStore(database: Database, vault: Vault, nextId: () => string, asked: Asked): Channels {
  const shown = ({ secretsSealed, ...row }: Row): ChannelRecord => ({
    ...row,
    secretsSet: Object.keys(JSON.parse(vault.openSecret(secretsSealed)) as object),
  });

  return {
    async list() {
      const rows = await database.query<Row>(
        `select ${columns} from channel where revoked_at is null order by created_at`,
      );
      return rows.map(shown);
    },

    async make({ name, integration, settings }): Promise<Result<ChannelRecord>> {
      const fields = asked.get(integration);
      if (!fields) return faultAt('/integration', `no channel can be set up for ${integration}`);
      const parted = partedBy(fields, settings, {});
      if (!parted.ok) return parted;
      if (await nameTaken(database, name, null)) return faultAt('/name', 'another channel has this name');
      const [row] = await database.query<Row>(
        `insert into channel (id, name, integration, settings, secrets_sealed, created_at)
          values ($1, $2, $3, $4, $5, allclear.now()) returning ${columns}`,
        [nextId(), name, integration, parted.value.open, vault.sealSecret(JSON.stringify(parted.value.secret))],
      );
      return { ok: true, value: shown(row as Row) };
    },

    async change(id, { name, settings }): Promise<Result<ChannelRecord>> {
      const row = await findChannel(database, id);
      if (!row) return { ok: false, problem: { code: 'channel/not-found', parameters: {} } };
      const before = JSON.parse(vault.openSecret(row.secretsSealed)) as Record<string, string>;
      const parted = partedBy(asked.get(row.integration) ?? [], settings, before);
      if (!parted.ok) return parted;
      if (await nameTaken(database, name, id)) return faultAt('/name', 'another channel has this name');
      const [changed] = await database.query<Row>(
        `update channel set name = $2, settings = $3, secrets_sealed = $4 where id = $1 returning ${columns}`,
        [id, name, parted.value.open, vault.sealSecret(JSON.stringify(parted.value.secret))],
      );
      return { ok: true, value: shown(changed as Row) };
    },

    async revoke(id) {
      const rows = await database.query(
        'update channel set revoked_at = allclear.now() where id = $1 and revoked_at is null returning id',
        [id],
      );
      return rows.length > 0;
    },

    async open(id) {
      const row = await findChannel(database, id);
      if (!row) return null;
      const secrets = JSON.parse(vault.openSecret(row.secretsSealed)) as Record<string, string>;
      return { integration: row.integration, settings: row.settings, secrets };
    },
  };
}

async function findChannel(database: Database, id: string): Promise<Row | null> {
  const [row] = await database.query<Row>(`select ${columns} from channel where id = $1 and revoked_at is null`, [id]);
  return row ?? null;
}

async function nameTaken(database: Database, name: string, besides: string | null): Promise<boolean> {
  const rows = await database.query(
    'select from channel where lower(name) = lower($1) and revoked_at is null and id is distinct from $2',
    [name, besides],
  );
  return rows.length > 0;
}

const faultAt = (pointer: string, detail: string): Result<never> => ({
  ok: false,
  problem: { code: 'channel/invalid', parameters: {}, errors: [{ pointer, detail }] },
});

/** What is given, parted into what may be shown and what may not. A secret that is left out stays as it was. */
function partedBy(
  fields: readonly SettingField[],
  given: Given,
  before: Given,
): Result<{ open: Record<string, string>; secret: Record<string, string> }> {
  const unknown = Object.keys(given).find((name) => !fields.some((field) => field.name === name));
  if (unknown !== undefined) return faultAt(`/settings/${unknown}`, 'is not asked for');
  const open: Record<string, string> = {};
  const secret: Record<string, string> = {};
  for (const { name, secret: hidden, required, choices } of fields) {
    const value = given[name] ?? (hidden ? (before[name] ?? '') : '');
    if (required && value === '') return faultAt(`/settings/${name}`, 'is needed');
    if (choices && value !== '' && !choices.includes(value)) {
      return faultAt(`/settings/${name}`, `must be one of ${choices.join(', ')}`);
    }
    if (value !== '') (hidden ? secret : open)[name] = value;
  }
  return { ok: true, value: { open, secret } };
}
