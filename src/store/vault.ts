import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

function encrypt(key: Buffer, plain: Buffer): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, ivBytes));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(ivBytes, sealed.length - tagBytes)), decipher.final()]);
}

/** A sealed value and the wrapped key that alone opens it. Destroying the key destroys the value, in backups too. */
export interface Sealed {
  readonly sealed: Buffer;
  readonly wrapped: Buffer;
}

/** Seals log bodies, each under a key of its own, and small secrets under the installation's. */
export interface Vault {
  seal(plain: string): Sealed;
  /** Throws when the key is another installation's or the bytes were changed. */
  open(value: Sealed): string;
  sealSecret(plain: string): Buffer;
  openSecret(sealed: Buffer): string;
  /** A keyed digest: finds a value again, or proves that a token is ours, and tells nothing of either. */
  mac(purpose: string, text: string): Buffer;
  /** Tells whether a database was sealed with this master key. */
  readonly keyCheck: Buffer;
}

/** `masterKey` is 32 random bytes, kept outside the database. */
export function openVault(masterKey: Buffer): Vault {
  if (masterKey.length !== 32) throw new Error('the master key must be 32 bytes');
  return {
    seal(plain) {
      const key = randomBytes(32);
      return { sealed: encrypt(key, Buffer.from(plain)), wrapped: encrypt(masterKey, key) };
    },
    open: ({ sealed, wrapped }) => decrypt(decrypt(masterKey, wrapped), sealed).toString(),
    sealSecret: (plain) => encrypt(masterKey, Buffer.from(plain)),
    openSecret: (sealed) => decrypt(masterKey, sealed).toString(),
    mac: (purpose, text) => createHmac('sha256', masterKey).update(`allclear ${purpose}\n${text}`).digest(),
    keyCheck: createHmac('sha256', masterKey).update('allclear key check').digest(),
  };
}
