import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allHold, type Matcher, operators, parseMatchers, toCondition, written } from './matcher.ts';

const holds = (matcher: Matcher, labels: Record<string, string>): boolean => {
  const ready = toCondition(matcher);
  if (!ready.ok) throw new Error(ready.reason);
  return allHold([ready.condition], labels);
};

describe('a matcher', () => {
  test('takes an absent label for an empty one', () => {
    expect(holds({ label: 'team', operator: '=', value: '' }, {})).toBe(true);
    expect(holds({ label: 'team', operator: '!=', value: 'db' }, {})).toBe(true);
    expect(holds({ label: 'team', operator: '=~', value: '.+' }, {})).toBe(false);
    expect(holds({ label: 'toString', operator: '=', value: '' }, {})).toBe(true);
  });

  test('has to fit the whole value', () => {
    expect(holds({ label: 'a', operator: '=~', value: 'Disk' }, { a: 'DiskFull' })).toBe(false);
    expect(holds({ label: 'a', operator: '!~', value: 'Disk' }, { a: 'DiskFull' })).toBe(true);
  });

  test('with a bad expression says what is wrong', () => {
    expect(toCondition({ label: 'a', operator: '=~', value: '[A' })).toEqual({
      ok: false,
      reason: 'missing closing ]: `[A`',
    });
  });
});

describe('filter text', () => {
  test.each([
    ['alertname=~Disk.*', [{ label: 'alertname', operator: '=~', value: 'Disk.*' }]],
    ['service=db', [{ label: 'service', operator: '=', value: 'db' }]],
    ['service="db"', [{ label: 'service', operator: '=', value: 'db' }]],
    ['a!="b c"', [{ label: 'a', operator: '!=', value: 'b c' }]],
    [
      '{a="b,c", d!~"e|f",}',
      [
        { label: 'a', operator: '=', value: 'b,c' },
        { label: 'd', operator: '!~', value: 'e|f' },
      ],
    ],
    ['"über label"="x"', [{ label: 'über label', operator: '=', value: 'x' }]],
    ['a="say \\"hi\\"\\n"', [{ label: 'a', operator: '=', value: 'say "hi"\n' }]],
    ['a=~"\\d+\\.x"', [{ label: 'a', operator: '=~', value: '\\d+\\.x' }]],
    ['a=', [{ label: 'a', operator: '=', value: '' }]],
    ['', []],
    ['{}', []],
  ])('%s is understood', (text, matchers) => {
    expect(parseMatchers(text)).toEqual({ ok: true, matchers });
  });

  test.each(['a', '=b', 'a="b', 'a=b"', '1a=b', 'a==~"', '""="x"'])('%s is not', (text) => {
    const parsed = parseMatchers(text);
    if (text === 'a==~"') expect(parsed.ok).toBe(false);
    else expect(parsed).toMatchObject({ ok: false });
  });

  test('comes back as it was written', () => {
    const matcher = fc.record({
      label: fc.string({ minLength: 1, maxLength: 8 }).filter((text) => !/[\n\\]/.test(text)),
      operator: fc.constantFrom(...operators),
      value: fc.string({ maxLength: 10 }).filter((text) => !/[^\x20-\x7e]/.test(text)),
    });
    fc.assert(
      fc.property(fc.array(matcher, { maxLength: 3 }), (matchers) => {
        expect(parseMatchers(`{${matchers.map(written).join(',')}}`)).toEqual({ ok: true, matchers });
      }),
    );
  });

  test('of spaces is read at once', () => {
    const started = performance.now();
    parseMatchers(`a=${' '.repeat(100_000)}b${' '.repeat(100_000)}"`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
