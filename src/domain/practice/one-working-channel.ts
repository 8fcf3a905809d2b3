import type { Guardrail } from './guardrail.ts';

/** A3: this room is the working channel; what is found elsewhere must come back. */
export const oneWorkingChannel: Guardrail = {
  practice: 'A3',
  judge: (_state, command) =>
    command.verb === 'open-side-channel'
      ? [
          {
            waits: 'practice/A3/side-channel-says',
            lifts: 'practice/A3/side-channel-lifts',
            parameters: { name: command.body.name },
            about: command.body.name,
          },
        ]
      : [],
};
