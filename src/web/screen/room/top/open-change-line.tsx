import { face } from '../../../part/length.ts';
import { useNow } from '../../../part/time.tsx';
import { useRoom } from '../room-context.tsx';

/** On a phone: the one open change, in a line under the bar. */
export function OpenChangeLine({ onLook }: { readonly onLook: () => void }) {
  const { picture } = useRoom();
  const now = useNow();
  const change = picture?.changes.find(({ state }) => state === 'started');
  if (change === undefined) return null;
  const passed = change.startedAt === null ? 0 : now - Date.parse(change.startedAt);
  return (
    <button
      type="button"
      onClick={onLook}
      className="flex min-h-11 items-center gap-2 border-b border-rule bg-accent-soft px-3.5 text-left text-sm wide:hidden print:hidden"
    >
      <b className="font-semibold text-accent">{change.key}</b>
      <span className="min-w-0 flex-1 truncate">{change.what}</span>
      <span className="text-quiet">{face(passed)}</span>
    </button>
  );
}
