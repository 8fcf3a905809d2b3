import type { VerbField } from '../../api/verb-field.ts';
import { usePeople, useAlerts, useCatalog, useStatusPages } from '../data/query.ts';
import type { Incident, Picture } from '../data/types.ts';
import { Field, inputShape } from '../part/field.tsx';
import { inWords } from './label.ts';

interface FormFieldProps {
  readonly field: VerbField;
  readonly value: string;
  readonly fault: string | undefined;
  readonly incident: Incident;
  readonly picture: Picture | undefined;
  readonly onChange: (value: string) => void;
  readonly onFile: (file: File | null) => void;
}

const spaced = (option: string): string => option.replaceAll('-', ' ');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const labels: Readonly<Record<string, string>> = {
  what: 'What',
  undo: 'Undo: how it is taken back',
  evidence: 'How you know',
  claim: 'What works, or does not',
  works: 'Does it work?',
  thenAction: 'If it is true, what follows',
  toldWhom: 'Who was told',
  on: 'On whom',
  at: 'When',
  nextIn: 'Next update in',
};

interface Choice {
  readonly value: string;
  readonly says: string;
}

/** Items of the picture that a key may name, by the letter of the key. */
function itemsOf(letter: string, picture: Picture | undefined): readonly Choice[] {
  if (picture === undefined) return [];
  const lists: Readonly<Record<string, readonly Choice[]>> = {
    C: picture.changes.map(({ key, what }) => ({ value: key, says: what })),
    H: picture.hypotheses.map(({ key, cause }) => ({ value: key, says: cause })),
    E: picture.evidence.map(({ key, claim }) => ({ value: key, says: claim })),
    S: picture.signals.map(({ key, name }) => ({ value: key, says: name })),
    W: picture.workarounds
      .filter(({ endedAt }) => endedAt === null)
      .map(({ key, what }) => ({ value: key, says: what })),
    N: picture.posts.map(({ key, title }) => ({ value: key, says: title })),
    V: picture.waits.filter(({ endedAt }) => endedAt === null).map(({ key, on }) => ({ value: key, says: on })),
  };
  return lists[letter] ?? [];
}

/** What may stand in a field, for the browser to offer. */
function useOffers({ kind, name }: VerbField, { alerts }: Incident): readonly Choice[] {
  const people = usePeople().data ?? [];
  const catalog = useCatalog();
  const firing = useAlerts('firing');
  const pages = useStatusPages();
  if (kind === 'person') {
    return [
      { value: 'me', says: 'yourself' },
      ...people.filter(({ active }) => active).map(({ email, name: says }) => ({ value: email, says })),
    ];
  }
  if (['what', 'touches', 'services', 'service', 'from', 'dependsOn', 'bootstrap'].includes(name)) {
    return (catalog.data?.services ?? []).map(({ name: value }) => ({ value, says: '' }));
  }
  if (name === 'page') return (pages.data ?? []).map(({ slug, name: says }) => ({ value: slug, says }));
  if (name === 'fingerprints') {
    const here = alerts.map(({ fingerprint, name: says }) => ({ value: fingerprint, says }));
    return [...here, ...(firing.data ?? []).map(({ fingerprint, name: says }) => ({ value: fingerprint, says }))];
  }
  return [];
}

const placeholders: Partial<Record<VerbField['kind'], string>> = {
  instant: '15:30, +30min or -5min',
  length: '30s, 10min or 2h',
  list: 'separated by commas',
  incident: 'its number',
};

/** One field of a verb, in the form that its kind asks for. */
export function FormField({ field, value, fault, incident, picture, onChange, onFile }: FormFieldProps) {
  const { name, option, kind, choices, says, required, itemLetter } = field;
  const offers = useOffers(field, incident);
  const label = `${labels[name] ?? capital(spaced(option))}${required ? '' : ' (if you know)'}`;
  const items = itemLetter === null ? [] : itemsOf(itemLetter, picture);
  return (
    <Field label={label} says={items.length > 0 ? '' : says} fault={fault}>
      {(given) => {
        const common = { ...given, name, className: inputShape };
        if (kind === 'file') {
          return <input {...common} type="file" onChange={(event) => onFile(event.target.files?.[0] ?? null)} />;
        }
        if (kind === 'choice' || kind === 'yes-no' || items.length > 0) {
          const options =
            kind === 'yes-no'
              ? [
                  { value: 'no', says: 'no' },
                  { value: 'yes', says: 'yes' },
                ]
              : items.length > 0
                ? items
                : choices.map((each) => ({ value: each, says: '' }));
          return (
            <select {...common} value={value} onChange={(event) => onChange(event.target.value)}>
              {kind === 'yes-no' ? null : <option value="" />}
              {options.map((each) => (
                <option key={each.value} value={each.value}>
                  {items.length > 0 ? `${each.value} ${each.says}` : inWords(each.value)}
                </option>
              ))}
            </select>
          );
        }
        if (kind === 'passage') {
          return (
            <textarea
              {...common}
              rows={2}
              value={value}
              onChange={(event) => onChange(event.target.value)}
              className={`${inputShape} field-sizing-content max-h-[30dvh]`}
            />
          );
        }
        const listId = `${given.id}-offers`;
        return (
          <>
            <input
              {...common}
              value={value}
              autoComplete="off"
              placeholder={placeholders[kind]}
              list={offers.length > 0 ? listId : undefined}
              onChange={(event) => onChange(event.target.value)}
            />
            {offers.length === 0 ? null : (
              <datalist id={listId}>
                {offers.map((offer) => (
                  <option key={offer.value} value={offer.value}>
                    {offer.says}
                  </option>
                ))}
              </datalist>
            )}
          </>
        );
      }}
    </Field>
  );
}
