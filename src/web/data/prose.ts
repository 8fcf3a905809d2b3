import { useEffect, useMemo, useState } from 'react';
import type { ProseMode } from '../../domain/prose/finding.ts';
import { lexiconOf } from '../../domain/prose/lexicon.ts';
import { useCatalog, usePeople } from './query.ts';
import type { ProseAnswer, ProseQuestion, ShownFinding } from './prose-finding.ts';

const pauseMs = 120;
const none: readonly ShownFinding[] = [];

type Listener = (answer: ProseAnswer) => void;
const listeners = new Set<Listener>();
let worker: Worker | null = null;
let turns = 0;

/** One worker for the page, begun when somebody first writes. Where there can be none, nothing is found. */
function askedWorker(): Worker {
  if (worker === null) {
    worker = new Worker(new URL('./prose-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<ProseAnswer>) => {
      for (const listener of listeners) listener(data);
    });
  }
  return worker;
}

interface Answered {
  readonly text: string;
  readonly findings: readonly ShownFinding[];
}

/** What the check says of the newest text. It runs beside the page, sends nothing and keeps nothing. */
export function useProse(text: string, mode: ProseMode): readonly ShownFinding[] {
  const people = usePeople().data;
  const catalog = useCatalog().data;
  const lexicon = useMemo(() => lexiconOf(people ?? [], [], catalog), [people, catalog]);
  const [answered, setAnswered] = useState<Answered>({ text: '', findings: none });

  useEffect(() => {
    if (text.trim() === '') return undefined;
    turns += 1;
    const turn = turns;
    const listener: Listener = (answer) => {
      if (answer.turn === turn) setAnswered({ text, findings: answer.findings });
    };
    listeners.add(listener);
    const question: ProseQuestion = { turn, text, mode, lexicon };
    const timer = setTimeout(() => askedWorker().postMessage(question), pauseMs);
    return () => {
      clearTimeout(timer);
      listeners.delete(listener);
    };
  }, [text, mode, lexicon]);

  // What was found in another text says nothing about this one.
  return answered.text === text ? answered.findings : none;
}
