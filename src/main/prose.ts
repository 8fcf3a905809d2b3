import { catalogOf, type StoredCatalog } from '../domain/catalog/catalog.ts';
import type { UpdateWords } from '../domain/incident/item.ts';
import { checkProse } from '../domain/prose/check.ts';
import { lexiconOf } from '../domain/prose/lexicon.ts';
import type { Door, FoundInWords } from '../http/door.ts';
import { insteadOf, whyOf } from '../text/prose.ts';

const fields = ['status', 'know', 'doing', 'dontKnow'] as const;

/** What stands out in the words of an update, by the names that this organisation knows. */
export const proseOf =
  ({ people, settings }: Pick<Door, 'people' | 'settings'>): Door['prose'] =>
  async (words: UpdateWords): Promise<readonly FoundInWords[]> => {
    const [everybody, teams, stored] = await Promise.all([people.list(), people.teams(), settings.show('catalog')]);
    const catalog = catalogOf(stored.document as StoredCatalog, stored.version);
    const lexicon = lexiconOf(everybody, teams, catalog);
    return fields.flatMap((field) => {
      const text = words[field];
      return checkProse(text, { mode: 'live', lexicon }).findings.map((finding) => ({
        field,
        kind: finding.kind,
        start: finding.start,
        end: finding.end,
        words: text.slice(finding.start, finding.end),
        why: whyOf(finding),
        instead: insteadOf(finding, text),
      }));
    });
  };
