import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkProse } from '../../src/domain/prose/check.ts';
import { foreignSentences } from '../harness/foreign-prose.ts';
import { proseKinds, rowsIn, scoreOf } from '../harness/prose-rows.ts';

const folder = join(import.meta.dirname, '../fixture/prose');
const examples = join(import.meta.dirname, '../../../shared/prose/examples.jsonl');
const least = 0.9;
const mostFalse = 0.02;
const mostMsPerThousand = 10;

const rows = readdirSync(folder).flatMap((name) => rowsIn(join(folder, name)));

describe('C6, E2, E3, F2 and F5: the prose check', () => {
  test.each(proseKinds)(`finds %s with precision and recall of ${least} or more`, (kind) => {
    const { precision, recall, wrong } = scoreOf(kind, rows);
    expect(precision, wrong.join('\n')).toBeGreaterThanOrEqual(least);
    expect(recall, wrong.join('\n')).toBeGreaterThanOrEqual(least);
  });

  test.skipIf(!existsSync(examples))('is right about every example that was given', () => {
    expect(proseKinds.flatMap((kind) => scoreOf(kind, rowsIn(examples)).wrong)).toEqual([]);
  });

  const foreign = foreignSentences();
  test.each(['live', 'postmortem', 'log'] as const)(
    'in mode %s marks hardly any prose that is about nothing of it',
    (mode) => {
      expect(foreign.length).toBeGreaterThanOrEqual(200);
      const marked = foreign.filter((text) => checkProse(text, { mode }).findings.length > 0);
      expect(marked.length / foreign.length, marked.join('\n')).toBeLessThanOrEqual(mostFalse);
    },
  );

  test.each(['live', 'postmortem'] as const)(
    `in mode %s takes at most ${mostMsPerThousand} ms for 1,000 characters`,
    (mode) => {
      const text = rows.map((row) => row.text).join(' ');
      checkProse(text, { mode });
      const began = performance.now();
      checkProse(text, { mode });
      expect(((performance.now() - began) / text.length) * 1_000).toBeLessThan(mostMsPerThousand);
    },
  );
});
