import { describe, expect, test } from 'vitest';
import { checkProse } from '../domain/prose/check.ts';
import { proseModes, type ProseMode } from '../domain/prose/finding.ts';
import { sentenceAround } from '../domain/prose/sentence.ts';
import { rowsIn } from '../../test/harness/prose-rows.ts';
import { insteadOf, noEstimateYet, whyOf } from './prose.ts';

const first = (text: string, mode: ProseMode = 'live') => {
  const [finding] = checkProse(text, { mode }).findings;
  if (finding === undefined) throw new Error(`nothing was found in: ${text}`);
  return finding;
};

describe('what to say instead', () => {
  test('E3: of a forecast, the honest sentence that ends with a promise to tell', () => {
    expect(noEstimateYet).toMatch(/I will tell you the moment I have a clearer picture[.]$/);
    const text = 'It will be fixed in ten minutes.';
    expect(insteadOf(first(text), text)).toBe(noEstimateYet);
  });

  test('keeps what is being done', () => {
    const text = 'We are rolling back release 4.12, and service should be back shortly.';
    expect(insteadOf(first(text), text)).toBe(`We are rolling back release 4.12. ${noEstimateYet}`);
  });

  test('keeps what stands before the blame', () => {
    const text = 'Checkout is down because Dave pushed the config without testing it.';
    expect(insteadOf(first(text), text)).toMatch(/^Checkout is down[.] This could happen/);
  });

  test('keeps what stands behind the blame', () => {
    const text = 'Dave pushed the config without testing it, and we are rolling back release 4.12.';
    expect(insteadOf(first(text), text)).toMatch(/missing[.] We are rolling back release 4[.]12[.]$/);
  });

  test('is for the sentence that the words stand in', () => {
    const text = 'Logins fail. It should be fixed soon. Next update at 15:00.';
    const { start, end } = sentenceAround(first(text), text);
    expect(text.slice(start, end)).toBe('It should be fixed soon.');
  });

  test('passes the check itself, has one sentence of reasons, and never shouts', () => {
    const files = ['dev', 'second', 'third'];
    for (const { text, kind } of files.flatMap((name) =>
      rowsIn(`${import.meta.dirname}/../../test/fixture/prose/${name}.jsonl`),
    )) {
      const mode = kind === 'postmortem' ? 'postmortem' : 'live';
      for (const finding of checkProse(text, { mode }).findings) {
        const instead = insteadOf(finding, text);
        for (const each of proseModes) {
          const left = checkProse(instead, { mode: each }).findings.filter(({ kind: found }) => found === finding.kind);
          expect(left, instead).toEqual([]);
        }
        expect(whyOf(finding)).toMatch(/^[A-Z][^.!]*[.]$/);
        expect(instead).not.toContain('!');
      }
    }
  });
});
