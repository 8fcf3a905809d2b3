import type { Transaction } from '../command/ports.ts';
import type { NewPersonRecord, People, PersonRecord } from '../http/ports.ts';
import { type Database, queryIn } from './database.ts';

const columns = `id, name, email, role, zone, locale, manager, contact_methods as "contactMethods",
  deactivated_at is null as active, created_at as "createdAt"`;

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

type TeamRow = { id: string; name: string; members: string[] };

const selectTeams = `select t.id, t.name, coalesce(array_agg(m.person order by m.person) filter (where m.person is not null), '{}') as members
  from team t left join team_member m on m.team = t.id`;

const taken = { ok: false, problem: { code: 'person/exists', parameters: {}, pointer: '/email' } } as const;

/** People and teams in PostgreSQL. `changed` is told when somebody's rights may have become narrower. */
export function peopleStore(database: Database, nextId: () => string, changed: () => void): People {
  return {
    list: () => database.query<PersonRecord>(`select ${columns} from person order by lower(name), id`),

    async find(reference) {
      const by = uuidForm.test(reference) ? 'id = $1' : 'lower(email) = lower($1)';
      const [person] = await database.query<PersonRecord>(`select ${columns} from person where ${by}`, [reference]);
      return person ?? null;
    },

    async add(person) {
      const [added] = await database.query<PersonRecord>(
        `insert into person (id, name, email, role, zone, locale, manager, contact_methods, created_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, allclear.now()) on conflict do nothing returning ${columns}`,
        [nextId(), ...valuesOf(person)],
      );
      if (!added) return taken;
      return { ok: true, value: added };
    },

    async change(id, change) {
      try {
        const person = await database.transaction((transaction) => changedIn(transaction, id, change));
        changed();
        return { ok: true, value: person };
      } catch (error) {
        if ((error as { constraint?: string }).constraint === 'person_email') return taken;
        throw error;
      }
    },

    ...teamStore(database, nextId),
  };
}

function teamStore(database: Database, nextId: () => string): Pick<People, 'teams' | 'putTeam' | 'deleteTeam'> {
  return {
    teams: () => database.query<TeamRow>(`${selectTeams} group by t.id order by lower(t.name)`),

    putTeam: (name, members) =>
      database.transaction(async (transaction) => {
        const [team] = await queryIn<{ id: string }>(
          transaction,
          `insert into team (id, name, created_at) values ($1, $2, allclear.now())
            on conflict (lower(name)) do update set name = excluded.name returning id`,
          [nextId(), name],
        );
        const id = (team as { id: string }).id;
        await queryIn(transaction, 'delete from team_member where team = $1', [id]);
        await queryIn(transaction, 'insert into team_member (team, person) select $1, unnest($2::uuid[])', [
          id,
          members,
        ]);
        const [row] = await queryIn<TeamRow>(transaction, `${selectTeams} where t.id = $1 group by t.id`, [id]);
        return row as TeamRow;
      }),

    async deleteTeam(name) {
      return (await database.query('delete from team where lower(name) = lower($1) returning id', [name])).length > 0;
    },
  };
}

async function changedIn(
  transaction: Transaction,
  id: string,
  change: Partial<NewPersonRecord> & { active?: boolean },
): Promise<PersonRecord> {
  const [before] = await queryIn<PersonRecord>(transaction, `select ${columns} from person where id = $1 for update`, [
    id,
  ]);
  const after = { ...(before as PersonRecord), ...change };
  const [row] = await queryIn<PersonRecord>(
    transaction,
    `update person set name = $2, email = $3, role = $4, zone = $5, locale = $6, manager = $7,
      contact_methods = $8, deactivated_at = case when $9 then null else coalesce(deactivated_at, allclear.now()) end
      where id = $1 returning ${columns}`,
    [id, ...valuesOf(after), after.active],
  );
  if (!after.active) await endEverySignIn(transaction, id);
  return row as PersonRecord;
}

const valuesOf = (person: NewPersonRecord): unknown[] => [
  person.name,
  person.email,
  person.role,
  person.zone,
  person.locale,
  person.manager,
  JSON.stringify(person.contactMethods),
];

async function endEverySignIn(transaction: Transaction, person: string): Promise<void> {
  await queryIn(transaction, 'delete from session where person = $1', [person]);
  await queryIn(transaction, 'delete from sign_in_link where person = $1', [person]);
  await queryIn(transaction, 'update token set revoked_at = coalesce(revoked_at, allclear.now()) where person = $1', [
    person,
  ]);
}
