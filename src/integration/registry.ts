import type { ChatSystem } from '../chat/ports.ts';
import type { Notifier, Publisher, SettingField } from '../dispatch/ports.ts';
import type { Receiver } from '../intake/ports.ts';
import type { SettingOf, SourceKind, SourceSetting } from '../domain/telemetry/source.ts';
import type { Instant } from '../domain/time.ts';
import type { Heartbeats, QueryFault, TelemetrySource } from '../watch/ports.ts';
import type { AllowedNets } from './address.ts';
import { queryV2 } from './alertmanager/query-v2.ts';
import { receiveV2 } from './alertmanager/receive-v2.ts';
import { receiveWebhook } from './alertmanager/receive-webhook.ts';
import { emailNotifier } from './email/notify.ts';
import { settings as emailSettings } from './email/settings.ts';
import { queryFault as elasticsearchFault } from './elasticsearch/lucene.ts';
import { openElasticsearch } from './elasticsearch/query.ts';
import { openHeartbeat, queryFault as heartbeatFault } from './heartbeat/query.ts';
import { receiveHeartbeat } from './heartbeat/receive.ts';
import { queryFault as httpFault } from './http/probe.ts';
import { openHttp } from './http/query.ts';
import { openJaeger } from './jaeger/query.ts';
import { queryFault as jaegerFault } from './jaeger/traces.ts';
import { queryFault as lokiFault } from './loki/logql.ts';
import { openLoki } from './loki/query.ts';
import { type AlertSignal, alertSignal } from './prometheus/alert-signal.ts';
import { openPrometheus } from './prometheus/query.ts';
import { queryFault as prometheusFault } from './prometheus/selectors.ts';
import { slackNotifier } from './slack/notify.ts';
import { settings as slackSettings } from './slack/settings.ts';
import { slackSystem } from './slack/system.ts';
import { directoryPublisher } from './directory/publish.ts';
import { s3Publisher } from './s3/publish.ts';
import { openSql } from './sql/query.ts';
import { queryFault as sqlFault } from './sql/statement.ts';
import { openTcp, queryFault as tcpFault } from './tcp/query.ts';
import { openTempo } from './tempo/query.ts';
import { queryFault as tempoFault } from './tempo/traceql.ts';
import { openTls, queryFault as tlsFault } from './tls/query.ts';
import { webhookNotifier } from './webhook/notify.ts';
import { settings as webhookSettings } from './webhook/settings.ts';

/** What an integration is given when it is opened. */
export interface IntegrationSettings {
  /** Private networks that may be called all the same. */
  readonly allowedNets: AllowedNets;
  readonly now: () => Date;
}

/** What a telemetry source is given when it is opened. */
export interface SourceNeeds {
  /** The database's clock. */
  readonly now: () => Instant;
  readonly heartbeats: Heartbeats;
}

/** A way in, a way out, or telemetry to ask for, of one outside system. */
export interface Integration {
  readonly receivers?: readonly Receiver[];
  readonly openNotifier?: (settings: IntegrationSettings) => Notifier & { close(): Promise<void> };
  readonly openPublisher?: (settings: IntegrationSettings) => Publisher & { close(): Promise<void> };
  /** What is asked when a channel of this kind is set up; absent where none can be. */
  readonly channelSettings?: readonly SettingField[];
  /** A chat that incidents can be worked from. */
  readonly openChat?: (settings: IntegrationSettings) => ChatSystem & { close(): Promise<void> };
  /** What the rule behind an alert watches, by the address that the alert names; null when that does not say. */
  readonly alertSignal?: (generatorUrl: string) => AlertSignal | null;
  readonly openSource?: (setting: SourceSetting, needs: SourceNeeds) => TelemetrySource;
  /** Why a query cannot be watched, and from which character on; null when it can. */
  readonly queryFault?: (query: string) => QueryFault | null;
}

/** What is asked of sources of one kind. */
const source = <Kind extends SourceKind>(
  kind: Kind,
  open: (setting: SettingOf<Kind>, needs: SourceNeeds) => TelemetrySource,
  queryFault: (query: string) => QueryFault | null,
): Required<Pick<Integration, 'openSource' | 'queryFault'>> => ({
  openSource(setting, needs) {
    if (setting.kind !== kind) throw new Error(`${setting.name} is no ${kind}`);
    return open(setting as SettingOf<Kind>, needs);
  },
  queryFault,
});

/** Every outside system that Allclear speaks to, by the name of its folder. */
export const integrations: Readonly<Record<string, Integration>> = {
  alertmanager: { receivers: [receiveV2, receiveWebhook, queryV2] },
  directory: { openPublisher: () => ({ ...directoryPublisher, close: async () => undefined }) },
  email: { openNotifier: emailNotifier, channelSettings: emailSettings },
  elasticsearch: source('elasticsearch', (setting, { now }) => openElasticsearch(setting, now), elasticsearchFault),
  heartbeat: {
    receivers: [receiveHeartbeat],
    ...source('heartbeat', (_setting, needs) => openHeartbeat(needs), heartbeatFault),
  },
  http: source('http', (setting) => openHttp(setting), httpFault),
  jaeger: source('jaeger', (setting, { now }) => openJaeger(setting, now), jaegerFault),
  loki: source('loki', (setting, { now }) => openLoki(setting, now), lokiFault),
  prometheus: {
    ...source('prometheus', (setting, { now }) => openPrometheus(setting, now), prometheusFault),
    alertSignal,
  },
  sql: source('sql', (setting, { now }) => openSql(setting, now), sqlFault),
  tcp: source('tcp', (setting) => openTcp(setting), tcpFault),
  tempo: source('tempo', (setting, { now }) => openTempo(setting, now), tempoFault),
  tls: source('tls', (setting, { now }) => openTls(setting, now), tlsFault),
  s3: { openPublisher: ({ allowedNets }) => s3Publisher(allowedNets) },
  slack: {
    openNotifier: ({ allowedNets }) => slackNotifier(allowedNets),
    channelSettings: slackSettings,
    openChat: ({ allowedNets }) => slackSystem(allowedNets),
  },
  webhook: {
    openNotifier: ({ allowedNets, now }) => webhookNotifier(allowedNets, now),
    channelSettings: webhookSettings,
  },
};

/** Those that incidents can be worked from. */
export const chatNames: readonly string[] = Object.entries(integrations).flatMap(([name, { openChat }]) =>
  openChat ? [name] : [],
);
