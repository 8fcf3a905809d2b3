import { Paperclip, SendHorizontal } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import type { PublicVerb } from '../../../../api/command-table.ts';
import { live } from '../../../data/browser.ts';
import { useProse } from '../../../data/prose.ts';
import { useIncidents } from '../../../data/query.ts';
import { IconButton } from '../../../part/button.tsx';
import { ProseMarks } from '../../../part/prose-marks.tsx';
import { useRoom } from '../room-context.tsx';
import { sayLine } from './say-line.ts';
import type { Desk } from './desk.ts';
import { longestNote, useDraft } from './draft.ts';
import { Suggestions, useSuggestions } from './suggestions.tsx';
import { useDrop, useFiles } from './files.ts';
import { isLive } from '../../../../domain/incident/phase.ts';

/** Names the incident in the field when more than one is open: nobody should write into the wrong room. */
function usePlaceholder(): string {
  const { incident } = useRoom();
  const list = useIncidents(true).data ?? [];
  const open = list.filter(({ phase }) => isLive(phase)).length;
  return open > 1 ? `Write to incident ${incident.number}, or / for a verb` : 'Write to the log, or / for a verb';
}

/** Whoever leaves the line is in the log: its arrows scroll, and what opens over it gives the focus back. */
function goToLog(line: HTMLTextAreaElement | null): void {
  const log = line?.closest('section')?.querySelector<HTMLElement>('[data-log]');
  if (log) log.focus();
  else line?.blur();
}

const full = 'A line ends at 20,000 characters. What is longer goes into a file: paste it, or attach it.';

interface LineProps {
  readonly input: RefObject<HTMLTextAreaElement | null>;
  readonly desk: Desk;
}

/** One line to write. Enter sends; a slash opens the verbs; pictures and output may be pasted. */
export function Line({ input, desk }: LineProps) {
  const { incident } = useRoom();
  const [draft, setDraft] = useDraft();
  const [says, setSays] = useState('');
  const picker = useRef<HTMLInputElement>(null);
  const placeholder = usePlaceholder();
  const files = useFiles(incident.id, desk.say, setSays);
  useDrop(files.take);
  // A note is read in this browser only, and whatever is found it goes when its writer sends it.
  const findings = useProse(draft.startsWith('/') ? '' : draft, 'log');
  const listId = useId();
  const suggestions = useSuggestions(draft, (text) => {
    setDraft(text);
    input.current?.focus();
  });

  useEffect(() => {
    // A phone's keyboard would cover the log that somebody came to read.
    if (matchMedia('(pointer: fine)').matches) input.current?.focus();
  }, [input]);

  const send = async (): Promise<void> => {
    const text = draft.trim();
    if (text === '') return;
    setDraft('');
    setSays('');
    const back = await sayLine(text, desk);
    if (back !== null) {
      setDraft(text);
      setSays(back);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (suggestions.onKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void send();
    } else if (event.key === 'Escape') goToLog(input.current);
  };
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>): void => {
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    const left = longestNote - value.length + (selectionEnd - selectionStart);
    if (files.take(event.clipboardData, left)) event.preventDefault();
  };
  const chosen = suggestions.shown ? `${listId}-${suggestions.at}` : undefined;
  return (
    <div>
      <ProseMarks
        text={draft}
        findings={findings}
        onUse={(text) => {
          setDraft(text);
          input.current?.focus();
        }}
      />
      <Suggestions
        list={suggestions}
        id={listId}
        onVerb={(verb: PublicVerb) => {
          setDraft('');
          desk.open(verb);
        }}
      />
      <div className="flex items-end gap-1.5 rounded-xl border border-edge bg-panel py-1 pr-1.5 pl-3.5 focus-within:border-accent focus-within:ring-3 focus-within:ring-accent-soft">
        <textarea
          ref={input}
          rows={1}
          value={draft}
          aria-label={placeholder}
          placeholder={placeholder}
          maxLength={longestNote}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={chosen}
          onChange={(event) => {
            setDraft(event.target.value);
            live.here(incident.id, 'typing');
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          className="field-sizing-content max-h-[40dvh] min-h-9 flex-1 resize-none bg-transparent placeholder:whitespace-nowrap py-1.5 text-[1rem] outline-none touch:min-h-11 touch:py-2.5"
        />
        <IconButton label="Attach a file" data-verb="attach" onClick={() => picker.current?.click()}>
          <Paperclip aria-hidden className="size-4" />
        </IconButton>
        <IconButton
          label="Send"
          data-verb="note"
          onClick={() => void send()}
          className={draft.trim() === '' ? '' : 'text-accent'}
        >
          <SendHorizontal aria-hidden className="size-4" />
        </IconButton>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label="Files to attach"
          onChange={(event) => {
            void files.upload([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
      </div>
      <p role="status" className="px-2 pt-1 text-sm text-quiet empty:hidden">
        {draft.length < longestNote ? says : full}
      </p>
    </div>
  );
}
