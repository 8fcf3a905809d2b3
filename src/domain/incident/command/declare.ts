import { accepted, refused } from '../../outcome.ts';
import type { Outcome } from '../../outcome.ts';
import type { CommandOf } from '../command.ts';
import type { IncidentEvent } from '../event.ts';
import type { Facts, Wanted } from '../facts.ts';
import type { IncidentState } from '../state.ts';

/** A security incident is private from its first line. */
const isPrivate = ({ body }: CommandOf<'declare'>): boolean => body.private || body.kind === 'security';

export const declareWants = (command: CommandOf<'declare'>): Wanted => ({
  number: isPrivate(command) ? 'private' : 'public',
});

/** Opens an incident, unconfirmed. One line is enough. */
export function decideDeclare(
  state: IncidentState | null,
  command: CommandOf<'declare'>,
  facts: Facts,
): Outcome<IncidentEvent> {
  if (state !== null) return refused('incident/already-exists', { number: state.number });
  const { title, severity, kind, exercise, alerts, group, detectedBy } = command.body;
  return accepted<IncidentEvent>({
    type: 'IncidentDeclared',
    body: {
      number: facts.found.number ?? '',
      title,
      severity,
      kind,
      exercise,
      private: isPrivate(command),
      alerts,
      group,
      detectedBy,
    },
  });
}
