import { useState } from 'react';
import type { Problem } from '../../../api/problem.ts';
import { outbox } from '../../data/browser.ts';
import type { OverrideWords } from '../../data/types.ts';

/** A problem that says what waits, what lifts it, and who may go past it. */
export interface HeldProblem extends Problem {
  readonly practice: OverrideWords['practice'];
  readonly waits: string;
  readonly lifts: string;
}

export type Answer =
  | { readonly kind: 'sent'; readonly says: string }
  | { readonly kind: 'kept' }
  | { readonly kind: 'held'; readonly problem: HeldProblem }
  | { readonly kind: 'refused'; readonly problem: Problem };

export interface Sending {
  readonly answer: Answer | null;
  readonly busy: boolean;
  readonly send: (body: Record<string, unknown>, override?: OverrideWords) => Promise<boolean>;
  readonly clear: () => void;
}

/** Sends an update, and keeps what came of it in the place where it was written. */
export function useSending(incident: string): Sending {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (body: Record<string, unknown>, override?: OverrideWords): Promise<boolean> => {
    setBusy(true);
    const result = await outbox.send('send-update', incident, body, override === undefined ? {} : { override });
    setBusy(false);
    if (result.kind === 'held') setAnswer({ kind: 'held', problem: result.problem as HeldProblem });
    else if (result.kind === 'refused') setAnswer({ kind: 'refused', problem: result.problem });
    else if (result.kind === 'kept') setAnswer({ kind: 'kept' });
    else {
      const cautions = result.result.cautions.map(({ says }) => says);
      const what = body['sendAt'] === undefined ? 'Sent.' : 'It leaves at its time, unless something changes before.';
      setAnswer({ kind: 'sent', says: [what, ...cautions].join(' ') });
    }
    return result.kind === 'accepted' || result.kind === 'kept';
  };
  return { answer, busy, send, clear: () => setAnswer(null) };
}
