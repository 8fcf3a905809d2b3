import type { Desk, IntakeAnswer, IntakeRequest, Receiver } from '../../intake/ports.ts';
import { done, fault, unfit } from './answer.ts';
import { BadBody, type Read, readPosted } from './read.ts';

/** Name under which v2 bodies stand in the journal. */
const format = 'alertmanager/v2';

/** Takes what Prometheus, vmalert, Loki and `amtool alert add` post: `POST /api/v2/alerts`. */
export const receiveV2: Receiver = {
  name: format,
  match: ({ method, path }) => (method === 'POST' && path === '/api/v2/alerts' ? { scopes: ['ingest'] } : null),
  handle: ({ body }, desk) => take(format, body, desk, readPosted),
  read: readPosted,
};

/**
 * Keeps what can be kept. Like Alertmanager it faults a request for its bad alerts, but only when there is no good one:
 * a sender that drops a batch for a 4xx would drop the good ones with it.
 */
export function take(
  name: string,
  body: IntakeRequest['body'],
  desk: Desk,
  read: (body: Uint8Array, receivedAt: ReturnType<Desk['now']>) => Read,
): IntakeAnswer | Promise<IntakeAnswer> {
  let found: Read;
  try {
    found = read(body, desk.now());
  } catch (error) {
    if (error instanceof BadBody) return unfit(400, error.message);
    throw error;
  }
  const { notices, leftOut, fault: message } = found;
  if (notices.length === 0) return message === null ? done : fault(400, message);
  const waits = desk.accept({ format: name, body, notices, leftOut });
  return waits === null ? done : waits.then(() => done);
}
