let id: string | null = null;
let reads = false;
let known = Promise.withResolvers<string>();

/** Id of the person who is signed in here, as soon as it is known. */
export const signedInPerson = (): Promise<string> => known.promise;

/** The same, or null while nobody is known to be. */
export const personHere = (): string | null => id;

/** Whether that person may read incidents. */
export const readsIncidents = (): boolean => reads;

/** Says who is signed in here from now on, and whether they may read incidents. */
export function personIs(person: string | null, mayRead = false): void {
  if (person === id) return;
  reads = mayRead;
  if (id !== null) known = Promise.withResolvers<string>();
  id = person;
  if (person !== null) known.resolve(person);
}
