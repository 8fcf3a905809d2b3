import { type FormEvent, useState } from 'react';
import { ProblemReply } from '../../../api/reply-error.ts';
import { call } from '../../data/call.ts';
import { queryClient } from '../../data/query.ts';
import type { Channel, ChannelKind } from '../../data/speaking.ts';
import { Button } from '../../part/button.tsx';
import { Field, inputShape, TextField } from '../../part/field.tsx';

interface ChannelFormProps {
  readonly kind: ChannelKind;
  /** Null: a new one. */
  readonly channel: Channel | null;
  readonly onDone: () => void;
}

type Values = Readonly<Record<string, string>>;

/** The fields that an integration asks for. A secret that is left empty stays as it is. */
export function ChannelForm({ kind, channel, onDone }: ChannelFormProps) {
  const [name, setName] = useState(channel?.name ?? kind.name);
  const [values, setValues] = useState<Values>(channel?.settings ?? {});
  const [faults, setFaults] = useState<Values>({});
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const settings = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
    try {
      if (channel === null) await call('POST /api/channels', { name, integration: kind.name, settings });
      else await call('PUT /api/channels/{id}', { id: channel.id, name, settings });
      await queryClient.invalidateQueries({ queryKey: ['channels'] });
      onDone();
    } catch (error) {
      const errors = error instanceof ProblemReply ? (error.problem.errors ?? []) : [];
      setFaults(
        errors.length === 0
          ? { '': (error as Error).message }
          : Object.fromEntries(
              errors.map(({ pointer, detail }) => [pointer.replace('/settings/', '').replace('/', ''), detail]),
            ),
      );
    }
  };
  return (
    <form
      onSubmit={(event) => void save(event)}
      aria-label={channel === null ? `New ${kind.name} channel` : `Change ${channel.name}`}
      className="mt-3 grid gap-3 rounded-lg border border-rule bg-panel p-4 wide:grid-cols-2"
    >
      <TextField label="Name" value={name} fault={faults['name']} onChange={(event) => setName(event.target.value)} />
      {kind.fields.map((field) => (
        <Setting
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          fault={faults[field.name]}
          kept={channel?.secretsSet.includes(field.name) === true}
          onChange={(value) => setValues({ ...values, [field.name]: value })}
        />
      ))}
      <p role="alert" className="text-sm text-bad empty:hidden">
        {faults['']}
      </p>
      <div className="flex gap-2 wide:col-span-2">
        <Button kind="primary" type="submit">
          Save
        </Button>
        <Button kind="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

interface SettingProps {
  readonly field: ChannelKind['fields'][number];
  readonly value: string;
  readonly fault: string | undefined;
  readonly kept: boolean;
  readonly onChange: (value: string) => void;
}

function Setting({ field, value, fault, kept, onChange }: SettingProps) {
  const { label, secret, required, help, choices } = field;
  const says = kept ? `${help} Set; left empty it stays as it is.` : help;
  return (
    <Field label={required ? label : `${label} (if needed)`} says={says} fault={fault}>
      {(given) =>
        choices === undefined ? (
          <input
            {...given}
            type={secret ? 'password' : 'text'}
            autoComplete="off"
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className={inputShape}
          />
        ) : (
          <select {...given} value={value} onChange={(event) => onChange(event.target.value)} className={inputShape}>
            <option value="">as a rule</option>
            {choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        )
      }
    </Field>
  );
}
