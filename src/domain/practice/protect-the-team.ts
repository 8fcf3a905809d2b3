import type { Guardrail } from './guardrail.ts';

/** C4: whoever is let into the room is one more to work around; the brief has what they need. */
export const protectTheTeam: Guardrail = {
  practice: 'C4',
  judge: (_state, command) =>
    command.verb === 'admit-stakeholder'
      ? [{ waits: 'practice/C4/says', lifts: 'practice/C4/lifts', parameters: {}, about: command.body.person }]
      : [],
};
