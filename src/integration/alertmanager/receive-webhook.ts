import type { Receiver } from '../../intake/ports.ts';
import { readNotification } from './read.ts';
import { take } from './receive-v2.ts';

/** Name under which webhook bodies stand in the journal. */
const format = 'alertmanager/webhook';

/** Takes Alertmanager's and Grafana's webhook, version 4. */
export const receiveWebhook: Receiver = {
  name: format,
  match: ({ method, path }) => (method === 'POST' && path === '/alertmanager' ? { scopes: ['ingest'] } : null),
  handle: ({ body }, desk) => take(format, body, desk, readNotification),
  read: readNotification,
};
