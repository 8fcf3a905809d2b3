import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Silence, SilenceWish } from '../../domain/alert/silence.ts';
import { type Instant, instant, later, minutes } from '../../domain/time.ts';
import { Unavailable } from '../../domain/unavailable.ts';
import type { Arrival, Desk, IntakeAnswer, ListedAlert, SilenceAnswer } from '../../intake/ports.ts';
import { queryV2 } from './query-v2.ts';
import { readNotification, readPosted } from './read.ts';
import { receiveV2 } from './receive-v2.ts';
import { receiveWebhook } from './receive-webhook.ts';

const fixture = <Value>(name: string): Value =>
  JSON.parse(readFileSync(new URL(`fixture/${name}.json`, import.meta.url), 'utf8')) as Value;
const bytes = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const time = (text: string): Instant => instant(Date.parse(text));

/** A desk that remembers what it was given. */
class PaperDesk implements Desk {
  readonly key = { id: 'k', scopes: ['ingest', 'read', 'silence'] as const };
  readonly startedAt = time('2026-11-23T07:00:00Z');
  readonly arrivals: Arrival[] = [];
  readonly wishes: SilenceWish[] = [];
  alerts: readonly ListedAlert[] = [];
  kept: Silence[] = [];
  refuses = false;
  answer: SilenceAnswer = { ok: true, id: 'b404bd06-d062-419e-84d9-7a2859b60d0d' };
  readonly silences = {
    list: () => Promise.resolve(this.kept),
    find: (id: string) => Promise.resolve(this.kept.find((silence) => silence.id === id) ?? null),
    put: (wish: SilenceWish) => {
      this.wishes.push(wish);
      return Promise.resolve(this.answer);
    },
    end: (id: string) => Promise.resolve(this.kept.some((silence) => silence.id === id)),
  };
  readonly #now: Instant;

  constructor(now = time('2026-11-23T07:58:31Z')) {
    this.#now = now;
  }

  now(): Instant {
    return this.#now;
  }

  accept(arrival: Arrival): Promise<void> | null {
    if (this.refuses) throw new Unavailable('busy');
    this.arrivals.push(arrival);
    return null;
  }

  beat(): Promise<never> {
    throw new Error('no heartbeat was sent');
  }

  firing(): Promise<readonly ListedAlert[]> {
    return Promise.resolve(this.alerts);
  }
}

const send = async (desk: Desk, method: string, url: string, body: unknown = ''): Promise<IntakeAnswer> => {
  const [path = '', search = ''] = url.split('?');
  const receiver = [receiveV2, receiveWebhook, queryV2].find((one) => one.match({ method, path }) !== null);
  if (!receiver) throw new Error(`nobody takes ${method} ${path}`);
  return receiver.handle({ method, path, search, body: bytes(body) }, desk);
};

describe('what Prometheus 2.42 posts', () => {
  const posts = fixture<unknown[]>('prometheus-2.42-alerts');

  test('fires while its end lies ahead and is resolved by the same beginning with an end behind', () => {
    const [flappy, down, over] = posts;
    expect(readPosted(bytes(flappy), time('2026-11-23T07:58:30.588Z'))).toMatchObject({
      notices: [
        {
          fingerprint: '475e4c427cbd6e04',
          status: 'firing',
          startsAt: time('2026-11-23T07:58:30.568Z'),
          endsAt: time('2026-11-23T07:58:50.568Z'),
        },
      ],
      fault: null,
    });
    expect(readPosted(bytes(down), time('2026-11-23T07:58:31Z')).notices).toHaveLength(1);
    expect(readPosted(bytes(over), time('2026-11-23T07:58:42.581Z')).notices).toMatchObject([
      { fingerprint: '475e4c427cbd6e04', status: 'resolved', startsAt: time('2026-11-23T07:58:30.568Z') },
    ]);
  });

  test('is accepted with an empty answer, once it is durable', async () => {
    const desk = new PaperDesk();
    expect(await send(desk, 'POST', '/api/v2/alerts', posts[0])).toEqual({ status: 200, body: null });
    expect(desk.arrivals).toMatchObject([{ format: 'alertmanager/v2', leftOut: 0 }]);
    desk.refuses = true;
    await expect(send(desk, 'POST', '/api/v2/alerts', posts[0])).rejects.toThrow(Unavailable);
  });
});

