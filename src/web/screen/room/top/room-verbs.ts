import type { PublicVerb } from '../../../../api/command-table.ts';
import { isLive } from '../../../../domain/incident/phase.ts';
import type { Incident } from '../../../data/types.ts';

interface RoomVerb {
  readonly verb: PublicVerb;
  readonly grave: boolean;
}

/** What is said of the incident as a whole, as far as it makes sense now. */
export function roomVerbs(incident: Incident): readonly RoomVerb[] {
  const { phase } = incident;
  const over = phase === 'closed' || phase === 'dismissed';
  const plain: PublicVerb[] = [
    ...(phase === 'unconfirmed' ? (['confirm'] as const) : []),
    ...(phase === 'dismissed' ? (['reopen'] as const) : []),
    ...(phase === 'all-clear' ? (['report-relapse', 'set-root-cause-fix'] as const) : []),
    ...(phase === 'learning' ? (['set-root-cause-fix'] as const) : []),
    'set-severity',
    'set-kind',
    'record-detection',
    'start-impact',
    'end-impact',
    'promise-update',
    'record-update',
    'publish-status',
    ...(isLive(phase) ? (['admit-stakeholder'] as const) : []),
    'watch-overnight',
    'declare-all-clear',
    'attach-alerts',
    'open-side-channel',
    'link-parent',
    ...(incident.private ? (['add-member', 'remove-member'] as const) : []),
  ];
  const grave: PublicVerb[] = [
    ...(phase === 'unconfirmed' || phase === 'confirmed' ? (['dismiss'] as const) : []),
    ...(isLive(phase) ? (['merge'] as const) : []),
    ...(over ? [] : (['close'] as const)),
  ];
  return [...plain.map((verb) => ({ verb, grave: false })), ...grave.map((verb) => ({ verb, grave: true }))];
}
