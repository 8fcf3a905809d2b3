import { useProse } from '../../data/prose.ts';
import { Field, inputShape } from '../../part/field.tsx';
import { lineDifference } from '../../part/line-difference.ts';
import { ProseMarks } from '../../part/prose-marks.tsx';

interface WordsFieldProps {
  readonly label: string;
  readonly says?: string;
  readonly rows: number;
  readonly value: string;
  /** What it said the last time; null where nothing was said yet. */
  readonly before: string | null;
  readonly fault?: string | undefined;
  readonly onChange: (value: string) => void;
}

/** One field of an update: marked while it is typed, with what is new against the last one. */
export function WordsField({ label, says, rows, value, before, fault, onChange }: WordsFieldProps) {
  const findings = useProse(value, 'live');
  return (
    <div>
      <Field label={label} says={says} fault={fault}>
        {(given) => (
          <textarea
            {...given}
            rows={rows}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className={`${inputShape} field-sizing-content max-h-96 resize-y`}
          />
        )}
      </Field>
      <ProseMarks text={value} findings={findings} onUse={onChange} />
      {before === null ? null : <Difference before={before} after={value} />}
    </div>
  );
}

/** Only what differs: an update that says the same as the last one needs no list of it. */
function Difference({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = lineDifference(before, after).filter(({ is }) => is !== 'same');
  if (lines.length === 0) return null;
  return (
    <details className="mt-1 text-xs text-quiet">
      <summary className="inline-flex min-h-6 items-center touch:min-h-11">What is new against the last one</summary>
      <ul className="mt-1 grid gap-0.5">
        {lines.map(({ text, is }) => (
          <li key={`${is}/${text}`}>
            <span className="font-medium">{is === 'new' ? 'New:' : 'Gone:'}</span>{' '}
            {is === 'gone' ? <del>{text}</del> : text}
          </li>
        ))}
      </ul>
    </details>
  );
}
