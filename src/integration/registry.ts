import type { Notifier } from '../dispatch/ports.ts';
import type { Receiver } from '../intake/ports.ts';
import type { OpenSource } from '../watch/ports.ts';
import { queryV2 } from './alertmanager/query-v2.ts';
import { receiveV2 } from './alertmanager/receive-v2.ts';
import { receiveWebhook } from './alertmanager/receive-webhook.ts';
import { openPrometheus } from './prometheus/query.ts';
import { type QueryFault, queryFault } from './prometheus/selectors.ts';
import type { AllowedNets } from './webhook/address.ts';
import { webhookNotifier } from './webhook/notify.ts';

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
  readonly openSource?: OpenSource;
  /** Why a query cannot be watched, and from which character on; null when it can. */
  readonly queryFault?: (query: string) => QueryFault | null;
}

/** Every outside system that Allclear speaks to, by the name of its folder. */
export const integrations: Readonly<Record<string, Integration>> = {
  alertmanager: { receivers: [receiveV2, receiveWebhook, queryV2] },
  prometheus: { openSource: openPrometheus, queryFault },
  webhook: { openNotifier: ({ allowedNets, now }) => webhookNotifier(allowedNets, now) },
};
