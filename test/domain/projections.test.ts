import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StoredIncidentEvent } from '../../src/domain/incident/event.ts';
import { evolve } from '../../src/domain/incident/evolve.ts';
import type { IncidentState } from '../../src/domain/incident/state.ts';
import * as verdict from '../../src/projection/incident-verdict/fold.ts';
import * as openChange from '../../src/projection/open-change/fold.ts';
import * as watchedSignal from '../../src/projection/watched-signal/fold.ts';
import { anyStep, play } from './history.ts';

interface Projection {
  readonly concerns: (events: readonly StoredIncidentEvent[]) => boolean;
  /** Everything that its rows are made of. */
  readonly rows: (state: IncidentState) => unknown;
}

const projections: Readonly<Record<string, Projection>> = {
  'incident-verdict': { concerns: verdict.concerns, rows: verdict.fold },
  'open-change': {
    concerns: openChange.concerns,
    rows: (state) => [openChange.fold(state), openChange.fold(state).length > 0 && [state.private, state.members]],
  },
  'watched-signal': { concerns: watchedSignal.concerns, rows: watchedSignal.fold },
};

test.each(Object.entries(projections))('%s skips only events that leave its rows as they are', (_name, projection) => {
  fc.assert(
    fc.property(fc.array(anyStep(), { maxLength: 25 }), (steps) => {
      const [first, ...rest] = play(steps).events;
      let state = evolve('incident-1', null, first as StoredIncidentEvent) as IncidentState;
      for (const event of rest) {
        const before = projection.rows(state);
        state = evolve('incident-1', state, event) as IncidentState;
        if (!projection.concerns([event])) expect(projection.rows(state)).toEqual(before);
      }
    }),
    { numRuns: 5000 },
  );
});
