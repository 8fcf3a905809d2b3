import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { PublicVerb } from '../../../../api/command-table.ts';
import type { Problem } from '../../../../api/problem.ts';
import type { PracticeId } from '../../../../domain/practice/table.ts';
import { outbox } from '../../../data/browser.ts';
import type { Incident, OverrideWords, SendResult } from '../../../data/types.ts';
import type { Typed } from '../room-context.tsx';

/** A verb that is being filled in. */
export interface OpenForm {
  readonly verb: PublicVerb;
  readonly typed: Typed;
  readonly faults: Readonly<Record<string, string>>;
}

/** A problem that says what waits, what lifts it, and who may go past it. */
export interface HeldProblem extends Problem {
  readonly practice: PracticeId;
  readonly waits: string;
  readonly lifts: string;
  readonly override: { readonly takesCommand: boolean };
}

/** What came of the last thing that was said, as far as the person has to know. */
export type Answer =
  | {
      readonly kind: 'held';
      readonly verb: PublicVerb;
      readonly body: Readonly<Record<string, unknown>>;
      readonly problem: HeldProblem;
    }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'cautioned'; readonly says: readonly { readonly practice: string; readonly says: string }[] };

export interface Desk {
  readonly form: OpenForm | null;
  readonly answer: Answer | null;
  readonly open: (verb: PublicVerb, typed?: Typed, faults?: OpenForm['faults']) => void;
  readonly close: () => void;
  readonly clearAnswer: () => void;
  readonly say: (verb: PublicVerb, body: Record<string, unknown>, override?: OverrideWords) => Promise<SendResult>;
}

/** Verbs that need nothing more once these fields are known. */
const atOnce: Partial<Record<PublicVerb, readonly string[]>> = {
  join: [],
  leave: [],
  'assign-role': ['role'],
  'accept-role': ['role'],
  'queue-change': ['change'],
  'start-change': ['change'],
  'approve-change': ['change'],
  'second-change': ['change'],
  'take-restore-step': ['service'],
};

function isComplete(verb: PublicVerb, typed: Typed): boolean {
  const needed = atOnce[verb];
  if (needed === undefined) return false;
  // A field that was named and left empty is meant to be filled in.
  return needed.every((name) => (typed[name] ?? '') !== '') && Object.values(typed).every((text) => text !== '');
}

/** What the rules will say to a command that waits for the server. A note is always taken. */
async function foreseen(incident: string, verb: PublicVerb, body: Record<string, unknown>): Promise<Answer | null> {
  if (verb === 'note') return null;
  const { decideHere } = await import('../../../data/decide-here.ts');
  const outcome = await decideHere(incident, verb, body).catch(() => null);
  if (outcome?.kind !== 'held') return null;
  const says = `will hold this when it goes out; the log then keeps what you wanted. ${outcome.waits}`;
  return { kind: 'cautioned', says: [{ practice: outcome.practice, says }] };
}

/** Where things are said: the open form, the hold that waits for an answer, and the way out. */
export function useDesk(incident: Incident, onOpen: () => void): Desk {
  const [form, setForm] = useState<OpenForm | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const { id, number } = incident;
  const navigate = useNavigate();

  const say = useCallback(
    async (verb: PublicVerb, body: Record<string, unknown>, override?: OverrideWords): Promise<SendResult> => {
      const result = await outbox.send(verb, id, body, override === undefined ? {} : { override });
      if (result.kind === 'held') setAnswer({ kind: 'held', verb, body, problem: result.problem as HeldProblem });
      else if (result.kind === 'refused') setAnswer({ kind: 'refused', problem: result.problem });
      else if (result.kind === 'kept') setAnswer(await foreseen(id, verb, body));
      else if (result.kind === 'accepted' && result.result.cautions.length > 0) {
        setAnswer({ kind: 'cautioned', says: result.result.cautions });
      } else setAnswer((before) => (verb === 'note' ? before : null));
      if (verb === 'declare' && result.kind === 'accepted') {
        await navigate({ to: '/incidents/$number', params: { number: result.result.incident.number } });
      }
      return result;
    },
    [id, navigate],
  );

  const open = useCallback(
    (verb: PublicVerb, typed: Typed = {}, faults?: OpenForm['faults']): void => {
      // Five fields want a screen; whoever typed them here already is not sent elsewhere.
      if (verb === 'send-update' && typed['status'] === undefined) {
        const { audience } = typed;
        void navigate({ to: '/incidents/$number/update', params: { number }, search: { audience } as never });
        return;
      }
      // What has just been refused is for the person to look at, not to be said again.
      if (faults === undefined && isComplete(verb, typed)) {
        void say(verb, { ...typed });
        return;
      }
      onOpen();
      setForm({ verb, typed, faults: faults ?? {} });
    },
    // What is opened does not depend on who is told that it was.
    [say, navigate, number],
  );
  const close = useCallback(() => setForm(null), []);
  const clearAnswer = useCallback(() => setAnswer(null), []);
  return useMemo(
    () => ({ form, answer, open, close, clearAnswer, say }),
    [form, answer, open, close, clearAnswer, say],
  );
}
