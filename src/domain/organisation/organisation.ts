import type { Severity } from '../incident/vocabulary.ts';

/** Who runs this installation, and what each severity means to its people. */
export interface Organisation {
  readonly version: number;
  readonly name: string | null;
  /** Where people reach this installation, such as https://allclear.example.org; null: not known. */
  readonly address: string | null;
  readonly severities: Readonly<Record<Severity, string>>;
}

/** Words to begin with: what it means for people, and who is woken. */
export const plainSeverities: Organisation['severities'] = {
  'SEV-1': 'People or the business are badly hurt now. Everybody who can help is called, at any hour.',
  'SEV-2':
    'Many people cannot do something important, or soon will not. Whoever is on call is woken, and leadership is told.',
  'SEV-3':
    'Some people are hindered, or there is a way around it. Whoever is on call works on it now; nobody else is woken.',
  'SEV-4': 'Hardly anybody notices. It is mended in working hours.',
  'SEV-5': 'Nobody is hurt. It is written down, so that it is not forgotten.',
};

/** A stored document as it was accepted, however long ago. */
export interface StoredOrganisation {
  readonly name?: string | null;
  readonly address?: string | null;
  readonly severities?: Partial<Record<Severity, string>>;
}

/** The organisation that a stored document means; null is the one before the first. */
export const organisationOf = (document: StoredOrganisation | null, version: number): Organisation => ({
  version,
  name: document?.name ?? null,
  address: document?.address ?? null,
  severities: { ...plainSeverities, ...document?.severities },
});