describe('what Alertmanager 0.25 sends to a webhook', () => {
  const notifications = fixture<{ alerts: { fingerprint: string; status: string }[] }[]>('alertmanager-0.25-webhook');

  test('has the same fingerprints here and there, and says itself what is resolved', () => {
    for (const notification of notifications) {
      const { notices } = readNotification(bytes(notification), time('2026-11-23T08:00:00Z'));
      expect(notices.map(({ fingerprint, status }) => ({ fingerprint, status }))).toEqual(
        notification.alerts.map(({ fingerprint, status }) => ({ fingerprint, status })),
      );
      for (const { status, endsAt } of notices) if (status === 'firing') expect(endsAt).toBeNull();
    }
  });

  test('says how much it left out', () => {
    const cut = { ...notifications[0], truncatedAlerts: 12 };
    expect(readNotification(bytes(cut), time('2026-11-23T08:00:00Z')).leftOut).toBe(12);
  });

  test('may come from Grafana, with more fields and other zones', () => {
    const grafana = {
      orgId: 1,
      title: '[FIRING:1] High',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'High', grafana_folder: 'Checkout' },
          annotations: {},
          startsAt: '2026-11-23T09:58:30.123456789+02:00',
          endsAt: '0001-01-01T00:00:00Z',
          values: { A: 7.5 },
          valueString: '[ var=A ]',
          silenceURL: 'http://grafana/silence',
          fingerprint: 'e0e0e0e0e0e0e0e0',
        },
      ],
    };
    expect(readNotification(bytes(grafana), time('2026-11-23T08:00:00Z')).notices).toMatchObject([
      { startsAt: time('2026-11-23T07:58:30.123Z'), endsAt: null, status: 'firing' },
    ]);
  });
});

describe('amtool alert add', () => {
  test('leaves the beginning to us', () => {
    const { alerts } = fixture<{ alerts: unknown[] }>('amtool-0.25');
    expect(readPosted(bytes(alerts[0]), time('2026-11-23T07:58:24.300Z')).notices).toMatchObject([
      { fingerprint: 'ec072b3ae7cc88bd', status: 'firing', startsAt: null, endsAt: time('2026-11-23T08:08:24Z') },
    ]);
  });
});

