import type { Door } from '../door.ts';
import { personReferred } from '../door.ts';
import type { EndpointHandlers } from '../endpoint.ts';
import type { NewPersonRecord, PersonRecord } from '../ports.ts';
import { fail, ProblemError } from '../problem.ts';
import { authorise } from '../authenticate.ts';
import type { Subject } from '../../domain/access/subject.ts';
import { iso, personView } from '../view.ts';

type Names =
  'listPeople' | 'createPerson' | 'changePerson' | 'createSignInLink' | 'listTeams' | 'putTeam' | 'deleteTeam';

async function found(door: Door, subject: Subject, reference: string): Promise<PersonRecord> {
  const person = await door.people.find(await personReferred(door, subject, reference));
  if (!person) throw fail('person/not-found', { person: reference });
  return person;
}

/** Owners are made, changed and signed in by owners only: an admin must not become one by a detour. */
function guardOwner(subject: Subject, ...roles: (string | undefined)[]): void {
  if (roles.includes('owner')) authorise(subject, 'owner.manage');
}

export function peopleHandlers(door: Door): EndpointHandlers<Names> {
  const managerOf = async (subject: Subject, manager: string | null): Promise<string | null> =>
    manager === null ? null : personReferred(door, subject, manager);
  return {
    async listPeople() {
      return { items: (await door.people.list()).map(personView) };
    },

    async createPerson(person, { subject }) {
      guardOwner(subject, person.role);
      const added = await door.people.add({ ...person, manager: await managerOf(subject, person.manager) });
      if (!added.ok) throw new ProblemError(added.problem);
      return personView(added.value);
    },

    async changePerson({ person: reference, ...change }, { subject }) {
      const person = await found(door, subject, reference);
      guardOwner(subject, person.role, change.role);
      const stated = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      if (typeof change.manager === 'string') stated['manager'] = await managerOf(subject, change.manager);
      const changed = await door.people.change(person.id, stated as Partial<NewPersonRecord>);
      if (!changed.ok) throw new ProblemError(changed.problem);
      return personView(changed.value);
    },

    async createSignInLink({ person: reference }, { subject, request }) {
      const person = await found(door, subject, reference);
      guardOwner(subject, person.role);
      const { secret, expiresAt } = await door.credentials.makeLink(person.id);
      return { link: `${request.protocol}://${request.host}/sign-in#${secret}`, expiresAt: iso(expiresAt) };
    },

    async listTeams() {
      return { items: await door.people.teams() };
    },

    async putTeam({ name, members }, { subject }) {
      const ids = await Promise.all(members.map((member) => personReferred(door, subject, member)));
      return door.people.putTeam(name, [...new Set(ids)]);
    },

    async deleteTeam({ name }) {
      if (!(await door.people.deleteTeam(name))) throw fail('team/not-found');
      return {};
    },
  };
}
