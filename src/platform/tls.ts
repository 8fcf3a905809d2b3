import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TlsFiles {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Where `tls init` keeps what it makes. */
export const tlsFolder = (dataFolder: string): string => join(dataFolder, 'tls');

/** The certificate that `tls init` made in this data folder, or null. */
export function ownCertificate(dataFolder: string): TlsFiles | null {
  const folder = tlsFolder(dataFolder);
  if (!existsSync(join(folder, 'server.crt'))) return null;
  return { cert: readFileSync(join(folder, 'server.crt')), key: readFileSync(join(folder, 'server.key')) };
}
