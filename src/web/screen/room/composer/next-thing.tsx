import { X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../../part/button.tsx';
import { Kbd } from '../../../part/keys.tsx';
import { useKeyHint, useShortcut } from '../../../part/shortcut.ts';
import { Inline } from '../log/prose.tsx';
import { useRoom } from '../room-context.tsx';

/** The next right thing, once: why, and the key that does it. It can be put away until there is another. */
export function NextThing() {
  const { picture, open } = useRoom();
  const [away, setAway] = useState<readonly string[]>([]);
  const hint = useKeyHint('next');
  const next = picture?.next.find(({ says }) => !away.includes(says));
  const doIt = async (): Promise<void> => {
    if (next === undefined) return;
    const { readVerbLine } = await import('../../../../api/verb-line.ts');
    const read = readVerbLine(next.command);
    // What is no verb is looked at where updates are written.
    if (read.kind !== 'verb') return open('send-update');
    // What stands in angle brackets is for the person to say.
    const typed = Object.entries(read.typed).filter(([, text]) => !/^<.*>$/.test(text));
    open(read.verb, Object.fromEntries(typed));
  };
  useShortcut('next', () => void doIt(), next !== undefined);
  if (next === undefined) return null;
  const verb = next.command.split(' ')[0];
  return (
    <div className="mb-1.5 flex items-center gap-2 px-1 text-sm text-quiet wide:pl-[4.25rem]">
      <button
        type="button"
        data-next={verb}
        onClick={() => void doIt()}
        className="min-w-0 rounded-sm text-left hover:text-ink touch:min-h-11"
      >
        <span className="text-faint">Next: </span>
        <span className="font-medium text-ink">
          <Inline text={next.says} />
        </span>{' '}
        <span className="touch:hidden">
          <Kbd>{hint}</Kbd>
        </span>
      </button>
      <IconButton label="Put this away" className="-my-1" onClick={() => setAway([...away, next.says])}>
        <X aria-hidden className="size-3.5" />
      </IconButton>
    </div>
  );
}
