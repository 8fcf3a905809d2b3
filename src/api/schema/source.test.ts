import { describe, expect, test } from 'vitest';
import { checkSources } from '../setting-check.ts';

const check = (row: object): ReturnType<typeof checkSources> => checkSources({ sources: [row] });
const named = { name: 'a', kind: 'prometheus', url: 'http://a/' };

describe('a source', () => {
  test('as it was written so far stays as it is', () => {
    expect(check(named)).toEqual({ ok: true, value: { sources: [named] } });
  });

  test.each([
    { ...named, known: 'up', tenant: 'shop', caFile: '/etc/ssl/own.pem' },
    { ...named, credential: { scheme: 'bearer', environment: 'ALLCLEAR_SOURCE_A' } },
    { ...named, credential: { scheme: 'basic', user: 'me', file: '/run/secrets/a' } },
    { name: 'a', kind: 'loki', url: 'https://a/loki', known: '{app="a"}', freshWithinMs: 60_000 },
    { name: 'a', kind: 'tempo', url: 'https://a/' },
    { name: 'a', kind: 'jaeger', url: 'https://a/', known: 'shop' },
    { name: 'a', kind: 'elasticsearch', url: 'https://a/', known: 'logs-*', timeField: 'at' },
    { name: 'a', kind: 'http', url: 'https://a/' },
    { name: 'a', kind: 'tcp', host: '::1', port: 25 },
    { name: 'a', kind: 'tls', host: 'a.example', port: 443, serverName: 'b.example' },
    { name: 'a', kind: 'sql', url: 'postgres://me@a:5432/shop', credential: { environment: 'ALLCLEAR_SOURCE_A' } },
    { name: 'a', kind: 'heartbeat' },
  ])('of the kind $kind may be %j', (row) => {
    expect(check(row)).toEqual({ ok: true, value: { sources: [row] } });
  });

  test('of a certificate is at port 443 where not said', () => {
    expect(check({ name: 'a', kind: 'tls', host: 'a' })).toMatchObject({ value: { sources: [{ port: 443 }] } });
  });

  test.each<[object, string]>([
    [{ ...named, kind: 'oracle' }, 'kind'],
    [{ ...named, url: 'http://me:secret@a/' }, 'url'],
    [{ ...named, url: 'http://a/?key=secret' }, 'url'],
    [{ ...named, host: 'a' }, ''],
    [{ ...named, credential: { scheme: 'bearer', secret: 'abc' } }, 'credential'],
    [{ ...named, credential: { scheme: 'bearer' } }, 'credential'],
    [{ ...named, credential: { scheme: 'bearer', environment: 'ALLCLEAR_MASTER_KEY' } }, 'credential/environment'],
    [{ ...named, credential: { scheme: 'bearer', file: '/run/secrets/../../etc/shadow' } }, 'credential/file'],
    [{ ...named, credential: { scheme: 'bearer', file: 'secret' } }, 'credential/file'],
    [{ ...named, credential: { scheme: 'basic', file: '/run/secrets/a' } }, 'credential/user'],
    [{ ...named, credential: { scheme: 'digest', user: 'me', file: '/run/secrets/a' } }, 'credential/scheme'],
    [{ name: 'a', kind: 'jaeger', url: 'http://a/' }, 'known'],
    [{ name: 'a', kind: 'sql', url: 'postgres://me:secret@a/shop' }, 'url'],
    [{ name: 'a', kind: 'sql', url: 'postgres://a/shop' }, 'url'],
    [{ name: 'a', kind: 'sql', url: 'postgres://me@a/shop?host=/run/other' }, 'url'],
    [{ name: 'a', kind: 'tcp', host: 'a/b', port: 25 }, 'host'],
    [{ name: 'a', kind: 'tcp', host: 'a', port: 0 }, 'port'],
    [{ name: 'a', kind: 'heartbeat', url: 'http://a/' }, ''],
    [{ name: 'a b', kind: 'heartbeat' }, 'name'],
  ])('%j is pointed at', (row, pointer) => {
    const checked = check(row);
    expect(checked.ok ? [] : checked.errors.map((error) => error.pointer)).toContain(
      `/document/sources/0${pointer === '' ? '' : `/${pointer}`}`,
    );
  });
});
