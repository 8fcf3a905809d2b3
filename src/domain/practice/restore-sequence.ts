import { dependenciesFor, stepOf } from '../incident/restore-plan.ts';
import { readyToRestore } from '../restore/waves.ts';
import type { Finding, Guardrail } from './guardrail.ts';

/** D3: what depends on something that is not up yet waits for it: said where it is unverified, held where it is down. */
export const restoreSequence: Guardrail = {
  practice: 'D3',
  judge(state, command, { catalog }) {
    if (command.verb !== 'take-restore-step') return [];
    const { steps, bootstrap } = state.restore;
    const service = stepOf(state, command.body.service)?.service;
    if (service === undefined || bootstrap.includes(service)) return [];
    const planned = steps.map((step) => step.service);
    const isDown = (name: string): boolean =>
      state.scope.some((item) => item.name.toLowerCase() === name.toLowerCase() && item.status === 'affected');
    const verified = new Set(steps.filter(({ state: at }) => at === 'verified').map((step) => step.service));
    // What nobody planned and nobody found down needs no restoring.
    const waiting = readyToRestore(service, dependenciesFor(state, catalog, planned), verified).filter(
      (name) => planned.includes(name) || isDown(name),
    );
    if (waiting.length === 0) return [];
    const down = waiting.filter(isDown);
    const finding: Finding =
      down.length > 0
        ? {
            waits: 'practice/D3/down-waits',
            lifts: 'practice/D3/lifts',
            parameters: { service, first: down.join(', ') },
            about: service,
            force: 'hold-when-severe',
          }
        : {
            waits: 'practice/D3/unverified-says',
            lifts: 'practice/D3/lifts',
            parameters: { service, first: waiting.join(', ') },
            about: service,
          };
    return [finding];
  },
};
