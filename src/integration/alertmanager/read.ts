import { labelProblem, type LabelProblem } from '../../domain/alert/label.ts';
import { type Notice, saidInstant, toNotice } from '../../domain/alert/notice.ts';
import type { Instant } from '../../domain/time.ts';
import type { Reading } from '../../intake/ports.ts';
import {
  compiled,
  faultIn,
  notification,
  type NotifiedAlert,
  notifiedAlert,
  type PostedAlert,
  postedAlert,
} from './schema.ts';

/** A body that says nothing we could keep. The message goes back to the sender. */
export class BadBody extends Error {}

/** What was read, and the first fault of the alerts that were left out. */
export interface Read extends Reading {
  readonly fault: string | null;
}

const isPosted = compiled(postedAlert);
const isNotified = compiled(notifiedAlert);

const labelFaults: Record<LabelProblem, string> = {
  'no-labels': 'at least one label pair required',
  'too-many-labels': 'too many labels',
  'label-too-long': 'a label is too long',
  'empty-name': 'invalid label set: invalid name ""',
};

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch (error) {
    throw new BadBody(`the body is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
}

/** Reads `POST /api/v2/alerts`. */
export function readPosted(body: Uint8Array, receivedAt: Instant): Read {
  const alerts = parse(body);
  if (!Array.isArray(alerts)) throw new BadBody('the body is not a list of alerts');
  return readAll(alerts, 0, (alert) => {
    if (!isPosted(alert)) return faultIn(postedAlert, alert);
    return read(alert, null, receivedAt, true);
  });
}

/** Reads the webhook. It speaks when a group changes and says itself what fires and what is resolved. */
export function readNotification(body: Uint8Array, receivedAt: Instant): Read {
  const envelope = notification.safeParse(parse(body));
  if (!envelope.success) throw new BadBody('the body is not an Alertmanager notification: it has no list "alerts"');
  return readAll(envelope.data.alerts, envelope.data.truncatedAlerts ?? 0, (alert) => {
    if (!isNotified(alert)) return faultIn(notifiedAlert, alert);
    return read(alert, alert.status === 'resolved' ? 'resolved' : 'firing', receivedAt, false);
  });
}

function readAll(alerts: readonly unknown[], leftOut: number, one: (alert: unknown) => Notice | string): Read {
  const notices: Notice[] = [];
  let fault: string | null = null;
  for (const alert of alerts) {
    const notice = one(alert);
    if (typeof notice !== 'string') notices.push(notice);
    else fault ??= notice;
  }
  return { notices, leftOut, fault };
}

function read(
  alert: PostedAlert | NotifiedAlert,
  status: 'firing' | 'resolved' | null,
  receivedAt: Instant,
  repeats: boolean,
): Notice | string {
  const problem = labelProblem(alert.labels);
  if (problem !== null) return labelFaults[problem];
  const startsAt = timeOf(alert.startsAt, 0);
  const endsAt = timeOf(alert.endsAt, 1);
  if (startsAt === undefined || endsAt === undefined) return 'a time is not in the form of RFC 3339';
  return toNotice(
    {
      labels: alert.labels,
      annotations: alert.annotations ?? {},
      status,
      startsAt,
      endsAt,
      generatorUrl: alert.generatorURL ?? null,
    },
    receivedAt,
    repeats,
  );
}

const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}/;

/** The alerts of one request mostly share their times. */
const lastRead: { text: string; time: Instant | null | undefined }[] = [
  { text: '', time: null },
  { text: '', time: null },
];

/** Null: not said. Undefined: not a time. */
function timeOf(text: string | null | undefined, memory: 0 | 1): Instant | null | undefined {
  if (text === undefined || text === null || text === '') return null;
  const last = lastRead[memory];
  if (last?.text === text) return last.time;
  const milliseconds = Date.parse(text);
  const time = Number.isNaN(milliseconds) || !rfc3339.test(text) ? undefined : saidInstant(milliseconds);
  lastRead[memory] = { text, time };
  return time;
}
