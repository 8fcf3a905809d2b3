import { type KeyboardEvent, useEffect, useState } from 'react';
import type { PublicVerb } from '../../../../api/command-table.ts';
import { usePeople } from '../../../data/query.ts';
import { verbLabels } from '../../../verb/label.ts';

export interface Suggestion {
  readonly text: string;
  readonly says: string;
  /** The verb that it opens; else its text goes into the line. */
  readonly verb: PublicVerb | null;
}

export interface SuggestionList {
  readonly shown: boolean;
  readonly items: readonly Suggestion[];
  readonly at: number;
  readonly choose: (index: number) => void;
  /** Takes the keys that move in the list; says whether it did. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

const most = 8;

const verbWord = /^\/([\p{L}-]*)$/u;
const mention = /(?:^|\s)@([\p{L}\p{N}._-]*)$/u;

function useVerbs(word: string | undefined): readonly Suggestion[] {
  const [verbs, setVerbs] = useState<readonly Suggestion[]>([]);
  useEffect(() => {
    if (word === undefined) return undefined;
    let current = true;
    void import('../../../../api/verb-line.ts').then(({ verbsLike }) => {
      if (!current) return;
      setVerbs(
        verbsLike(word)
          .slice(0, most)
          .map((verb) => ({ text: `/${verb} `, says: verbLabels[verb], verb })),
      );
    });
    return () => {
      current = false;
    };
  }, [word]);
  return word === undefined ? [] : verbs;
}

/** Verbs after a slash and people after an @, as the line is typed. */
export function useSuggestions(draft: string, onText: (text: string) => void): SuggestionList {
  const [, word] = verbWord.exec(draft) ?? [];
  const [, person] = mention.exec(draft) ?? [];
  const [at, setAt] = useState(0);
  const [closedAt, setClosedAt] = useState<string | null>(null);
  const verbs = useVerbs(word);
  const people = usePeople().data ?? [];
  const named: readonly Suggestion[] =
    person === undefined
      ? []
      : people
          .filter(({ name, active }) => active && name.toLowerCase().includes(person.toLowerCase()))
          .slice(0, most)
          .map(({ name, email }) => ({ text: `@${name.replaceAll(' ', '.')} `, says: email, verb: null }));
  const items = word === undefined ? named : verbs;
  const shown = items.length > 0 && closedAt !== draft;
  useEffect(() => setAt(0), [draft]);
  const choose = (index: number): void => {
    const item = items[index];
    if (item === undefined) return;
    onText(item.verb === null ? draft.replace(/@[\p{L}\p{N}._-]*$/u, item.text) : item.text);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (!shown) return false;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((at + step + items.length) % items.length);
      return true;
    }
    if (event.key === 'Escape') {
      setClosedAt(draft);
      return true;
    }
    const whole = items[at]?.text.trim() === draft.trim();
    if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey && !whole)) {
      event.preventDefault();
      choose(at);
      return true;
    }
    return false;
  };
  return { shown, items, at, choose, onKey };
}

interface SuggestionsProps {
  readonly list: SuggestionList;
  readonly id: string;
  readonly onVerb: (verb: PublicVerb) => void;
}

export function Suggestions({ list, id, onVerb }: SuggestionsProps) {
  const { shown, items, at, choose } = list;
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Suggestions"
      hidden={!shown}
      className="mb-1.5 overflow-hidden rounded-lg border border-rule bg-panel p-1 shadow-float"
    >
      {items.map(({ text, says, verb }, index) => (
        <div
          key={text}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => (verb === null ? choose(index) : onVerb(verb))}
          onKeyDown={() => undefined}
          className="flex min-h-8 cursor-pointer items-baseline gap-3 rounded-md px-2.5 py-1 aria-selected:bg-press touch:min-h-11 touch:items-center"
        >
          <span className="font-mono text-sm">{text}</span>
          <span className="truncate text-sm text-quiet">{says}</span>
        </div>
      ))}
    </div>
  );
}
