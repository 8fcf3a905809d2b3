import type { ComponentProps, ReactNode } from 'react';

const kinds = {
  primary: 'border-accent bg-accent text-on-accent hover:brightness-110',
  plain: 'border-rule bg-raise text-ink hover:bg-press',
  quiet: 'border-transparent bg-transparent text-quiet hover:bg-press hover:text-ink',
  grave: 'border-bad bg-transparent text-bad hover:bg-bad-soft',
} as const;

export type ButtonKind = keyof typeof kinds;

export interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: ButtonKind;
  /** The key that does the same. */
  readonly hint?: string | undefined;
  readonly icon?: ReactNode;
}

const shape =
  'inline-flex min-h-8 items-center justify-center gap-1.5 rounded-md border px-2.5 py-1 text-sm font-medium whitespace-nowrap disabled:opacity-55 touch:min-h-11 touch:px-3.5';

/** A button is a verb. */
export function Button({ kind = 'plain', hint, icon, className = '', children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={`${shape} ${kinds[kind]} ${className}`} {...rest}>
      {icon}
      {children}
      {hint === undefined ? null : (
        <span aria-hidden className="font-normal touch:hidden">
          {hint}
        </span>
      )}
    </button>
  );
}

interface IconButtonProps extends ComponentProps<'button'> {
  /** What it does, for those who do not see the icon. */
  readonly label: string;
}

/** A square button with an icon; its name is said to screen readers and shown on hover. */
export function IconButton({ label, className = '', children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`inline-grid size-8 shrink-0 place-items-center rounded-md text-quiet hover:bg-press hover:text-ink touch:size-11 ${className}`}
      {...rest}
    >
      {children}
    </button>
  );
}
