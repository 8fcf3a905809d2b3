import { describe, expect, test } from 'vitest';
import { type ProblemCode, problems } from '../../src/api/problem.ts';
import { sentence, sentenceCodes } from '../../src/text/catalogue.ts';
import { saidByDomain } from './said.ts';

const { practices, refusals, missing, unread } = saidByDomain();
/** What a hold says is missing, and what lifts it: parts of a sentence. */
const parts = missing.flatMap((what) => [`missing/${what}`, `lifting/${what}`]);
const codes = new Set(sentenceCodes);

/** The names of the values that a sentence is filled with. */
function filledWith(code: string): string[] {
  const names = new Set<string>();
  sentence(code, new Proxy({}, { get: (_none, name) => (names.add(String(name)), 1) }));
  return [...names];
}

describe('what the domain says', () => {
  test('can be told by reading it', () => {
    expect(unread).toEqual([]);
    expect(practices.length).toBeGreaterThan(50);
    expect(refusals.length).toBeGreaterThan(50);
    expect(missing.length).toBeGreaterThan(3);
  });

  test('has a sentence for every code of a hold, a caution or a prompt', () => {
    const said = [...practices.map(({ code }) => code), ...parts];
    expect(said.filter((code) => !codes.has(code))).toEqual([]);
  });

  test('fills every place of its sentence, wherever it is said', () => {
    const empty = [...practices, ...refusals].flatMap(({ code, gives, where }) =>
      codes.has(code)
        ? filledWith(code)
            .filter((name) => !gives.includes(name))
            .map((name) => `${where}: ${code} lacks ${name}`)
        : [],
    );
    expect(empty).toEqual([]);
  });

  test('says of what blocks the all-clear only what is known of it by itself', () => {
    const waits = practices.filter(({ code }) => /^practice\/D4\/.+-waits$/.test(code) && !code.includes('close'));
    expect(waits.length).toBeGreaterThan(5);
    // The clock of a room tells it without the rest of the command.
    expect(waits.filter(({ code }) => filledWith(code).some((name) => ['windowMs', 'more'].includes(name)))).toEqual(
      [],
    );
  });

  test('uses every sentence there is', () => {
    const used = new Set([...practices.map(({ code }) => code), ...parts, ...(Object.keys(problems) as ProblemCode[])]);
    expect(sentenceCodes.filter((code) => !used.has(code))).toEqual([]);
  });
});

describe.each(sentenceCodes)('the sentence of %s', (code) => {
  test('is calm, and short enough to read at night', () => {
    const text = sentence(code, new Proxy({}, { get: () => 1 })) as string;
    expect(text.length).toBeLessThanOrEqual(300);
    expect(text).not.toMatch(/!|\bplease\b|\boops\b|\bsorry\b|\{|\}/i);
    expect(text).toMatch(parts.includes(code) ? /^[a-z].*[^.]$/ : /^\S.*[.?]$/s);
  });
});
