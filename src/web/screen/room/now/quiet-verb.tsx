import type { PublicVerb } from '../../../../api/command-table.ts';
import { useRoom } from '../room-context.tsx';

/** A verb that is there for whoever looks for it, and asks for no attention. */
export function QuietVerb({ verb, children }: { readonly verb: PublicVerb; readonly children: string }) {
  const { open } = useRoom();
  return (
    <button
      type="button"
      data-verb={verb}
      onClick={() => open(verb)}
      className="min-h-7 rounded-sm text-left text-sm text-quiet underline decoration-rule underline-offset-4 hover:text-ink touch:min-h-11"
    >
      {children}
    </button>
  );
}
