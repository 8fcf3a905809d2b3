import type { ChatRoom, ChatRooms, HeldLine, Turn } from '../chat/ports.ts';
import { nextPostAt } from '../domain/chat/gather.ts';
import type { Instant } from '../domain/time.ts';
import { type Database, queryIn } from './database.ts';
import type { Vault } from './vault.ts';

const days = `coalesce(nullif(c.settings ->> 'keepDays', ''), '30')::integer`;
const columns = `r.incident, r.channel, r.room, r.name, r.self, r.pinned, r.invited,
  coalesce(c.settings ->> 'mirrorPrivate', 'no') = 'yes' as "mirrorsPrivate",
  coalesce(c.settings ->> 'announceChannel', '') as "announceIn", ${days} as "keepDays"`;
const rooms = 'chat_room r join channel c on c.id = r.channel and c.revoked_at is null';

interface TurnRow {
  readonly told: number;
  readonly postedAt: Instant | null;
  readonly postedBy: string | null;
  readonly now: Instant;
}

/** Rooms in chats, in PostgreSQL. What people said there is sealed with the key of secrets. */
export function chatRoomStore(database: Database, vault: Vault): ChatRooms {
  const find = async (where: string, values: readonly unknown[]): Promise<ChatRoom | null> => {
    const [row] = await database.query<ChatRoom>(`select ${columns} from ${rooms} where ${where}`, values);
    return row ?? null;
  };
  return {
    ofIncident: (incident) => find('r.incident = $1', [incident]),
    at: (channel, room) => find('r.channel = $1 and r.room = $2', [channel, room]),

    async opened(incident, { room, name, self, team }) {
      await database.query('update chat_room set room = $2, name = $3, self = $4, team = $5 where incident = $1', [
        incident,
        room,
        name,
        self,
        team,
      ]);
    },

    async pinned(incident, message, version) {
      await database.query(
        `update chat_room set pinned = $2, told_version = greatest(told_version, $3), posted_at = allclear.now()
          where incident = $1`,
        [incident, message, version],
      );
    },

    async invited(incident) {
      await database.query('update chat_room set invited = true where incident = $1', [incident]);
    },

    turn: (incident, delivery, version) => turnIn(database, incident, delivery, version),

    async posted(incident, version) {
      await database.query(
        'update chat_room set told_version = greatest(told_version, $2), posted_by = null where incident = $1',
        [incident, version],
      );
    },

    async notPosted(incident, delivery) {
      await database.query('update chat_room set posted_at = posted_before where incident = $1 and posted_by = $2', [
        incident,
        delivery,
      ]);
    },

    ...spokenStore(database, vault),
  };
}

/** Deliveries ask one after the other: whoever is first posts for all that wait. */
const turnIn = (database: Database, incident: string, delivery: string, version: number): Promise<Turn> =>
  database.transaction(async (transaction): Promise<Turn> => {
    const [row] = await queryIn<TurnRow>(
      transaction,
      `select told_version as told, posted_at as "postedAt", posted_by as "postedBy", allclear.now() as now
        from chat_room where incident = $1 for update`,
      [incident],
    );
    if (!row || row.told >= version) return { kind: 'told' };
    const at = nextPostAt(row.postedAt, row.now);
    if (at > row.now) return { kind: 'later', inMs: at - row.now };
    await queryIn(
      transaction,
      `update chat_room set posted_before = posted_at, posted_at = allclear.now(), posted_by = $2 where incident = $1`,
      [incident, delivery],
    );
    return { kind: 'now', after: row.told };
  });

function spokenStore(database: Database, vault: Vault): Pick<ChatRooms, 'keep' | 'forget' | 'hold' | 'held' | 'purge'> {
  return {
    async keep({ incident, channel, room }, { message, user, text, at }) {
      await database.query(
        `insert into chat_said (channel, room, message, incident, sender, text_sealed, said_at, purge_at)
          select c.id, $2, $3, $4, $5, $6, to_timestamp($7::double precision / 1000), allclear.now()
            + make_interval(days => ${days})
          from channel c where c.id = $1 on conflict do nothing`,
        [channel, room, message, incident, user, vault.sealSecret(text), at],
      );
    },

    async forget({ channel, room }, message) {
      await database.query('delete from chat_said where channel = $1 and room = $2 and message = $3', [
        channel,
        room,
        message,
      ]);
    },

    async hold(line) {
      const { id, incident, person, ...kept } = line;
      await database.query(
        `insert into chat_held (id, incident, person, line_sealed, purge_at)
          values ($1, $2, $3, $4, allclear.now() + interval '1 day') on conflict (id) do update
            set line_sealed = excluded.line_sealed where chat_held.person = excluded.person`,
        [id, incident, person, vault.sealSecret(JSON.stringify(kept))],
      );
    },

    async held(id, person) {
      const [row] = await database.query<{ incident: string; sealed: Buffer }>(
        'select incident, line_sealed as sealed from chat_held where id = $1 and person = $2',
        [id, person],
      );
      if (!row) return null;
      const kept = JSON.parse(vault.openSecret(row.sealed)) as Omit<HeldLine, 'id' | 'incident' | 'person'>;
      return { id, incident: row.incident, person, ...kept };
    },

    async purge() {
      await database.query('delete from chat_said where purge_at <= allclear.now()');
      await database.query('delete from chat_held where purge_at <= allclear.now()');
    },
  };
}
