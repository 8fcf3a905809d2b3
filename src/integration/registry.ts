import type { ChatSystem } from '../chat/ports.ts';
import type { Notifier, Publisher, SettingField } from '../dispatch/ports.ts';
import type { Receiver } from '../intake/ports.ts';
import type { OpenSource } from '../watch/ports.ts';
import type { AllowedNets } from './address.ts';
import { queryV2 } from './alertmanager/query-v2.ts';
import { receiveV2 } from './alertmanager/receive-v2.ts';
import { receiveWebhook } from './alertmanager/receive-webhook.ts';
import { emailNotifier } from './email/notify.ts';
import { settings as emailSettings } from './email/settings.ts';
import { openPrometheus } from './prometheus/query.ts';
import { type QueryFault, queryFault } from './prometheus/selectors.ts';
import { slackNotifier } from './slack/notify.ts';
import { settings as slackSettings } from './slack/settings.ts';
import { slackSystem } from './slack/system.ts';
import { directoryPublisher } from './directory/publish.ts';
import { s3Publisher } from './s3/publish.ts';
import { webhookNotifier } from './webhook/notify.ts';
import { settings as webhookSettings } from './webhook/settings.ts';

/** What an integration is given when it is opened. */
export interface IntegrationSettings {
  /** Private networks that may be called all the same. */
  readonly allowedNets: AllowedNets;
  readonly now: () => Date;
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
  readonly openSource?: OpenSource;
  /** Why a query cannot be watched, and from which character on; null when it can. */
  readonly queryFault?: (query: string) => QueryFault | null;
}

/** Every outside system that Allclear speaks to, by the name of its folder. */
export const integrations: Readonly<Record<string, Integration>> = {
  alertmanager: { receivers: [receiveV2, receiveWebhook, queryV2] },
  directory: { openPublisher: () => ({ ...directoryPublisher, close: async () => undefined }) },
  email: { openNotifier: emailNotifier, channelSettings: emailSettings },
  prometheus: { openSource: openPrometheus, queryFault },
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
