import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkProse } from '../src/domain/prose/check.ts';
import { foreignSentences } from '../test/harness/foreign-prose.ts';
import { proseKinds, rowsIn, scoreOf } from '../test/harness/prose-rows.ts';

const root = join(import.meta.dirname, '..');
const corpus = join(root, 'test/fixture/prose');
const examples = join(root, '../shared/prose/examples.jsonl');
const rounds = 20;

/** Precision and recall on labelled sentences, false marks on foreign prose, and speed: `npm run bench -- prose [file]`. */
export function run(options: readonly string[]): Promise<void> {
  const own = readdirSync(corpus)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(corpus, name));
  const files = options.length > 0 ? options : [...own, ...(existsSync(examples) ? [examples] : [])];
  for (const file of files) {
    const rows = rowsIn(file);
    print(`${file}: ${rows.length} sentences`);
    for (const kind of proseKinds) {
      const { precision, recall, wrong } = scoreOf(kind, rows);
      print(`  ${kind.padEnd(17)} precision ${precision.toFixed(2)} recall ${recall.toFixed(2)}`);
      for (const line of wrong) print(`    ${line}`);
    }
  }
  const foreign = foreignSentences();
  for (const mode of ['live', 'postmortem', 'log'] as const) {
    const marked = foreign.filter((text) => checkProse(text, { mode }).findings.length > 0);
    print(`${mode}: ${marked.length} of ${foreign.length} foreign sentences marked`);
    for (const text of marked) print(`    ${text}`);
    const whole = foreign.join(' ');
    const began = performance.now();
    for (let round = 0; round < rounds; round += 1) checkProse(whole, { mode });
    print(`  ${(((performance.now() - began) / rounds / whole.length) * 1000).toFixed(2)} ms per 1,000 characters`);
  }
  return Promise.resolve();
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
