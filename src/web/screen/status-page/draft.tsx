import type { StatusPageView } from '../../data/types.ts';
import { Field, inputShape, TextField } from '../../part/field.tsx';
import { type ComponentStatus, type PostStatus, postStatusWords, statusWords } from './asked.ts';

/** Words as they are being written. A component that is not named stays as it is. */
export interface Draft {
  readonly title: string;
  readonly status: PostStatus;
  readonly text: string;
  readonly components: Readonly<Partial<Record<string, ComponentStatus>>>;
}

export type Post = StatusPageView['posts'][number];

export const emptyDraft = (goesOn: Post | undefined): Draft => ({
  title: goesOn?.title ?? '',
  status: goesOn !== undefined && goesOn.status in postStatusWords ? (goesOn.status as PostStatus) : 'investigating',
  text: '',
  components: {},
});

export const saidComponents = ({ components }: Draft): string[] =>
  Object.entries(components).map(([component, status]) => `${component}=${status}`);

interface FieldsProps {
  readonly page: StatusPageView;
  readonly draft: Draft;
  readonly isNew: boolean;
  readonly onChange: (draft: Draft) => void;
}

export function DraftFields({ page, draft, isNew, onChange }: FieldsProps) {
  return (
    <>
      <TextField
        label="What customers notice"
        required={isNew}
        maxLength={200}
        value={draft.title}
        onChange={({ target }) => onChange({ ...draft, title: target.value })}
      />
      <Field label="How far it is" says="None of these says that the cause is known.">
        {(given) => (
          <select
            {...given}
            className={inputShape}
            value={draft.status}
            onChange={({ target }) => onChange({ ...draft, status: target.value as PostStatus })}
          >
            {Object.entries(postStatusWords).map(([status, words]) => (
              <option key={status} value={status}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="In the words that they read" says="What they notice, what they can do, and when they hear next.">
        {(given) => (
          <textarea
            {...given}
            required
            rows={5}
            maxLength={10_000}
            className={`${inputShape} field-sizing-content`}
            value={draft.text}
            onChange={({ target }) => onChange({ ...draft, text: target.value })}
          />
        )}
      </Field>
      {page.components.map(({ key, name }) => (
        <Field key={key} label={name}>
          {(given) => (
            <select
              {...given}
              className={inputShape}
              value={draft.components[key] ?? ''}
              onChange={({ target }) => {
                const { [key]: _before, ...others } = draft.components;
                const said = target.value === '' ? {} : { [key]: target.value as ComponentStatus };
                onChange({ ...draft, components: { ...others, ...said } });
              }}
            >
              <option value="">not said here</option>
              {Object.entries(statusWords).map(([status, words]) => (
                <option key={status} value={status}>
                  {words}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
    </>
  );
}
