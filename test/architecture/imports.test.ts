import { mkdtemp, mkdir, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ICruiseOptions, ICruiseResult, IRegularForbiddenRuleType } from 'dependency-cruiser';
import { cruise } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: (IRegularForbiddenRuleType & { name: string; comment: string })[];
  options: ICruiseOptions;
};
/** Folders the table speaks of that no file lives in yet. */
const planned = ['mcp'];

const table = new Map(
  config.forbidden.flatMap(({ name, to }) => {
    const folder = /^(.*)-imports-only-its-own$/.exec(name)?.[1];
    const may = /^\^src\/\(([^)]*)\)\/$/.exec([to.pathNot ?? ''].flat()[0] ?? '')?.[1]?.split('|');
    return folder === undefined || may === undefined ? [] : [[folder, may] as const];
  }),
);
const folders = [...table.keys()];

describe('the table of who may import whom', () => {
  it('has a row for every folder under src/, and no other', async () => {
    const entries = await readdir(join(root, 'src'), { withFileTypes: true, recursive: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const listed = new Set(
      files.map((file) => file.slice(join(root, 'src/').length)).map((file) => file.split('/')[0]!),
    );
    // The composition root joins them all and has no row.
    for (const name of ['main', 'main.ts']) listed.delete(name);
    expect([...listed, ...planned].sort()).toEqual([...folders].sort());
  });

  it('tells every offender where the code belongs', () => {
    for (const rule of config.forbidden) expect(rule.comment.length, rule.name).toBeGreaterThan(40);
  });
});

type Broken = Map<string, Set<string>>;
type Plant = { file: string; line: string; rule?: string };

const target = 'export const x = 1; export type x = number;';
const importOf = (path: string, kind = 'import') => `${kind} { x } from '${path}'; export const y = x;`;
const typeOf = (path: string) => `import type { x } from '${path}'; export type y = x;`;

function plantsOf(a: string): Plant[] {
  const rule = `${a}-imports-only-its-own`;
  const others = folders.filter((b) => b !== a);
  const forbidden = others.filter((b) => !table.get(a)!.includes(b));
  const allowed = others.filter((b) => table.get(a)!.includes(b));
  const ports = others.map((b) => ({ file: `src/${a}/ports-${b}.ts`, line: typeOf(`../${b}/ports.ts`) }));
  return [
    ...forbidden.flatMap((b) => [
      { file: `src/${a}/value-${b}.ts`, line: importOf(`../${b}/target.ts`), rule },
      { file: `src/${a}/deep/type-${b}.ts`, line: typeOf(`../../${b}/deep/target.ts`), rule },
    ]),
    ...allowed.map((b) => ({ file: `src/${a}/value-${b}.ts`, line: importOf(`../${b}/target.ts`) })),
    ...(a === 'domain' ? ports.map((plant) => ({ ...plant, rule })) : ports),
    { file: `src/${a}/main.ts`, line: importOf('../main.ts'), rule: 'nothing-imports-main' },
    { file: `src/${a}/missing.ts`, line: importOf('./nothing.ts'), rule: 'imports-exist' },
    { file: `src/${a}/test.ts`, line: importOf('./some.test.ts'), rule: 'product-knows-no-tests' },
    ...(a === 'web'
      ? []
      : [{ file: `src/${a}/dev.ts`, line: importOf('dev-package'), rule: 'server-ships-without-dev-deps' }]),
  ];
}

const portless = folders.filter((a) => a !== 'domain');
const plants: Plant[] = [
  ...folders.flatMap(plantsOf),
  { file: 'src/main.ts', line: `import './main/start.ts'; ${importOf('./store/target.ts')}` },
  { file: 'src/main/start.ts', line: `${importOf('../web/target.ts')}` },
  { file: 'src/http/main-file.ts', line: importOf('../main/start.ts'), rule: 'folders-do-not-know-main' },
  { file: 'test/harness/server.ts', line: importOf('../../src/main/start.ts') },
  { file: 'test/plant.ts', line: importOf('../src/main.ts'), rule: 'nothing-imports-main' },
  { file: 'src/intake/value-port.ts', line: importOf('../store/ports.ts'), rule: 'ports-are-types' },
  ...portless.map((a) => ({ file: `src/${a}/ports.ts`, line: typeOf('../domain/target.ts') })),
  { file: 'src/domain/core.ts', line: importOf('node:fs'), rule: 'domain-is-pure' },
  { file: 'src/domain/package.ts', line: importOf('some-package'), rule: 'domain-is-pure' },
  { file: 'src/domain/temporal.ts', line: importOf('temporal-polyfill'), rule: 'domain-is-pure' },
  { file: 'src/domain/own.test.ts', line: `import 'node:fs'; ${importOf('dev-package')}` },
  { file: 'src/domain/other.test.ts', line: importOf('../store/target.ts'), rule: 'domain-imports-only-its-own' },
  { file: 'src/domain/time.ts', line: importOf('temporal-polyfill') },
  { file: 'src/domain/prose/lint.ts', line: `import 'compromise'; ${importOf('chrono-node')}` },
  { file: 'src/domain/prose/core.ts', line: importOf('some-package'), rule: 'prose-alone-knows-language' },
  { file: 'src/projection/open/fold.ts', line: importOf('node:fs'), rule: 'folds-are-pure' },
  { file: 'src/projection/open/query.ts', line: importOf('node:fs') },
  { file: 'src/text/core.ts', line: importOf('node:fs'), rule: 'text-and-document-touch-nothing' },
  { file: 'src/document/core.ts', line: importOf('node:fs'), rule: 'text-and-document-touch-nothing' },
  { file: 'src/api/core.ts', line: importOf('node:fs'), rule: 'browser-code-needs-no-node' },
  { file: 'src/web/core.ts', line: importOf('node:fs'), rule: 'browser-code-needs-no-node' },
  { file: 'src/web/vite.config.ts', line: `import 'node:fs'; ${importOf('./build/compress.ts')}` },
  { file: 'src/web/build/compress.ts', line: `import 'node:fs'; ${importOf('dev-package')}` },
  { file: 'src/web/part/built.ts', line: importOf('../build/compress.ts'), rule: 'the-cockpit-knows-not-its-build' },
  { file: 'src/web/part/dev.tsx', line: importOf('dev-package') },
  { file: 'src/store/fake.test.ts', line: importOf('../http/target.ts') },
  { file: 'src/integration/chat/notify.ts', line: importOf('../mail/notify.ts'), rule: 'integrations-are-strangers' },
  { file: 'src/integration/mail/notify.ts', line: importOf('../target.ts') },
  { file: 'src/integration/registry.ts', line: importOf('./mail/notify.ts') },
  { file: 'src/integration/other.ts', line: importOf('./mail/notify.ts'), rule: 'registry-alone-joins-integrations' },
  { file: 'src/web/screen/room/room.tsx', line: importOf('../list/list.tsx'), rule: 'screens-are-strangers' },
  { file: 'src/web/screen/list/list.tsx', line: importOf('../../part/dev.tsx') },
  { file: 'src/store/circle-a.ts', line: importOf('./circle-b.ts'), rule: 'no-cycles' },
  { file: 'src/store/circle-b.ts', line: importOf('./circle-a.ts') },
  { file: 'launch/package.mjs', line: importOf('some-package'), rule: 'launcher-needs-nothing-installed' },
  { file: 'launch/source.mjs', line: importOf('../src/domain/target.ts'), rule: 'launcher-needs-nothing-installed' },
  { file: 'launch/core.mjs', line: `import 'node:fs'; ${importOf('./other.mjs')}` },
];
const secondPlants: Plant[] = [
  { file: 'src/watch/ports.ts', line: typeOf('../dispatch/timers.ts'), rule: 'ports-import-only-domain-and-ports' },
  { file: 'src/projection/ports.ts', line: typeOf('some-package'), rule: 'ports-import-only-domain-and-ports' },
  { file: 'src/domain/time.ts', line: importOf('node:fs'), rule: 'time-alone-knows-temporal' },
];

describe('imports planted in a copy of the folders', () => {
  let gardens: [Plant[], Broken][];

  beforeAll(async () => {
    // Two gardens, because some files are planted once as they may be and once as they may not.
    gardens = [
      [plants, await violationsIn(plants)],
      [secondPlants, await violationsIn(secondPlants)],
    ];
  });

  it.each(config.forbidden.map(({ name }) => name))('are reported by %s', (name) => {
    const planted = gardens.flatMap(([list, broken]) =>
      list
        .filter(({ rule }) => rule === name)
        .map(({ file }) => ({ file, reported: broken.get(file)?.has(name) ?? false })),
    );
    expect(planted).not.toEqual([]);
    expect(planted.filter(({ reported }) => !reported)).toEqual([]);
  });

  it('are let pass where the table allows them', () => {
    const allowed = plants.filter(({ rule }) => rule === undefined);
    expect(allowed.length).toBeGreaterThan(200);
    expect(allowed.filter(({ file }) => gardens[0]![1].has(file))).toEqual([]);
  });
});

const before = process.cwd();
const copies: string[] = [];
afterAll(async () => {
  for (const copy of copies) await rm(copy, { recursive: true });
});

/** Plants the files in a folder of their own and returns the rules that each of them broke. */
async function violationsIn(list: Plant[]): Promise<Broken> {
  const garden = await realpath(await mkdtemp(join(tmpdir(), 'allclear-')));
  copies.push(garden);
  const files = new Map<string, string>(
    folders.flatMap((a) =>
      ['target.ts', 'deep/target.ts', 'ports.ts', 'some.test.ts'].map((name) => [`src/${a}/${name}`, target]),
    ),
  );
  files.set('src/main.ts', target).set('launch/other.mjs', 'export const x = 1;').set('tsconfig.json', '{}');
  const dependencies = Object.fromEntries(packages.map((name) => [name, '1.0.0']));
  files.set('package.json', JSON.stringify({ dependencies, devDependencies: { 'dev-package': '1.0.0' } }));
  for (const name of [...packages, 'dev-package']) {
    files.set(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    files.set(`node_modules/${name}/index.js`, 'exports.x = 1;');
  }
  for (const { file, line } of list) files.set(file, line);
  for (const [file, text] of files) {
    await mkdir(dirname(join(garden, file)), { recursive: true });
    await writeFile(join(garden, file), text);
  }
  return await cruised(garden);
}

const packages = ['some-package', 'temporal-polyfill', 'compromise', 'chrono-node'];

async function cruised(garden: string): Promise<Broken> {
  process.chdir(garden);
  try {
    const tops = (await readdir(garden)).filter((name) => ['src', 'test', 'launch'].includes(name));
    const ruleSet = { forbidden: config.forbidden };
    const { output } = await cruise(
      tops,
      { ...config.options, validate: true, ruleSet },
      config.options.enhancedResolveOptions,
    );
    const broken: Broken = new Map();
    for (const { from, rule } of (output as ICruiseResult).summary.violations) {
      broken.set(from, (broken.get(from) ?? new Set()).add(rule.name));
    }
    return broken;
  } finally {
    process.chdir(before);
  }
}
