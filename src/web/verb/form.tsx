import { type FormEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { commandTable, type PublicVerb } from '../../api/command-table.ts';
import { fieldsOf, type VerbField } from '../../api/verb-field.ts';
import { bodyFrom } from '../../api/verb-line.ts';
import { putFile } from '../data/call.ts';
import { pointed } from '../data/pointed.ts';
import type { Incident, Picture, SendResult } from '../data/types.ts';
import { Button } from '../part/button.tsx';
import { Foresight } from './foresight.tsx';
import { FormField } from './form-field.tsx';
import { verbLabels } from './label.ts';
import { useQueryFaults } from './query-faults.ts';

type Typed = Readonly<Record<string, string>>;

interface VerbFormProps {
  readonly incident: Incident;
  readonly picture: Picture | undefined;
  readonly verb: PublicVerb;
  readonly typed: Typed;
  readonly faults: Readonly<Record<string, string>>;
  readonly onSay: (verb: PublicVerb, body: Record<string, unknown>) => Promise<SendResult>;
  readonly onClose: () => void;
}

const startOf = (fields: readonly VerbField[], typed: Typed): Record<string, string> =>
  Object.fromEntries(fields.map(({ name, otherwise }) => [name, typed[name] ?? otherwise]));

const plan = ['undo', 'touches', 'expected'];
/** Fields without which a practice will hold or park what is said, or that everybody is asked for next. */
const asked: Partial<Record<PublicVerb, readonly string[]>> = {
  change: plan,
  'propose-change': plan,
  'record-change': plan,
  'propose-hypothesis': ['thenAction', 'test'],
  'state-scope': ['status', 'boundary', 'evidence'],
  'give-evidence': ['how', 'source'],
  'check-instrument': ['evidence'],
  'add-signal': ['healthy'],
  workaround: ['covers', 'debt'],
  'record-update': ['toldWhom', 'nextInMs'],
  'promise-update': ['inMs'],
  'send-update': ['audience', 'know', 'doing', 'dontKnow', 'nextInMs'],
  'wait-on': ['nextChaseAt'],
};

/** Shown from the start: what is needed, what was given, what is taken in order, and what the practices ask for. */
const isFirst = (verb: PublicVerb, { name, required, positional }: VerbField, typed: Typed): boolean =>
  required || positional || name in typed || asked[verb]?.includes(name) === true;

/** Puts the chosen file where the server keeps it, so that the command can name it. */
async function withFile(body: Record<string, unknown>, file: File | null): Promise<Record<string, unknown>> {
  if (file === null) return body;
  return { ...body, file: { ...(await putFile(file)), name: file.name, sizeBytes: file.size } };
}

/** The fields of a verb, in the place of the composer. Enter says it; Esc goes back to the line. */
export function VerbForm({ incident, picture, verb, typed, faults: given, onSay, onClose }: VerbFormProps) {
  const fields = fieldsOf(verb);
  const [values, setValues] = useState(() => startOf(fields, typed));
  const [faults, setFaults] = useState(given);
  const typing = useQueryFaults(verb, values);
  const [file, setFile] = useState<File | null>(null);
  const [all, setAll] = useState(false);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const first = fields.filter((field) => isFirst(verb, field, typed));
  const rest = fields.filter((field) => !isFirst(verb, field, typed));

  // Before it is drawn: a key that is pressed at once must not be lost.
  useLayoutEffect(() => {
    const inputs = [...(form.current?.querySelectorAll<HTMLElement>('input, textarea, select') ?? [])];
    const empty = inputs.find((input) => 'value' in input && input.value === '');
    (empty ?? inputs[0] ?? form.current?.querySelector<HTMLElement>('button[type=submit]'))?.focus();
  }, []);

  const say = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const read = bodyFrom(verb, values, new Date());
    const noFile = verb === 'attach' && file === null;
    if (!read.ok || noFile) {
      setFaults({ ...(read.ok ? {} : read.faults), ...(noFile ? { file: 'Choose a file.' } : {}) });
      return;
    }
    setBusy(true);
    const result = await onSay(verb, await withFile({ ...read.body }, file));
    setBusy(false);
    setFaults(result.kind === 'refused' ? pointed(result.problem) : {});
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
    if (
      event.key === 'Enter' &&
      event.target instanceof HTMLTextAreaElement &&
      !event.shiftKey &&
      !event.nativeEvent.isComposing
    ) {
      event.preventDefault();
      form.current?.requestSubmit();
    }
  };
  const field = (each: VerbField) => (
    <FormField
      key={each.name}
      field={each}
      value={values[each.name] ?? ''}
      fault={faults[each.name] ?? typing[each.name]}
      incident={incident}
      picture={picture}
      onChange={(value) => setValues((before) => ({ ...before, [each.name]: value }))}
      onFile={setFile}
    />
  );
  return (
    <form
      ref={form}
      data-form={verb}
      aria-label={verbLabels[verb]}
      onSubmit={(event) => void say(event)}
      onKeyDown={onKeyDown}
      className="max-h-[62dvh] overflow-auto rounded-xl border border-accent bg-panel p-3.5 ring-3 ring-accent-soft"
    >
      <div className="mb-2 flex items-baseline justify-between gap-3">
        <p className="font-semibold">{verbLabels[verb]}</p>
        <code className="truncate font-mono text-xs text-faint">/{commandTable[verb].example.split(' ')[0]}</code>
      </div>
      <div className="grid gap-3 wide:grid-cols-2">{first.map(field)}</div>
      {all ? <div className="mt-3 grid gap-3 wide:grid-cols-2">{rest.map(field)}</div> : null}
      <Foresight incident={incident.id} verb={verb} values={values} />
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button kind="primary" type="submit" disabled={busy} data-say={verb}>
          {verb === 'note' ? 'Write' : 'Say it'}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          Back to the line
        </Button>
        {rest.length === 0 ? null : (
          <Button kind="quiet" aria-expanded={all} className="ml-auto" onClick={() => setAll(!all)}>
            {all ? 'Less' : `More (${rest.length})`}
          </Button>
        )}
      </div>
    </form>
  );
}
