import { webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { tlsFolder } from './tls.ts';

x509.cryptoProvider.set(webcrypto as never);

type Key = webcrypto.CryptoKey;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 86_400_000;
const authorityDays = 3650;
/** As long as browsers accept a certificate of a local authority. */
const serverDays = 397;

/** Names and addresses by which this machine can be reached. */
export function ownNames(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  return [
    ...new Set(['localhost', hostname(), '127.0.0.1', '::1', ...addresses.filter((each) => !each.includes('%'))]),
  ];
}

const pem = async (key: Key): Promise<string> =>
  x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');

/**
 * Makes a local authority (once) and a server certificate for these names, so that browsers on machines that trust
 * the authority reach this server by name or bare address without any outside help. Answers the authority's file.
 */
export async function initTls(dataFolder: string, names: readonly string[]): Promise<string> {
  const folder = tlsFolder(dataFolder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority = await authorityIn(folder);
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${names[0] ?? 'allclear'}`,
    issuer: authority.certificate.subject,
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + serverDays * dayMs),
    signingKey: authority.key,
    publicKey: keys.publicKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
      ),
    ],
  });
  writeFileSync(join(folder, 'server.key'), await pem(keys.privateKey), { mode: 0o600 });
  writeFileSync(
    join(folder, 'server.crt'),
    `${certificate.toString('pem')}\n${authority.certificate.toString('pem')}\n`,
  );
  return join(folder, 'authority.crt');
}

async function authorityIn(folder: string): Promise<{ certificate: x509.X509Certificate; key: Key }> {
  const [keyFile, certificateFile] = [join(folder, 'authority.key'), join(folder, 'authority.crt')];
  if (existsSync(keyFile) && existsSync(certificateFile)) {
    const [der] = x509.PemConverter.decode(readFileSync(keyFile, 'utf8'));
    const key = await webcrypto.subtle.importKey('pkcs8', der as ArrayBuffer, algorithm, true, ['sign']);
    return { certificate: new x509.X509Certificate(readFileSync(certificateFile)), key };
  }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=Allclear local authority (${hostname()})`,
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + authorityDays * dayMs),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  writeFileSync(keyFile, await pem(keys.privateKey), { mode: 0o600 });
  writeFileSync(certificateFile, `${certificate.toString('pem')}\n`);
  return { certificate, key: keys.privateKey };
}
