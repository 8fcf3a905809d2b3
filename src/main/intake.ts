import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Checked } from '../api/setting-check.ts';
import type { Json } from '../domain/log/canonical.ts';
import { defaultRouting, type Routing, type RoutingDocument } from '../domain/routing/routing.ts';
import { checkRouting } from '../domain/routing/validate.ts';
import { registerIntake } from '../http/intake.ts';
import type { Alerts, SettingsDesk } from '../http/ports.ts';
import { startIntake } from '../intake/intake.ts';
import type { IntakeKey, IntakeLog, ReadBody, Receiver, RoutingSource } from '../intake/ports.ts';
import { queryV2 } from '../integration/alertmanager/query-v2.ts';
import { receiveV2 } from '../integration/alertmanager/receive-v2.ts';
import { receiveWebhook } from '../integration/alertmanager/receive-webhook.ts';
import { identities } from '../platform/identities.ts';
import type { Metrics } from '../platform/metrics.ts';
import { alertStore } from '../store/alerts/alerts.ts';
import { alertBell } from '../store/alerts/bell.ts';
import { routingCursor } from '../store/alerts/cursor.ts';
import { alertJournal } from '../store/alerts/journal.ts';
import { journalConnection } from '../store/alerts/journal-connection.ts';
import { alertLists, publicFiring } from '../store/alerts/lists.ts';
import { silenceStore } from '../store/alerts/silences.ts';
import { openDatabase } from '../store/database.ts';
import { intakeWords } from '../text/intake-words.ts';
import { routingFault } from '../text/routing-fault.ts';
import type { Core } from './core.ts';
import type { Storage } from './storage.ts';

/** Alerts coming in, and what doors and probes may ask of them. */
export interface Intake {
  readonly alerts: Alerts;
  readonly register: (routes: FastifyInstance) => void;
  /** How long the oldest alert has waited to be routed. */
  lagMs(): Promise<number>;
  stop(): Promise<void>;
}

export interface IntakeParts {
  readonly storage: Storage;
  readonly core: Pick<Core, 'handler' | 'incidents' | 'attached' | 'settings'>;
  readonly metrics: Metrics;
  readonly warn: (message: string, error: unknown) => void;
  readonly authenticateKey: (secret: string) => Promise<IntakeKey | null>;
}

const receivers: readonly Receiver[] = [receiveV2, receiveWebhook, queryV2];
const connections = 4;
const routingKeptMs = 1000;

const { version: _version, ...emptyRouting } = defaultRouting;

/** How the routing document is checked, and what it is before anyone has written one. */
export const routingSetting = {
  check(document: unknown): Checked {
    const checked = checkRouting(document ?? {});
    if (checked.ok) return { ok: true, value: checked.document as unknown as Json };
    const errors = checked.faults.map((fault) => ({
      pointer: `/document${fault.pointer}`,
      detail: routingFault(fault),
    }));
    return { ok: false, errors };
  },
  empty: emptyRouting as unknown as Json,
};

const read: ReadBody = (format, body, receivedAt) => {
  const reader = receivers.find(({ name }) => name === format);
  if (!reader?.read) throw new Error(`no receiver reads ${format}`);
  return reader.read(body, receivedAt);
};

/** The document in force, looked up at most once a second and the same object while its version stays. */
function routingSource(settings: SettingsDesk): RoutingSource {
  let current: Routing | null = null;
  let lookedAt = -Infinity;
  return {
    async current() {
      if (current !== null && performance.now() - lookedAt < routingKeptMs) return current;
      const { version, document } = await settings.show('routing');
      if (current?.version !== version) current = { ...(document as RoutingDocument), version };
      lookedAt = performance.now();
      return current;
    },
  };
}

/** Starts intake on connections of its own: no flood of alerts can keep people's commands waiting, nor the other way round. */
export async function openIntake({ storage, core, metrics, warn, authenticateKey }: IntakeParts): Promise<Intake> {
  const { url } = storage;
  const database = openDatabase(url, 'intake', connections);
  const connection = journalConnection(url);
  const writer = randomUUID();
  const tell: IntakeLog['warn'] = ({ err, ...facts }, message) => warn(message, err ?? facts);
  const intake = await startIntake({
    handler: core.handler,
    transaction: (work) => database.transaction(work),
    journal: alertJournal(database, connection, writer),
    cursor: routingCursor(database),
    alerts: alertStore(database),
    silences: silenceStore(database),
    groups: core.incidents,
    attached: core.attached,
    routing: routingSource(core.settings),
    read,
    newId: identities.next,
    derived: identities.derived,
    words: intakeWords,
    log: { warn: tell, error: tell },
    firing: () => publicFiring(database),
  });
  const bell = alertBell(url, writer, () => intake.heardRing(), warn);
  const lagMs = async (): Promise<number> => (await intake.state()).oldestMs;
  metrics.gauge(
    'allclear_alert_routing_lag_seconds',
    'How long the oldest alert has waited to be routed.',
    async () => (await lagMs()) / 1000,
  );
  metrics.gauge('allclear_alerts_remembered', 'Label sets in memory.', async () => (await intake.state()).remembered);
  return {
    alerts: alertLists(database),
    register: (routes) => registerIntake(routes, { authenticateKey, receivers, deskFor: (key) => intake.deskFor(key) }),
    lagMs,
    async stop() {
      await bell.stop();
      await intake.stop();
      await connection.close();
      await database.close();
    },
  };
}
