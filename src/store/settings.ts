import type { Settings, Transaction } from '../command/ports.ts';
import { type Catalog, catalogOf, emptyCatalog, type StoredCatalog } from '../domain/catalog/catalog.ts';
import { defaultPolicy, type Policy, policyOf } from '../domain/policy/policy.ts';
import { sourceNames, type StoredSources } from '../domain/telemetry/source.ts';
import { queryIn } from './database.ts';
import { type EventRow, openBody, selectEvents } from './log-rows.ts';
import type { Vault } from './vault.ts';

/** The document that a settings stream (`policy`, `catalog`, …) holds at a version; null before the first. */
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

/** How far each setting has come; 0 before its first document. */
export interface SettingVersions {
  readonly policy: number;
  readonly catalog: number;
  readonly sources: number;
}

/** Reads each setting once a version. */
export function settingsReader(vault: Vault): (tx: Transaction, versions: SettingVersions) => Promise<Settings> {
  let policy: Policy = defaultPolicy;
  let catalog: Catalog = emptyCatalog;
  let sources: { readonly version: number; readonly names: readonly string[] } = { version: 0, names: [] };
  return async (transaction, versions) => {
    if (policy.version !== versions.policy) {
      const document = await documentAt(transaction, vault, 'policy', versions.policy);
      policy = policyOf(document as Partial<Policy> | null, versions.policy);
    }
    if (catalog.version !== versions.catalog) {
      const document = await documentAt(transaction, vault, 'catalog', versions.catalog);
      catalog = catalogOf(document as StoredCatalog | null, versions.catalog);
    }
    if (sources.version !== versions.sources) {
      const document = await documentAt(transaction, vault, 'sources', versions.sources);
      sources = { version: versions.sources, names: sourceNames(document as StoredSources | null) };
    }
    return { policy, catalog, sources: sources.names };
  };
}
