import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorities, folderVariable, openAccess, secretAt } from './access.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'allclear-access-'));
  writeFileSync(join(folder, 'token'), 's3cret\n');
  writeFileSync(join(folder, 'empty'), '\n');
  writeFileSync(join(folder, 'ca.pem'), '-----BEGIN CERTIFICATE-----\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a secret is read from a variable, or from a file of the folder for secrets', () => {
  const environment = { ALLCLEAR_SOURCE_A: 'abc', [folderVariable]: folder };
  expect(openAccess({ credential: { scheme: 'bearer', environment: 'ALLCLEAR_SOURCE_A' } }, environment)).toEqual({
    headers: { authorization: 'Bearer abc' },
    ca: null,
    fault: null,
  });
  const credential = { scheme: 'basic', user: 'me', file: join(folder, 'token') } as const;
  expect(openAccess({ credential }, environment).headers).toEqual({
    authorization: `Basic ${Buffer.from('me:s3cret').toString('base64')}`,
  });
  expect(openAccess({}, environment)).toEqual({ headers: {}, ca: null, fault: null });
});

test('what is missing is said in plain words', () => {
  const environment = { [folderVariable]: folder, ALLCLEAR_SOURCE_ODD: 'a\nb' };
  const faultOf = (place: { environment?: string; file?: string }): unknown => secretAt(place, environment);
  expect(faultOf({ environment: 'ALLCLEAR_SOURCE_B' })).toEqual({
    fault: 'the variable ALLCLEAR_SOURCE_B is not set',
  });
  expect(faultOf({ file: join(folder, 'nothing') })).toEqual({
    fault: `the file ${join(folder, 'nothing')} cannot be read (ENOENT)`,
  });
  expect(faultOf({ file: join(folder, 'empty') })).toEqual({ fault: `the file ${join(folder, 'empty')} is empty` });
  expect(faultOf({ file: '/etc/passwd' })).toEqual({
    fault: `the file /etc/passwd is not in ${folder}/; ALLCLEAR_SECRETS_FOLDER names another folder`,
  });
  expect(faultOf({ file: join(folder, '../x') })).toEqual({ fault: expect.stringContaining('is not in') });
  expect(openAccess({ credential: { scheme: 'bearer', environment: 'ALLCLEAR_SOURCE_ODD' } }, environment).fault).toBe(
    'the secret holds characters that no header can carry',
  );
});

test('a file of authorities holds a certificate', () => {
  expect(authorities(undefined)).toEqual({ value: null });
  expect(authorities(join(folder, 'ca.pem'))).toEqual({ value: '-----BEGIN CERTIFICATE-----\n' });
  expect(authorities(join(folder, 'token'))).toEqual({
    fault: `the file ${join(folder, 'token')} holds no certificate`,
  });
});
