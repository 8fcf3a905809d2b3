/** How a verb stands: said of somebody, or behind a preposition or a comma. */
export interface Forms {
  /** "skips", "skipped": behind a subject, or behind "has" and "was". */
  readonly finite: string;
  /** "skipping". */
  readonly ing: string;
}

const vowel = /[aeiou]/;

/** "-s" as English writes it. */
const third = (base: string): string => {
  if (/(?:s|x|z|ch|sh)$/.test(base)) return `${base}es`;
  return /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}ies` : `${base}s`;
};

const stem = (base: string): string => (/[^e]e$/.test(base) ? base.slice(0, -1) : base);

function past(base: string, doubled: boolean): string {
  if (doubled) return `${base}${base.at(-1)}ed`;
  if (base.endsWith('e')) return `${base}d`;
  if (base.endsWith('y') && !vowel.test(base.at(-2) ?? '')) return `${base.slice(0, -1)}ied`;
  return `${base}ed`;
}

/**
 * Alternatives for all the forms of these verbs, listed with spaces between; what stands behind a verb is joined by "_".
 * "skip*" doubles its last letter, "break/broke/broken" gives what is irregular.
 */
export function forms(verbs: string): Forms {
  const finite: string[] = [];
  const ing: string[] = [];
  for (const entry of verbs.trim().split(/\s+/)) {
    const [verb = '', ...rest] = entry.split('_');
    const behind = rest.map((word) => ` ${word}`).join('');
    const [listed = '', ...irregular] = verb.split('/');
    const doubled = listed.endsWith('*');
    const base = doubled ? listed.slice(0, -1) : listed;
    const pasts = irregular.length > 0 ? irregular : [past(base, doubled)];
    for (const form of [base, third(base), ...pasts]) finite.push(`${form}${behind}`);
    ing.push(`${doubled ? `${base}${base.at(-1)}` : stem(base)}ing${behind}`);
  }
  return { finite: `(?:(?:${finite.join('|')}) )`, ing: `(?:(?:${ing.join('|')}) )` };
}
