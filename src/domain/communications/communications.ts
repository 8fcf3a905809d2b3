import type { UpdateWords } from '../incident/item.ts';
import type { Audience, Severity } from '../incident/vocabulary.ts';

/** Where somebody is told: through which channel, at which address of it. */
export interface WayToTell {
  readonly name: string;
  /** Name of a channel. */
  readonly channel: string;
  readonly address: string;
}

/** Whoever is told of updates to an audience. Those of leadership make up the escalation tree. */
export interface UpdateRecipient extends WayToTell {
  readonly audience: Audience;
  /** Told at these severities only. */
  readonly severities: readonly Severity[];
  /** Told instead when the first could not be reached. */
  readonly standIn: WayToTell | null;
  /** Whether exercises are told too. */
  readonly exercises: boolean;
}

/** Words to begin an update with. `{number}`, `{title}`, `{severity}`, `{affected}`, `{since}` are filled in. */
export interface UpdateTemplate extends UpdateWords {
  readonly name: string;
  readonly audience: Audience;
  readonly severities: readonly Severity[];
}

/** Who outside is told, and with which words. */
export interface Communications {
  readonly version: number;
  readonly recipients: readonly UpdateRecipient[];
  readonly templates: readonly UpdateTemplate[];
  /** Channel by which the communications lead and the commander are reminded of a promise; null: the room alone. */
  readonly reminders: string | null;
}

export const emptyCommunications: Communications = { version: 0, recipients: [], templates: [], reminders: null };

/** A stored document as it was accepted, however long ago. */
export type StoredCommunications = Partial<Omit<Communications, 'version'>>;

export const communicationsOf = (document: StoredCommunications | null, version: number): Communications => ({
  ...emptyCommunications,
  ...document,
  version,
});

interface Told {
  readonly severity: Severity;
  readonly exercise: boolean;
}

/** Whom an update to this audience goes to. */
export const recipientsFor = (
  { recipients }: Communications,
  audience: Audience,
  { severity, exercise }: Told,
): readonly UpdateRecipient[] =>
  recipients.filter(
    (recipient) =>
      recipient.audience === audience && recipient.severities.includes(severity) && (!exercise || recipient.exercises),
  );

/** The template that fits: the one for the fewest severities says the most about this one. */
export const templateFor = (
  { templates }: Communications,
  audience: Audience,
  severity: Severity,
): UpdateTemplate | null =>
  templates
    .filter((template) => template.audience === audience && template.severities.includes(severity))
    .toSorted((one, other) => one.severities.length - other.severities.length)[0] ?? null;

export const templateVariables = ['number', 'title', 'severity', 'affected', 'since'] as const;
export type TemplateVariable = (typeof templateVariables)[number];

/** The names in braces that no variable has. */
export const unknownVariables = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)]
    .map(([, name = '']) => name)
    .filter((name) => !(templateVariables as readonly string[]).includes(name));

/** The words with every variable filled in. */
export function filled(words: UpdateWords, values: Readonly<Record<TemplateVariable, string>>): UpdateWords {
  const fill = (text: string): string =>
    text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name as TemplateVariable] ?? whole);
  const { status, know, doing, dontKnow } = words;
  return { status: fill(status), know: fill(know), doing: fill(doing), dontKnow: fill(dontKnow) };
}