describe('bad alerts', () => {
  const good = { labels: { alertname: 'A', empty: '' }, unknown: { field: 1 }, annotations: null };

  test.each([
    [{ labels: {} }, 'at least one label pair required'],
    [{ labels: { a: '' } }, 'at least one label pair required'],
    [{ labels: { '': 'x' } }, 'invalid label set: invalid name ""'],
    [{ labels: { a: 'x'.repeat(9000) } }, 'a label is too long'],
    [{ labels: { a: 'b' }, startsAt: 'nonsense' }, 'a time is not in the form of RFC 3339'],
    [{ labels: { a: 'b' }, startsAt: '1' }, 'a time is not in the form of RFC 3339'],
    [{ labels: { a: 1 } }, 'labels.a: Invalid input: expected string, received number'],
    [{ nothing: true }, 'labels: Invalid input: expected record, received undefined'],
    [null, 'Invalid input: expected object, received null'],
  ])('%j is left out, and faulted when nothing else came', async (bad, message) => {
    const desk = new PaperDesk();
    expect(await send(desk, 'POST', '/api/v2/alerts', [bad, good])).toEqual({ status: 200, body: null });
    expect(desk.arrivals[0]?.notices).toHaveLength(1);
    expect(await send(desk, 'POST', '/api/v2/alerts', [bad])).toEqual({ status: 400, body: JSON.stringify(message) });
  });

  test.each([['{'], ['{}'], ['"x"'], ['']])('the body %j is faulted', async (body) => {
    const answer = await send(new PaperDesk(), 'POST', '/api/v2/alerts', body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ code: 400 });
  });

  test('an empty list is nothing to complain of', async () => {
    const desk = new PaperDesk();
    expect(await send(desk, 'POST', '/api/v2/alerts', [])).toEqual({ status: 200, body: null });
    expect(await send(desk, 'POST', '/alertmanager', { alerts: [] })).toEqual({ status: 200, body: null });
    expect(await send(desk, 'POST', '/alertmanager', {})).toMatchObject({ status: 400 });
  });

  test('labels cannot change what objects are', async () => {
    const desk = new PaperDesk();
    await send(desk, 'POST', '/api/v2/alerts', '[{"labels":{"__proto__":"x","constructor":"y","alertname":"A"}}]');
    const [notice] = desk.arrivals[0]?.notices ?? [];
    expect(Object.keys(notice?.labels ?? {}).sort()).toEqual(['__proto__', 'alertname', 'constructor']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

const listed = (
  labels: Record<string, string>,
  silencedBy: string[] = [],
  endsAt: Instant | null = null,
): ListedAlert => ({
  alert: {
    fingerprint: labels['alertname'] ?? '',
    labels,
    annotations: {},
    status: 'firing',
    startsAt: time('2026-11-23T07:58:24Z'),
    endsAt,
    lastSeenAt: time('2026-11-23T07:58:30Z'),
    generatorUrl: null,
  },
  silencedBy,
  group: { alertname: labels['alertname'] ?? '' },
});

describe('questions of amtool and the like', () => {
  const desk = new PaperDesk();
  desk.alerts = [
    listed({ alertname: 'DiskFull', service: 'db' }, [], time('2026-11-23T08:08:24Z')),
    listed({ alertname: 'DiskSlow', service: 'web' }, ['b404bd06-d062-419e-84d9-7a2859b60d0d']),
  ];
  const names = async (query: string): Promise<string[]> => {
    const { body } = await send(desk, 'GET', `/api/v2/alerts?${query}`);
    return (JSON.parse(body ?? '') as { labels: { alertname: string } }[]).map(({ labels }) => labels.alertname);
  };

  test('are answered with rows of the known shape', async () => {
    const { body } = await send(desk, 'GET', '/api/v2/alerts');
    const [known] = fixture<{ queried: object[][] }>('amtool-0.25').queried[0] ?? [];
    const rows = JSON.parse(body ?? '') as object[];
    const without = Object.keys(known ?? {}).filter((key) => key !== 'generatorURL');
    expect(Object.keys(rows[0] ?? {}).sort()).toEqual(without.sort());
    expect(rows).toMatchObject([
      { endsAt: '2026-11-23T08:08:24.000Z', status: { state: 'active', silencedBy: [] } },
      {
        endsAt: new Date(later(time('2026-11-23T07:58:30Z'), minutes(5))).toISOString(),
        status: { state: 'suppressed', silencedBy: ['b404bd06-d062-419e-84d9-7a2859b60d0d'] },
      },
    ]);
  });

  test.each([
    ['', ['DiskFull', 'DiskSlow']],
    ['active=true&inhibited=false&silenced=false&unprocessed=false', ['DiskFull']],
    ['active=false&silenced=true', ['DiskSlow']],
    ['active=banana', ['DiskSlow']],
    ['filter=alertname%3D~Disk.%2A&filter=service%3Dweb', ['DiskSlow']],
    ['receiver=all.*', ['DiskFull', 'DiskSlow']],
    ['receiver=other', []],
  ])('with "%s" find %j', async (query, found) => {
    expect(await names(query)).toEqual(found);
  });

  test.each(['filter=alertname%3D~%5BA', 'filter=a', 'receiver=%5B'])('with "%s" are faulted', async (query) => {
    expect(await send(desk, 'GET', `/api/v2/alerts?${query}`)).toMatchObject({ status: 400 });
  });

  test('for groups find alerts by their routing group', async () => {
    const { body } = await send(desk, 'GET', '/api/v2/alerts/groups?filter=service%3Ddb');
    expect(JSON.parse(body ?? '')).toMatchObject([
      { labels: { alertname: 'DiskFull' }, receiver: { name: 'allclear' }, alerts: [{ labels: { service: 'db' } }] },
    ]);
  });

  test('for status and receivers need no scope', async () => {
    const { body } = await send(desk, 'GET', '/api/v2/status');
    expect(JSON.parse(body ?? '')).toMatchObject({
      cluster: { status: 'disabled', peers: [] },
      versionInfo: { version: '0.25.0' },
      uptime: '2026-11-23T07:00:00.000Z',
    });
    expect(queryV2.match({ method: 'GET', path: '/api/v2/status' })).toEqual({ scopes: [] });
    expect(await send(desk, 'GET', '/api/v2/receivers')).toMatchObject({ body: '[{"name":"allclear"}]' });
  });
});

describe('silences', () => {
  const silence: Silence = {
    id: 'b404bd06-d062-419e-84d9-7a2859b60d0d',
    matchers: [
      { label: 'alertname', operator: '=', value: 'DiskFull' },
      { label: 'zone', operator: '!~', value: 'a|b' },
    ],
    startsAt: time('2026-11-23T07:58:24.590Z'),
    endsAt: time('2026-11-23T09:58:24.560Z'),
    createdBy: 'kyle',
    comment: 'maintenance',
    updatedAt: time('2026-11-23T07:58:24.590Z'),
  };

  test('are taken as amtool writes them', async () => {
    const desk = new PaperDesk();
    const [add, update] = fixture<{ silences: unknown[] }>('amtool-0.25').silences;
    expect(await send(desk, 'POST', '/api/v2/silences', add)).toEqual({
      status: 200,
      body: '{"silenceID":"b404bd06-d062-419e-84d9-7a2859b60d0d"}',
    });
    await send(desk, 'POST', '/api/v2/silences', update);
    expect(desk.wishes).toMatchObject([
      { id: null, createdBy: 'kyle', matchers: [{ label: 'alertname', operator: '=', value: 'DiskFull' }, {}] },
      { id: 'b404bd06-d062-419e-84d9-7a2859b60d0d', comment: 'longer' },
    ]);
  });

  test('are shown, filtered and ended', async () => {
    const desk = new PaperDesk();
    desk.kept = [silence];
    const { body } = await send(desk, 'GET', `/api/v2/silence/${silence.id}`);
    expect(JSON.parse(body ?? '')).toEqual({
      id: silence.id,
      status: { state: 'active' },
      updatedAt: '2026-11-23T07:58:24.590Z',
      comment: 'maintenance',
      createdBy: 'kyle',
      startsAt: '2026-11-23T07:58:24.590Z',
      endsAt: '2026-11-23T09:58:24.560Z',
      matchers: [
        { isEqual: true, isRegex: false, name: 'alertname', value: 'DiskFull' },
        { isEqual: false, isRegex: true, name: 'zone', value: 'a|b' },
      ],
    });
    expect(await send(desk, 'GET', '/api/v2/silences?filter=alertname%3DDiskFull')).not.toMatchObject({ body: '[]' });
    expect(await send(desk, 'GET', '/api/v2/silences?filter=alertname%3DOther')).toMatchObject({ body: '[]' });
    expect(await send(desk, 'DELETE', `/api/v2/silence/${silence.id}`)).toEqual({ status: 200, body: null });
  });

  test.each([
    ['GET', '/api/v2/silence/nonsense', '', 422],
    ['GET', '/api/v2/silence/%', '', 422],
    ['GET', '/api/v2/silence/c404bd06-d062-419e-84d9-7a2859b60d0d', '', 404],
    ['DELETE', '/api/v2/silence/c404bd06-d062-419e-84d9-7a2859b60d0d', '', 500],
    ['POST', '/api/v2/silences', '{', 400],
    ['POST', '/api/v2/silences', '{}', 422],
  ])('%s %s with %j is answered as Alertmanager does: %i', async (method, url, body, status) => {
    expect(await send(new PaperDesk(), method, url, body)).toMatchObject({ status });
  });

  test.each([
    [{ code: 'not-found' }, 404],
    [{ code: 'no-matchers' }, 422],
    [{ code: 'matches-everything' }, 400],
    [{ code: 'bad-matcher', reason: 'missing closing )' }, 400],
    [{ code: 'end-in-past' }, 400],
    [{ code: 'end-before-start' }, 400],
    [{ code: 'too-many-matchers' }, 400],
    [{ code: 'starts-too-late' }, 400],
  ] as const)('refused for %j are answered %i', async (problem, status) => {
    const desk = new PaperDesk();
    desk.answer = { ok: false, problem };
    const [add] = fixture<{ silences: unknown[] }>('amtool-0.25').silences;
    expect(await send(desk, 'POST', '/api/v2/silences', add)).toMatchObject({ status });
  });
});
