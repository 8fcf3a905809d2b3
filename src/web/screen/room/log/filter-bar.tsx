import { Printer } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { call } from '../../../data/call.ts';
import type { LogEntry } from '../../../data/types.ts';
import { IconButton } from '../../../part/button.tsx';
import { combinationOf } from '../../../part/combination.ts';
import { useRoom } from '../room-context.tsx';
import { type EntryKind, entryKinds, kindLabels } from './kind.ts';
import { PrintedLog } from './printed-log.tsx';

async function wholeLog(incident: string): Promise<readonly LogEntry[]> {
  const entries: LogEntry[] = [];
  for (;;) {
    const after = entries.at(-1)?.version ?? 0;
    const page = await call('GET /api/incidents/{incident}/log', { incident, after, limit: 500 });
    entries.push(...page.items);
    if (page.next === null) return entries;
  }
}

/** Which entries are shown, and the log on paper. */
export function FilterBar({ kind, onKind }: { readonly kind: EntryKind; readonly onKind: (kind: EntryKind) => void }) {
  const { incident } = useRoom();
  const [printed, setPrinted] = useState<readonly LogEntry[] | null>(null);
  const [says, setSays] = useState('');
  const print = async (): Promise<void> => {
    try {
      setPrinted(await wholeLog(incident.id));
      setSays('');
    } catch {
      setSays('The whole log needs the server, and it does not answer.');
      return;
    }
    // The page has to be drawn before it can be printed.
    requestAnimationFrame(() => requestAnimationFrame(() => window.print()));
  };
  const printNow = useRef(print);
  useEffect(() => {
    printNow.current = print;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (combinationOf(event) !== 'Mod+P') return;
      event.preventDefault();
      void printNow.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <div className="flex shrink-0 items-center justify-end gap-1 px-3 wide:pt-1 print:hidden">
        <span role="status" className="text-xs text-warn">
          {says}
        </span>
        <select
          aria-label="Show"
          value={kind}
          onChange={(event) => onKind(event.target.value as EntryKind)}
          className={`field-sizing-content min-h-7 rounded-md border-0 bg-transparent px-1.5 text-xs touch:min-h-11 ${kind === 'all' ? 'text-faint' : 'font-medium text-accent'}`}
        >
          {entryKinds.map((each) => (
            <option key={each} value={each}>
              {kindLabels[each]}
            </option>
          ))}
        </select>
        <IconButton label="Print the log" onClick={() => void print()}>
          <Printer aria-hidden className="size-4" />
        </IconButton>
      </div>
      {printed === null ? (
        <p className="hidden print:block">The log is printed by its own button, or by the key that prints.</p>
      ) : (
        <PrintedLog entries={printed} />
      )}
    </>
  );
}
