import { accepted } from '../../outcome.ts';
import type { IncidentEvent } from '../event.ts';
import { unparked } from '../parked.ts';
import { type Rule, whenOf } from '../rule.ts';

/** When the cause itself was mended, which may be days after service was back (D1). */
export const setRootCauseFix: Rule<'set-root-cause-fix'> = {
  decide: (state, command, facts) => {
    const { what } = command.body;
    const at = command.body.at ?? whenOf(command, facts);
    return accepted<IncidentEvent>(...unparked(state, what), { type: 'RootCauseFixSet', body: { what, at } });
  },
};
