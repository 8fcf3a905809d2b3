import { accepted } from '../../outcome.ts';
import { nothingChanges, type Rule, stillOpen } from '../rule.ts';

/** Corrects the kind. What turns out to be a security incident becomes private; it never becomes public by itself. */
export const setKind: Rule<'set-kind'> = {
  decide: (state, { body }) => {
    if (state.kind === body.kind) return nothingChanges();
    const hidden = state.private || body.kind === 'security';
    return (
      stillOpen(state) ??
      accepted({ type: 'KindSet', body: { kind: body.kind, previous: state.kind, private: hidden } })
    );
  },
};
