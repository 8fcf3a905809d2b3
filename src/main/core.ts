import { randomBytes, randomInt } from 'node:crypto';
import {
  type Checked,
  checkCatalog,
  checkCommunications,
  checkOrganisation,
  checkPolicy,
  checkSources,
  checkStatusPages,
} from '../api/setting-check.ts';
import { commandHandler } from '../command/handle.ts';
import { pageHandler } from '../command/page-handle.ts';
import { readProse } from '../command/prose.ts';
import { stateCache } from '../command/state-cache.ts';
import type {
  CommandHandler,
  Deliveries,
  LogStore,
  PageHandler,
  PageProjector,
  Projector,
  StateCache,
} from '../command/ports.ts';
import type { IncidentEventType } from '../domain/incident/event.ts';
import { schemaVersions } from '../domain/incident/upcast.ts';
import type { Result, SettingsDesk } from '../http/ports.ts';
import { chatNames } from '../integration/registry.ts';
import { identities } from '../platform/identities.ts';
import type { Metrics } from '../platform/metrics.ts';
import { type AttachedAlertProjection, attachedAlert } from '../projection/attached-alert/query.ts';
import { incidentList } from '../projection/incident-list/query.ts';
import { incidentVerdict } from '../projection/incident-verdict/query.ts';
import type { AlarmSources, IncidentListQueries, PromiseLedger, Query, StatusPosts } from '../projection/ports.ts';
import { openChange } from '../projection/open-change/query.ts';
import { promiseLedger } from '../projection/promise-ledger/query.ts';
import { statusPost } from '../projection/status-post/query.ts';
import { watchedSignal } from '../projection/watched-signal/query.ts';
import { type Database, queryIn } from '../store/database.ts';
import { chatDeliveries } from '../store/chat-deliveries.ts';
import { logStore } from '../store/log.ts';
import { settingsReader } from '../store/settings.ts';
import { settingsDesk } from '../store/settings-desk.ts';
import { ofIncidents, postDeliveries } from '../store/post-deliveries.ts';
import { updateDeliveries } from '../store/update-deliveries.ts';
import { webhookDeliveries } from '../store/webhooks.ts';
import type { Json } from '../domain/log/canonical.ts';
import { plainSeverities } from '../domain/organisation/organisation.ts';
import { defaultPolicy } from '../domain/policy/policy.ts';
import type { WatchedSignals } from '../watch/ports.ts';
import type { Storage } from './storage.ts';

/** The part of the product that decides and stores. */
export interface Core {
  readonly log: LogStore;
  readonly handler: CommandHandler;
  readonly incidents: IncidentListQueries;
  readonly attached: AttachedAlertProjection;
  readonly watched: WatchedSignals;
  readonly verdicts: AlarmSources;
  readonly promises: PromiseLedger;
  readonly projectors: readonly Projector[];
  readonly posts: StatusPosts & PageProjector;
  readonly pages: PageHandler;
  readonly settings: SettingsDesk;
  readonly cache: StateCache;
}

/** Without the letters that are read as digits. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const privateNumber = (): string => Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('');

/** Runs a projection's statements on this database where no transaction is given. */
export const queryOn =
  (database: Database): Query =>
  (text, values, transaction) =>
    transaction ? queryIn(transaction, text, values) : database.query(text, values);

/** Everything that tells somebody outside, in the transaction of what it tells. */
const together = (...parts: readonly Deliveries[]): Deliveries => ({
  async enqueue(transaction, events, state) {
    for (const part of parts) await part.enqueue(transaction, events, state);
  },
});

const asResult = (checked: Checked): Result<Json> =>
  checked.ok ? checked : { ok: false, problem: { code: 'settings/invalid', parameters: {}, errors: checked.errors } };

export interface CoreOptions {
  readonly metrics: Metrics;
  readonly routing: { readonly check: (document: unknown) => Checked; readonly empty: Json };
}

export function openCore(storage: Storage, { metrics, routing }: CoreOptions): Core {
  const { vault, commands, reads } = storage;
  const incidents = incidentList(queryOn(reads));
  const attached = attachedAlert(queryOn(reads));
  const watched = watchedSignal(queryOn(reads));
  const openChanges = openChange(queryOn(reads));
  const verdicts = incidentVerdict(queryOn(reads));
  const promises = promiseLedger(queryOn(reads));
  const posts = statusPost(queryOn(reads));
  const projectors = [incidents, attached, watched, openChanges, verdicts, promises, posts];
  const log = logStore({
    database: commands,
    settings: settingsReader(vault),
    privateNumber,
    sealing: {
      vault,
      digest: identities.digest,
      salt: () => randomBytes(16).toString('base64'),
      nextId: identities.next,
      schemaVersionOf: (type) => schemaVersions[type as IncidentEventType] ?? 1,
    },
  });
  const cache = stateCache(500);
  const subscriptions = postDeliveries(vault, identities.next);
  const deliveries = together(
    webhookDeliveries(vault, identities.next),
    updateDeliveries(vault, identities),
    ofIncidents(subscriptions),
    chatDeliveries(vault, identities, chatNames),
  );
  const handler = metrics.counted(
    commandHandler({ log, identities, projectors, deliveries, openChanges, cache, readProse }),
  );
  const { version: _version, ...emptyPolicy } = defaultPolicy;
  const settings = settingsDesk({
    database: reads,
    vault,
    log,
    handler,
    incidents,
    identities,
    checks: {
      policy: { check: (document) => asResult(checkPolicy(document)), empty: emptyPolicy as unknown as Json },
      catalog: { check: (document) => asResult(checkCatalog(document)), empty: { services: [] } },
      sources: { check: (document) => asResult(checkSources(document)), empty: { sources: [] } },
      organisation: {
        check: (document) => asResult(checkOrganisation(document)),
        empty: { name: null, address: null, severities: plainSeverities },
      },
      communications: {
        check: (document) => asResult(checkCommunications(document)),
        empty: { recipients: [], templates: [], reminders: null },
      },
      'status-pages': { check: (document) => asResult(checkStatusPages(document)), empty: { pages: [] } },
      routing: { check: (document) => asResult(routing.check(document)), empty: routing.empty },
    },
  });
  const pages = pageHandler({ log, identities, projector: posts, deliveries: subscriptions });
  return { log, handler, incidents, attached, watched, verdicts, promises, projectors, posts, pages, settings, cache };
}
