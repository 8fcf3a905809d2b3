import type { Guardrail } from './guardrail.ts';

/** D5: not when the fix *should* have worked. A change whose result nobody has stated is no ground for an all-clear. */
export const seenToWork: Guardrail = {
  practice: 'D5',
  judge(state, command) {
    if (command.verb !== 'declare-all-clear') return [];
    const open = state.changes.find((change) => change.state === 'started');
    if (!open) return [];
    return [
      {
        waits: 'practice/D5/says',
        lifts: 'practice/D5/lifts',
        parameters: { change: open.key, what: open.what },
        about: open.key,
      },
    ];
  },
};
