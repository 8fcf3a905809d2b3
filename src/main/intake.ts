import type { FastifyInstance } from 'fastify';
import { type Checked } from '../api/setting-check.ts';
import type { Projector } from '../command/ports.ts';
import type { KeyScope } from '../domain/access/subject.ts';
import type { Json } from '../domain/log/canonical.ts';
import { defaultRouting, type Routing, type RoutingDocument } from '../domain/routing/routing.ts';
import { checkRouting } from '../domain/routing/validate.ts';
import { type ChatWays, registerIntake } from '../http/intake.ts';
import type { Alerts } from '../http/ports.ts';
import { startIntake } from '../intake/intake.ts';
import type { AttachedAlerts, IntakeLog, ReadBody } from '../intake/ports.ts';
import { integrations } from '../integration/registry.ts';
import { identities } from '../platform/identities.ts';
import type { Metrics } from '../platform/metrics.ts';
import { alertBell } from '../store/alerts/bell.ts';
import { alertStore } from '../store/alerts/alerts.ts';
import { routingCursor } from '../store/alerts/cursor.ts';
import { alertJournal } from '../store/alerts/journal.ts';
import { journalConnection } from '../store/alerts/journal-connection.ts';
import { alertLists, publicFiring } from '../store/alerts/lists.ts';
import { silenceStore } from '../store/alerts/silences.ts';
import { heartbeatStore } from '../store/heartbeats.ts';
import { shortCache } from '../store/secret.ts';
import { intakeWords } from '../text/intake-words.ts';
import { routingFault } from '../text/routing-fault.ts';
import type { Core } from './core.ts';
import type { Storage } from './storage.ts';

/** Intake with its door. */
export interface OpenIntake {
  readonly alerts: Alerts;
  readonly register: (routes: FastifyInstance, chats: ChatWays) => void;
  /** For how long the oldest alert has waited to be routed, in milliseconds. */
  lagMs(): Promise<number>;
  stop(): Promise<void>;
}

export interface IntakeOptions {
  readonly storage: Storage;
  readonly core: Core & { readonly attached: AttachedAlerts & Projector };
  readonly metrics: Metrics;
  readonly instance: string;
  readonly warn: (message: string, error: unknown) => void;
  readonly authenticateKey: (secret: string) => Promise<{ id: string; scopes: KeyScope[] } | null>;
}

const receivers = Object.values(integrations).flatMap(({ receivers: own = [] }) => own);

/** The setting that says how alerts become incidents. */
export const routingSetting = {
  check(document: unknown): Checked {
    const checked = checkRouting(document);
    if (checked.ok) return { ok: true, value: checked.document as unknown as Json };
    const errors = checked.faults.map((fault) => ({
      pointer: `/document${fault.pointer}`,
      detail: routingFault(fault),
    }));
    return { ok: false, errors };
  },
  empty: { rules: defaultRouting.rules, severity: defaultRouting.severity } as unknown as Json,
};

const read: ReadBody = (format, body, receivedAt) => {
  const receiver = receivers.find(({ name }) => name === format);
  if (!receiver?.read) throw new Error(`nothing reads ${format}`);
  return receiver.read(body, receivedAt);
};

/** Asked for with every batch of alerts; a second old at most. */
function routingSource({ settings }: Core): { current(): Promise<Routing> } {
  const kept = shortCache<Routing>(1000);
  return {
    current: () =>
      kept.get('routing', async () => {
        const { version, document } = await settings.show('routing');
        return { ...(document as RoutingDocument), version };
      }),
  };
}

export async function openIntake(options: IntakeOptions): Promise<OpenIntake> {
  const { storage, core, metrics, instance, warn } = options;
  const { background, reads, url } = storage;
  const connection = journalConnection(url);
  const log: IntakeLog = {
    warn: ({ err, ...facts }, message) => warn(message, err ?? facts),
    error: ({ err, ...facts }, message) => warn(message, err ?? facts),
  };
  const intake = await startIntake({
    handler: core.handler,
    transaction: (work) => background.transaction(work),
    journal: alertJournal(background, connection, instance),
    cursor: routingCursor(background),
    alerts: alertStore(background),
    silences: silenceStore(background),
    groups: core.incidents,
    attached: core.attached,
    routing: routingSource(core),
    read,
    newId: identities.next,
    derived: identities.derived,
    words: intakeWords,
    log,
    heartbeats: heartbeatStore(background),
    firing: () => publicFiring(reads),
  });
  const bell = alertBell(url, instance, () => intake.heardRing(), warn);
  metrics.gauge(
    'allclear_alerts_unrouted',
    'Journal lines not yet routed.',
    async () => (await intake.state()).unrouted,
  );
  metrics.gauge('allclear_alert_routing_lag_seconds', 'For how long the oldest has waited.', async () => {
    return (await intake.state()).oldestMs / 1000;
  });
  return {
    alerts: alertLists(reads),
    register: (routes, chats) =>
      registerIntake(
        routes,
        { authenticateKey: options.authenticateKey, receivers, deskFor: (key) => intake.deskFor(key) },
        chats,
      ),
    lagMs: async () => (await intake.state()).oldestMs,
    async stop() {
      await bell.stop();
      await intake.stop();
      await connection.close();
    },
  };
}
