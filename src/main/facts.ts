import { catalogOf, type StoredCatalog } from '../domain/catalog/catalog.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import { type Policy, policyOf } from '../domain/policy/policy.ts';
import { readingsSince } from '../domain/telemetry/all-clear.ts';
import { sourceNames, type StoredSources } from '../domain/telemetry/source.ts';
import { instant } from '../domain/time.ts';
import type { FactsReader, LogReader, SettingsDesk } from '../http/ports.ts';
import { type Database, queryIn } from '../store/database.ts';
import { telemetryFacts } from '../store/telemetry.ts';

/** The facts outside of a command: for showing, and for deciding before sending. */
export const factsReader = (database: Database, settings: SettingsDesk, log: LogReader): FactsReader => ({
  async of(state) {
    const [stored, services, sources] = await Promise.all([
      settings.show('policy'),
      settings.show('catalog'),
      settings.show('sources'),
    ]);
    const policy = policyOf(stored.document as Partial<Policy>, stored.version);
    const catalog = catalogOf(services.document as StoredCatalog, services.version);
    const children = (await Promise.all(state.children.map((child) => log.state(child)))).filter(
      (child): child is IncidentState => child !== null,
    );
    return database.transaction(async (transaction) => {
      const [row] = await queryIn<{ now: number }>(transaction, 'select allclear.now() as now');
      const now = instant(row?.now ?? 0);
      const since = readingsSince(state, policy, catalog, now);
      const names = sourceNames(sources.document as StoredSources);
      return {
        now,
        policy,
        catalog,
        sources: names,
        found: { children },
        ...(await telemetryFacts(transaction, state.id, since)),
      };
    });
  },
});
