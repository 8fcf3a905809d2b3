import type { Settings, Transaction } from '../command/ports.ts';
import { type Catalog, emptyCatalog } from '../domain/catalog/catalog.ts';
import { defaultPolicy, type Policy } from '../domain/policy/policy.ts';
import { queryIn } from './database.ts';
import { type EventRow, openBody, selectEvents } from './log-rows.ts';
import type { Vault } from './vault.ts';

/** The document that a settings stream (`policy`, `catalog`, `routing`) holds at a version; null before the first. */
export async function documentAt(
  transaction: Transaction,
  vault: Vault,
  stream: string,
  version: number,
): Promise<unknown> {
  if (version === 0) return null;
  const [row] = await queryIn<EventRow>(transaction, `${selectEvents} where e.stream = $1 and e.version = $2`, [
    stream,
    version,
  ]);
  const opened = row ? openBody(row, vault) : null;
  return opened === null ? null : (JSON.parse(opened.body) as { document: unknown }).document;
}

/** Reads policy and catalog once a version. */
export function settingsReader(vault: Vault): (tx: Transaction, policy: number, catalog: number) => Promise<Settings> {
  let policy: Policy = defaultPolicy;
  let catalog: Catalog = emptyCatalog;
  return async (transaction, policyVersion, catalogVersion) => {
    if (policy.version !== policyVersion) {
      const document = (await documentAt(transaction, vault, 'policy', policyVersion)) as Partial<Policy> | null;
      policy = { ...defaultPolicy, ...document, version: policyVersion };
    }
    if (catalog.version !== catalogVersion) {
      const document = (await documentAt(transaction, vault, 'catalog', catalogVersion)) as Partial<Catalog> | null;
      catalog = { ...emptyCatalog, ...document, version: catalogVersion };
    }
    return { policy, catalog };
  };
}
