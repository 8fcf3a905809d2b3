import { accepted } from '../../outcome.ts';
import { allClearVerdict } from '../../telemetry/all-clear.ts';
import type { QuotedSignal } from '../quote.ts';
import { commandersWord, movedBy, type Rule } from '../rule.ts';

/** The commander's word that it is over, with the telemetry it rests on (D4, D5). */
export const declareAllClear: Rule<'declare-all-clear'> = {
  wants: () => ({ telemetry: true, children: true }),
  decide: (state, { body }, facts) => {
    const verdict = allClearVerdict(state, facts, body.exclude);
    return (
      movedBy(state, 'AllClearDeclared') ??
      commandersWord(state, facts) ??
      accepted({
        type: 'AllClearDeclared',
        body: {
          statement: body.statement,
          windowMs: verdict.windowMs,
          windowReason: verdict.windowReason,
          signals: verdict.signals.map(({ status: _status, ...quoted }): QuotedSignal => quoted),
          loosened: state.loosened,
          dropped: state.signals.flatMap(({ key, droppedAt, evidence }) =>
            droppedAt === null || evidence !== null ? [] : [key],
          ),
          workarounds: state.workarounds.flatMap(({ key, endedAt }) => (endedAt === null ? [key] : [])),
          excluded: body.exclude,
        },
      })
    );
  },
};
