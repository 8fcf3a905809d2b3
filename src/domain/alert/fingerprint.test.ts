import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';
import { keptLabels } from './label.ts';

const prime = 0x100000001b3n;
const bits = (1n << 64n) - 1n;

/** The published algorithm, slowly, over UTF-8 bytes in byte order. */
function reference(labels: Record<string, string>): string {
  let hash = 0xcbf29ce484222325n;
  const add = (byte: number): void => {
    hash = ((hash ^ BigInt(byte)) * prime) & bits;
  };
  const names = Object.keys(labels).filter((name) => labels[name] !== '');
  names.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  for (const name of names) {
    for (const text of [name, labels[name] as string]) {
      for (const byte of Buffer.from(text.replaceAll('\0', '\uFFFD'))) add(byte);
      add(0xff);
    }
  }
  return hash.toString(16).padStart(16, '0');
}

describe('the fingerprint of a label set', () => {
  test('is the one that Alertmanager 0.25 gives', () => {
    // Read from real answers; the second came by the webhook and the third from the v2 API.
    expect(fingerprintOf({ service: 'db', alertname: 'DiskFull', instance: 'db1', severity: 'page' })).toBe(
      'ec072b3ae7cc88bd',
    );
    expect(fingerprintOf({ alertname: 'Flappy', cluster: 'eu-1', service: 'flappy', severity: 'warn' })).toBe(
      '475e4c427cbd6e04',
    );
    expect(fingerprintOf({ alertname: 'D' })).toBe('d2bcefc389d6b4a2');
  });

  test('does not see labels without a value', () => {
    expect(fingerprintOf({ alertname: 'D', empty: '' })).toBe('d2bcefc389d6b4a2');
  });

  test('is FNV-1a over names and values in byte order, for any text', () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    const name = text.filter((one) => !one.includes('\0'));
    fc.assert(
      fc.property(fc.dictionary(name, text, { maxKeys: 6, noNullPrototype: true }), (labels) => {
        expect(fingerprintOf(labels)).toBe(reference(labels));
      }),
    );
  });

  test('is that of the labels as they are kept, in whatever order they came', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\0', '\ud800', 'é', '😀', '_'), maxLength: 6 });
    fc.assert(
      fc.property(
        fc.dictionary(
          text.map((name) => `l${name}`),
          text,
          { noNullPrototype: true },
        ),
        (labels) => {
          const kept = keptLabels(labels);
          const collided = Object.keys(kept).length < Object.keys(labels).filter((name) => labels[name] !== '').length;
          fc.pre(!collided);
          const shuffled = Object.fromEntries(Object.entries(labels).reverse());
          expect(fingerprintOf(shuffled)).toBe(fingerprintOf(labels));
          expect(fingerprintOf(kept)).toBe(fingerprintOf(labels));
        },
      ),
    );
  });

  test('differs between different label sets', () => {
    const seen = new Map<string, string>();
    for (let index = 0; index < 20_000; index += 1) {
      const labels = { alertname: 'Load', instance: `host-${index}` };
      seen.set(fingerprintOf(labels), createHash('sha1').update(JSON.stringify(labels)).digest('hex'));
    }
    expect(seen.size).toBe(20_000);
  });
});
