import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Unavailable } from '../domain/unavailable.ts';
import type { Desk, IntakeKey, IntakeRequest, Receiver } from '../intake/ports.ts';
import { maskUrl, registerIntake } from './intake.ts';

const secret = 'ack_0123456789';
const keys: Record<string, IntakeKey> = {
  [secret]: { id: 'all', scopes: ['ingest', 'read', 'silence'] },
  reader: { id: 'reader', scopes: ['read'] },
};

let server: FastifyInstance;
let url: string;
let seen: (IntakeRequest & { key: string })[];
let respond: () => Promise<{ status: number; body: string | null }>;

const receiver: Receiver = {
  name: 'test',
  match: ({ path }) => (path === '/api/v2/alerts' || path === '/alertmanager' ? { scopes: ['ingest'] } : null),
  handle(request, desk) {
    seen.push({ ...request, key: desk.key.id });
    return respond();
  },
};

beforeEach(async () => {
  seen = [];
  respond = () => Promise.resolve({ status: 200, body: null });
  server = Fastify({ routerOptions: { ignoreTrailingSlash: true } });
  server.get('/other', () => 'other');
  await server.register(async (routes) => {
    registerIntake(routes, {
      authenticateKey: (given) => Promise.resolve(keys[given] ?? null),
      receivers: [receiver],
      deskFor: (key) => ({ key }) as Desk,
    });
  });
  url = await server.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => server.close());

const post = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${url}${path}`, { method: 'POST', redirect: 'manual', body: '[]', ...init });

describe('a request under /in/', () => {
  test.each([
    [`/in/${secret}/api/v2/alerts`, {}],
    [`/in/${secret}/api/v2/alerts/`, {}],
    [`/in/${secret}/alertmanager`, {}],
    [`/in/${secret}/alertmanager/`, {}],
    ['/in/api/v2/alerts', { headers: { authorization: `Bearer ${secret}` } }],
    ['/in/api/v2/alerts/', { headers: { authorization: `Basic ${btoa(`prometheus:${secret}`)}` } }],
    ['/in/alertmanager', { headers: { authorization: `bearer ${secret}` } }],
  ])('%s is taken with its key, and never redirected', async (path, init) => {
    const answer = await post(path, init);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
    expect(seen).toMatchObject([
      { key: 'all', path: path.includes('alertmanager') ? '/alertmanager' : '/api/v2/alerts' },
    ]);
  });

  test.each([
    [401, '/in/wrong/api/v2/alerts', {}],
    [401, '/in/api/v2/alerts', {}],
    [401, '/in/', {}],
    [401, '/in//api/v2/alerts', {}],
    [401, '/in/alertmanager', { headers: { authorization: 'Bearer wrong' } }],
    [403, '/in/reader/api/v2/alerts', {}],
    [404, `/in/${secret}/nothing`, {}],
    [404, `/in/${secret}`, {}],
  ])('is answered %i for %s', async (status, path, init) => {
    const answer = await post(path, init);
    expect(answer.status).toBe(status);
    expect(typeof (await answer.json())).toBe('string');
    expect(seen).toEqual([]);
  });

  test('brings its body whatever its type, its query, and what was packed', async () => {
    const text = JSON.stringify([{ labels: { alertname: 'ä' } }]);
    await post(`/in/${secret}/api/v2/alerts?filter=a%3Db`, { body: text, headers: { 'content-type': 'text/plain' } });
    await post(`/in/${secret}/api/v2/alerts`, { body: gzipSync(text), headers: { 'content-encoding': 'gzip' } });
    await post(`/in/${secret}/api/v2/alerts`, { body: new Blob([text]).stream(), duplex: 'half' } as RequestInit);
    expect(seen.map(({ body }) => Buffer.from(body).toString())).toEqual([text, text, text]);
    expect(seen[0]?.search).toBe('filter=a%3Db');
  });

  test.each([
    [413, Buffer.alloc(10 * 1024 * 1024 + 1), {}],
    [413, gzipSync(Buffer.alloc(10 * 1024 * 1024 + 1)), { 'content-encoding': 'gzip' }],
    [400, 'no gzip', { 'content-encoding': 'gzip' }],
    [415, 'x', { 'content-encoding': 'br' }],
  ])('that cannot be read is answered %i', async (status, body, headers) => {
    const answer = await post(`/in/${secret}/api/v2/alerts`, { body, headers: headers as Record<string, string> });
    expect(answer.status).toBe(status);
  });

  test('is asked to come again when alerts cannot be kept', async () => {
    respond = () => Promise.reject(new Unavailable('unreachable'));
    const answer = await post(`/in/${secret}/api/v2/alerts`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
  });

  test('that meets a fault of ours learns nothing of it, and the next is served', async () => {
    respond = () => Promise.reject(new Error('inner secret'));
    const answer = await post(`/in/${secret}/api/v2/alerts`);
    expect([answer.status, await answer.text()]).toEqual([500, '"internal error"']);
    respond = () => Promise.resolve({ status: 200, body: '{}' });
    expect((await post(`/in/${secret}/api/v2/alerts`)).status).toBe(200);
  });

  test('whose sender goes away harms nobody', async () => {
    const { port } = new URL(url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(`POST /in/${secret}/api/v2/alerts HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n[`);
        setTimeout(() => {
          socket.destroy();
          resolve();
        }, 50);
      });
    });
    expect((await post(`/in/${secret}/api/v2/alerts`)).status).toBe(200);
  });

  test('leaves every other path to the rest of the server, and may be injected', async () => {
    expect(await (await fetch(`${url}/other`)).text()).toBe('other');
    const injected = await server.inject({ method: 'POST', url: `/in/${secret}/api/v2/alerts`, payload: '[1]' });
    expect(injected.statusCode).toBe(200);
    expect(seen.map(({ body }) => Buffer.from(body).toString())).toEqual(['[1]']);
  });
});

test.each([
  [`/in/${secret}/api/v2/alerts?x=1`, '/in/***/api/v2/alerts?x=1'],
  [`/in/${secret}`, '/in/***'],
  [`//in//${secret}/alertmanager`, '//in//***/alertmanager'],
  [`/IN/${secret}/x`, '/IN/***/x'],
  ['/in/api/v2/alerts', '/in/api/v2/alerts'],
  ['/in/alertmanager', '/in/alertmanager'],
  ['/api/incidents', '/api/incidents'],
])('a log shows %s as %s', (whole, masked) => {
  expect(maskUrl(whole)).toBe(masked);
});
