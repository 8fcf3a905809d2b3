/** What the embedded PostgreSQL could not do, in words an operator can act on. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** The sentence that ends every message about a machine the embedded server cannot run on. */
export const useYourOwn = 'Set DATABASE_URL to a PostgreSQL 15 or newer of your own instead.';

/** The errno code of a Node system error, or undefined. */
export function codeOf(error: unknown): string | undefined {
  if (error === null || typeof error !== 'object' || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
