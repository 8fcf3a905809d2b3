import type { PushTarget } from '../../../domain/status-page/page.ts';
import { Button } from '../../part/button.tsx';
import { TextField } from '../../part/field.tsx';

interface RowsProps {
  readonly targets: readonly PushTarget[];
  readonly onChange: (targets: readonly PushTarget[]) => void;
}

const labels = {
  name: 'Name of the copy',
  path: 'Folder on this server',
  endpoint: 'Endpoint',
  region: 'Region',
  bucket: 'Bucket',
  prefix: 'Folder in it (ends with /)',
  accessKeyId: 'Access key id',
} as const;

type FieldName = keyof typeof labels;

const fieldsOf = { directory: ['name', 'path'], s3: ['name', 'endpoint', 'region', 'bucket', 'prefix', 'accessKeyId'] };

const folder: PushTarget = { name: 'folder', kind: 'directory', path: '' };
const bucket: PushTarget = {
  name: 'bucket',
  kind: 's3',
  endpoint: '',
  region: 'us-east-1',
  bucket: '',
  prefix: '',
  accessKeyId: '',
};

/** Where copies of the page are put at every change. */
export function TargetRows({ targets, onChange }: RowsProps) {
  const set = (index: number, field: string, value: string): void =>
    onChange(targets.map((each, at) => (at === index ? { ...each, [field]: value } : each)));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-semibold">Copies that outlive this installation</legend>
      <ul className="grid gap-3">
        {targets.map((target, index) => (
          <li key={index} className="grid gap-2 rounded-lg border border-rule p-3 wide:grid-cols-2">
            {(fieldsOf[target.kind] as FieldName[]).map((field) => (
              <TextField
                key={field}
                label={labels[field]}
                required={field !== 'prefix'}
                value={(target as unknown as Record<string, string>)[field] ?? ''}
                onChange={({ target: { value } }) => set(index, field, value)}
              />
            ))}
            <Button
              kind="quiet"
              className="justify-self-start"
              onClick={() => onChange(targets.filter((_each, at) => at !== index))}
            >
              Remove {target.name}
            </Button>
          </li>
        ))}
      </ul>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button onClick={() => onChange([...targets, folder])}>Add a folder</Button>
        <Button onClick={() => onChange([...targets, bucket])}>Add a bucket</Button>
      </div>
    </fieldset>
  );
}
