import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern, PatternProblem } from './pattern.ts';

const fits = (pattern: string, text: string): boolean => compilePattern(pattern).matches(text);

describe('a pattern', () => {
  test.each([
    ['Disk.*', 'DiskFull', true],
    ['Disk', 'DiskFull', false],
    ['sk', 'Disk', false],
    ['', '', true],
    ['', 'a', false],
    ['a|bc', 'bc', true],
    ['a|bc', 'abc', false],
    ['(?i)critical|page', 'PAGE', true],
    ['(?i:c)ritical', 'CRITICAL', false],
    ['db-[0-9]{2,3}', 'db-12', true],
    ['db-[0-9]{2,3}', 'db-1', false],
    ['db-[0-9]{2,3}', 'db-1234', false],
    ['a{2}', 'aa', true],
    ['a{,2}', 'a{,2}', true],
    ['[^a-c]+', 'xyz', true],
    ['[^a-c]+', 'xbz', false],
    ['[]a]+', ']a', true],
    ['[a-]+', 'a-', true],
    ['[[:alpha:]]+', 'abc', true],
    ['[[:^digit:]]+', 'a1', false],
    ['\\d+\\.\\d+', '1.5', true],
    ['\\w+\\s\\S+', 'a b', true],
    ['\\p{Greek}+', 'αβ', true],
    ['\\pL+', 'é', true],
    ['\\P{L}+', 'é', false],
    ['^foo$', 'foo', true],
    ['\\Afoo\\z', 'foo', true],
    ['a.b', 'a\nb', false],
    ['(?s)a.b', 'a\nb', true],
    ['(?m)a$\n^b', 'a\nb', true],
    ['foo\\b.*', 'foo bar', true],
    ['foo\\b.*', 'foobar', false],
    ['(?P<name>a)(?:b)(c)', 'abc', true],
    ['(a*)*', 'aaa', true],
    ['(a|b)*?c', 'ababc', true],
    ['\\Q.*\\E', '.*', true],
    ['\\x41\\x{1F600}', 'A😀', true],
    ['..', '😀😀', true],
    ['10\\.0\\.0\\.(1|2):9100', '10.0.0.2:9100', true],
    ['', ' ', false],
    ['()', '', true],
    ['(|a)+', 'aa', true],
  ])('%s on %j is %s', (pattern, text, expected) => {
    expect(fits(pattern, text)).toBe(expected);
  });

  test.each([
    '(',
    ')',
    '[a',
    'a**',
    '*a',
    '\\',
    'a{2,1}',
    'a{1001}',
    '(?=a)',
    '(?<!a)',
    '\\1',
    '[z-a]',
    '\\p{Nonsense}',
    'x'.repeat(5000),
  ])('%s is none', (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(PatternProblem);
  });

  test('too large when its repeats multiply', () => {
    expect(() => compilePattern('((a{1000}){1000}){1000}')).toThrow(PatternProblem);
    expect(() => compilePattern('('.repeat(500) + ')'.repeat(500))).toThrow(PatternProblem);
  });

  test('cannot be made to take long', () => {
    const evil = compilePattern('(a+)+(a|aa)*(.*)*b');
    const started = performance.now();
    expect(evil.matches('a'.repeat(8192))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('agrees with the platform on the syntax they share', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '(a|b)', '(?:ab)', '(a*b)', 'a|b', '1');
    const repeat = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '*?');
    const pattern = fc
      .array(fc.tuple(atom, repeat), { maxLength: 5 })
      .map((parts) => parts.map(([one, many]) => (one === 'a|b' ? one : one + many)).join(''));
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', '1'), maxLength: 8 }), (source, text) => {
        expect(fits(source, text)).toBe(new RegExp(`^(?:${source})$`, 'u').test(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('refuses or answers any text, and never breaks', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab()[]{}|*+?\\^$.,-01:P<>i'), maxLength: 14 }), (source) => {
        try {
          compilePattern(source).matches('ab0');
        } catch (error) {
          expect(error).toBeInstanceOf(PatternProblem);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
