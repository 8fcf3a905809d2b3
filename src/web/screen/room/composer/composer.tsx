import { lazy, Suspense, useCallback, useRef } from 'react';
import { useShortcut } from '../../../part/shortcut.ts';
import { useRoom } from '../room-context.tsx';
import { AnswerCard } from './answer-card.tsx';
import type { Desk } from './desk.ts';
import { Line } from './line.tsx';
import { NextThing } from './next-thing.tsx';

const VerbForm = lazy(() => import('../../../verb/form.tsx').then(({ VerbForm: form }) => ({ default: form })));

/** Where things are said: one line, or the fields of a verb in its place. What holds is said right here. */
export function Composer({ desk }: { readonly desk: Desk }) {
  const { incident, picture, open } = useRoom();
  const input = useRef<HTMLTextAreaElement>(null);
  const { form, answer, close, clearAnswer, say } = desk;
  const started = picture?.changes.find(({ state }) => state === 'started');
  const focus = useCallback(() => requestAnimationFrame(() => input.current?.focus()), []);
  // Where the person has gone on to something else meanwhile, the focus is theirs.
  const regain = useCallback(
    () => requestAnimationFrame(() => document.activeElement === document.body && input.current?.focus()),
    [],
  );
  useShortcut('write', () => {
    close();
    focus();
  });
  useShortcut('observe', () => (started === undefined ? undefined : open('observe-change', { change: started.key })));
  useShortcut('change', () => open('change'));
  useShortcut('scope', () => open('state-scope'));
  useShortcut('update', () => open('send-update'));
  return (
    <div className="px-3.5 pb-2.5 wide:px-6 wide:pb-4 print:hidden">
      {answer === null ? null : <AnswerCard answer={answer} desk={desk} />}
      {form === null ? (
        <>
          <NextThing />
          <Line input={input} desk={desk} />
        </>
      ) : (
        <Suspense fallback={<div className="h-40 rounded-xl border border-rule bg-panel" />}>
          <VerbForm
            key={`${form.verb}/${JSON.stringify(form.typed)}`}
            incident={incident}
            picture={picture}
            verb={form.verb}
            typed={form.typed}
            faults={form.faults}
            onSay={async (verb, body) => {
              const result = await say(verb, body);
              if (result.kind !== 'refused') {
                close();
                regain();
              }
              return result;
            }}
            onClose={() => {
              close();
              clearAnswer();
              regain();
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
