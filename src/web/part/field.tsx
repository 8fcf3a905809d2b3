import { type ComponentProps, type ReactNode, useId } from 'react';

export const inputShape =
  'block w-full min-w-0 rounded-md border border-edge bg-ground px-2.5 py-1.5 text-[1rem] text-ink touch:min-h-11 aria-invalid:border-bad';

interface FieldProps {
  readonly label: string;
  /** What it means, below it. */
  readonly says?: ReactNode;
  /** What is wrong with it. */
  readonly fault?: string | undefined;
  readonly children: (given: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode;
}

/** A labelled field with what it means and what is wrong with it. */
export function Field({ label, says, fault, children }: FieldProps) {
  const id = useId();
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-sm font-medium text-quiet">
        {label}
      </label>
      {children({ id, 'aria-describedby': `${id}-says`, 'aria-invalid': fault !== undefined })}
      <p id={`${id}-says`} className={`mt-1 text-xs ${fault === undefined ? 'text-faint' : 'text-bad'} empty:hidden`}>
        {fault ?? says}
      </p>
    </div>
  );
}

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'children'> {
  readonly label: string;
  readonly says?: ReactNode;
  readonly fault?: string | undefined;
}

export function TextField({ label, says, fault, className = '', ...rest }: TextFieldProps) {
  return (
    <Field label={label} says={says} fault={fault}>
      {(given) => <input {...given} {...rest} className={`${inputShape} ${className}`} />}
    </Field>
  );
}
