import type { CommandRow } from '../api/command/row.ts';
import { commandTable, type PublicVerb } from '../api/command-table.ts';
import { fieldsOf, type VerbField } from '../api/verb-field.ts';
import { chatWords } from '../text/chat.ts';
import { doing } from './does.ts';
import type { ChatField, ChatForm } from './ports.ts';

const inWords = (text: string): string => {
  const words = text.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Fields that are worth asking for although they may stay empty. */
const worthAsking: Partial<Record<PublicVerb, readonly string[]>> = {
  'state-scope': ['status', 'boundary', 'evidence'],
  change: ['undo', 'touches', 'expected'],
  'propose-change': ['undo', 'touches', 'expected'],
  'start-change': ['target'],
  'record-update': ['toldWhom', 'channel'],
  'send-update': ['know', 'doing', 'dontKnow'],
  'add-signal': ['query', 'healthy'],
  'propose-hypothesis': ['test', 'thenAction'],
  declare: ['severity'],
};

const fieldOf = ({ name, option, says, kind, choices, required, otherwise }: VerbField, text: string): ChatField => ({
  name,
  label: inWords(option),
  hint: says,
  text: text === '' ? otherwise : text,
  long: kind === 'passage',
  required,
  choices: kind === 'yes-no' ? ['yes', 'no'] : choices,
});

/** The form of a verb, with what is known of it already. What is left out comes back with it. */
export function verbForm(verb: PublicVerb, typed: Readonly<Record<string, string>>): ChatForm {
  const { summary }: CommandRow = commandTable[verb];
  const asked = fieldsOf(verb).filter(
    ({ name, kind, required, positional }) =>
      kind !== 'file' && (required || positional || name in typed || worthAsking[verb]?.includes(name)),
  );
  const hidden = Object.fromEntries(
    Object.entries(typed).filter(([name]) => !asked.some((field) => field.name === name)),
  );
  return {
    title: inWords(verb),
    lead: summary,
    submit: chatWords.formSubmit,
    fields: asked.map((field) => fieldOf(field, typed[field.name] ?? '')),
    does: doing({ do: 'say', verb, typed: hidden }),
  };
}

/** Asks for the reason of an override. */
export const overrideForm = (held: {
  readonly id: string;
  readonly practice: string;
  readonly verb: string;
}): ChatForm => ({
  title: chatWords.overrideTitle,
  lead: chatWords.overrideLead(held),
  submit: chatWords.overrideSubmit,
  fields: [
    {
      name: 'reason',
      label: chatWords.reason,
      hint: chatWords.reasonHint,
      text: '',
      long: true,
      required: true,
      choices: [],
    },
  ],
  does: doing({ do: 'past', held: held.id }),
});
