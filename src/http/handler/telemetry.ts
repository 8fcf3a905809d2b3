import type { InstrumentState } from '../../domain/telemetry/reading.ts';
import { type SuggestedSignal, suggested } from '../../domain/telemetry/suggested.ts';
import { instant } from '../../domain/time.ts';
import { type Door, readable } from '../door.ts';
import type { EndpointHandlers } from '../endpoint.ts';
import { fail } from '../problem.ts';
import { iso } from '../view.ts';

type Names = 'listReadings' | 'suggestSignals' | 'checkQuery' | 'listSources' | 'testSource';

const stateView = (state: InstrumentState) => ({ ...state, checkedAt: iso(state.checkedAt) });

/** What telemetry said, and how its sources are. */
export function telemetryHandlers(door: Door): EndpointHandlers<Names> {
  return {
    async listReadings({ incident, signal, from, to, limit }, { subject }) {
      const { id } = await readable(door, subject, incident);
      const rows = await door.telemetry.readings(id, {
        signal,
        from: from === undefined ? null : instant(from),
        to: to === undefined ? null : instant(to),
        limit: limit + 1,
      });
      const next = rows[limit];
      return {
        items: rows.slice(0, limit).map((reading) => ({ ...reading, at: iso(reading.at) })),
        next: next ? iso(next.at) : null,
      };
    },

    async suggestSignals({ incident }, { subject }) {
      const state = await readable(door, subject, incident);
      const alerts = await door.alerts.byFingerprints(Object.keys(state.alerts));
      const fired = await Promise.all(
        alerts.map(async ({ name, generatorUrl, labels }): Promise<SuggestedSignal[]> => {
          const signal = await door.telemetry.alertSignal(generatorUrl);
          return signal === null ? [] : [{ name, ...signal, service: labels['service'] ?? null, from: 'alert' }];
        }),
      );
      const { catalog } = await door.facts.of(state);
      return { items: suggested(state, catalog, fired.flat()) };
    },

    async checkQuery({ query, source }) {
      return { fault: await door.telemetry.queryFault(source, query) };
    },

    async listSources() {
      const sources = await door.telemetry.sources();
      return { items: sources.map((each) => ({ ...each, state: each.state && stateView(each.state) })) };
    },

    async testSource({ name }) {
      const state = await door.telemetry.test(name);
      if (state === null) throw fail('source/not-found', { source: name });
      return stateView(state);
    },
  };
}
