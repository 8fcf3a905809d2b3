const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('')
    .toUpperCase();

interface AvatarProps {
  readonly name: string;
  readonly commands?: boolean;
}

/** A person in two letters; the name is said to screen readers and on hover. */
export function Avatar({ name, commands = false }: AvatarProps) {
  const ring = commands ? 'border-accent text-accent' : 'border-rule text-quiet';
  return (
    <span
      role="img"
      aria-label={commands ? `${name}, incident commander` : name}
      title={name}
      className={`inline-grid size-7 shrink-0 place-items-center rounded-full border bg-press text-xs font-semibold ${ring}`}
    >
      <span aria-hidden>{initials(name)}</span>
    </span>
  );
}
