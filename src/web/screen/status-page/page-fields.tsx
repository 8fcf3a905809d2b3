import type { StatusPage } from '../../../domain/status-page/page.ts';
import { Field, inputShape, TextField } from '../../part/field.tsx';

interface FieldsProps {
  readonly page: StatusPage;
  readonly isNew: boolean;
  readonly onChange: (change: Partial<StatusPage>) => void;
}

const orNull = (text: string): string | null => (text === '' ? null : text);

export function PageFields({ page, isNew, onChange }: FieldsProps) {
  return (
    <div className="grid gap-3">
      <TextField
        label="Name"
        required
        maxLength={120}
        value={page.name}
        onChange={({ target }) => onChange({ name: target.value })}
      />
      <TextField
        label="Its word in addresses"
        required
        disabled={!isNew}
        says="Lower-case letters, digits and -. It stays the same for ever."
        value={page.slug}
        onChange={({ target }) => onChange({ slug: target.value })}
      />
      <Field label="A few words above everything else (if you like)">
        {(given) => (
          <textarea
            {...given}
            rows={2}
            maxLength={2000}
            className={inputShape}
            value={page.about}
            onChange={({ target }) => onChange({ about: target.value })}
          />
        )}
      </Field>
      <Field label="Who may read it">
        {(given) => (
          <select
            {...given}
            className={inputShape}
            value={page.visibility}
            onChange={({ target }) => onChange({ visibility: target.value as StatusPage['visibility'] })}
          >
            <option value="public">everybody</option>
            <option value="private">whoever is signed in here</option>
          </select>
        )}
      </Field>
      <TextField
        label="Time zone"
        required
        value={page.timeZone}
        onChange={({ target }) => onChange({ timeZone: target.value })}
      />
      <TextField
        label="Where customers read it, if not here"
        type="url"
        value={page.url ?? ''}
        onChange={({ target }) => onChange({ url: orNull(target.value) })}
      />
      <TextField
        label="Address of this Allclear as customers reach it"
        type="url"
        says="Subscriptions by mail and webhook need it."
        value={page.subscribeUrl ?? ''}
        onChange={({ target }) => onChange({ subscribeUrl: orNull(target.value) })}
      />
    </div>
  );
}
