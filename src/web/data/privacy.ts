interface Known {
  readonly id: string;
  readonly number: string;
  readonly private: boolean;
}

const byReference = new Map<string, Known>();

/** Remembers of an incident whether it is private. Answers whether it has just turned so. */
export function notePrivacy(incident: Known): boolean {
  const turned = incident.private && byReference.get(incident.id)?.private === false;
  for (const reference of [incident.id, incident.number]) byReference.set(reference, incident);
  return turned;
}

/** Forgets an incident that is not to be seen any more. Answers its UUID, if it was known. */
export function forgetPrivacy(reference: string): string | null {
  const known = byReference.get(reference);
  if (known === undefined) return null;
  for (const each of [known.id, known.number]) byReference.delete(each);
  return known.id;
}

/** UUID of an incident that is known not to be private; null for every other: nothing of those is kept on disk. */
export function openIncident(reference: string): string | null {
  const known = byReference.get(reference);
  return known === undefined || known.private ? null : known.id;
}
