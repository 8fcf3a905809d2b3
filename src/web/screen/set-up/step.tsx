import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { ProblemReply } from '../../../api/reply-error.ts';
import { Button } from '../../part/button.tsx';

/** What is wrong with the field that a pointer names. */
export type FaultAt = (pointer: string) => string | undefined;

interface StepProps {
  readonly title: string;
  /** A part of a step, below its heading. */
  readonly part?: boolean;
  readonly says: string;
  readonly button: string;
  readonly onSave: () => Promise<void>;
  readonly children: (faultAt: FaultAt) => ReactNode;
}

interface Faults {
  readonly says: string;
  readonly at: Readonly<Record<string, string>>;
}

const none: Faults = { says: '', at: {} };

function faultsOf(error: unknown): Faults {
  if (!(error instanceof ProblemReply)) return { says: 'The server does not answer. Try again.', at: {} };
  const { detail, next, errors = [] } = error.problem;
  const at = Object.fromEntries(errors.map((each) => [each.pointer, each.detail]));
  return { says: errors.length === 0 ? `${detail} ${next}` : '', at };
}

/** A step of the set-up: what it is for, its fields, and what went wrong with them, where it did. */
export function Step({ title, part = false, says, button, onSave, children }: StepProps) {
  const form = useRef<HTMLFormElement>(null);
  const [faults, setFaults] = useState(none);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [faults]);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFaults(none);
    try {
      await onSave();
    } catch (error) {
      setFaults(faultsOf(error));
    } finally {
      setBusy(false);
    }
  };
  const asked = new Set<string>();
  const fields = children((pointer) => {
    asked.add(pointer);
    return faults.at[pointer];
  });
  // What is wrong where no field is must not be lost.
  const elsewhere = Object.entries(faults.at).filter(([pointer]) => !asked.has(pointer));
  const Heading = part ? 'h2' : 'h1';
  return (
    <form ref={form} onSubmit={(event) => void save(event)} aria-label={title}>
      <Heading className={`${part ? 'text-lg' : 'text-xl'} font-semibold tracking-tight`}>{title}</Heading>
      <p className="mt-1 mb-5 max-w-[60ch] text-quiet">{says}</p>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">{fields}</div>
      <p role="alert" className="mt-3 text-sm text-bad empty:hidden">
        {[faults.says, ...elsewhere.map(([pointer, detail]) => `${pointer}: ${detail}`)].join(' ').trim()}
      </p>
      <Button kind="primary" type="submit" disabled={busy} className="mt-5 min-h-10">
        {button}
      </Button>
    </form>
  );
}
