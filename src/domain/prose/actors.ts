import type { Lexicon } from './finding.ts';
import { role, team, teamWord, vendor } from './actor-words.ts';
import { companies, givenNames, things } from './known-names.ts';
import { type Collapse, collapse, type Token } from './tokens.ts';

const vendorWords = new RegExp(`(?<= )${vendor}`, 'g');
const roleWords = new RegExp(`(?<= )${role}`, 'g');
const teamWords = new RegExp(`(?<= )${team}`, 'g');
const loosePeople = /(?:people|folks|guys)$/;
const surnames = /^(?:de|van|von|al|el|da|di|le|la)$/;

/** Names besides: those that are common as `<person>`, companies as `<vendor>`, those that nobody knows as `<name>`. */
export function markNames(tokens: readonly Token[]): Token[] {
  return names(tokens);
}

/** Takes together who can be at fault: `<person>`, `<role>`, `<team>`, `<vendor>`. */
export function markParties(tokens: readonly Token[], lexicon: Lexicon | undefined): readonly Token[] {
  let marked = [...tokens];
  if (lexicon) {
    marked = named(marked, lexicon.people, '<person>');
    marked = named(marked, lexicon.teams, '<team>');
    marked = named(marked, lexicon.vendors, '<vendor>');
    marked = named(marked, lexicon.services, '<service>');
  }
  return collapse(marked, partiesByWords);
}

const partiesByWords: readonly Collapse[] = [
  { pattern: vendorWords, tag: () => '<vendor>' },
  { pattern: teamWords, tag: ([found]) => (isTeam(found.trim()) ? '<team>' : null) },
  { pattern: roleWords, tag: ([found]) => (found.trim().endsWith(' host') ? null : '<role>') },
];

function isTeam(found: string): boolean {
  if (loosePeople.test(found)) return teamWord.split(' ').includes(found.split(' ').at(-2) ?? '');
  return !/^(?:team|teams)$/.test(found);
}

function named(tokens: readonly Token[], list: readonly string[], tag: string): Token[] {
  const first = new Set<string>();
  for (const entry of list) {
    const name = entry.toLowerCase().trim();
    if (name.length < 2) continue;
    first.add(name);
    const [given = ''] = name.split(/\s+/);
    if (tag === '<person>' && given.length > 2) first.add(given);
  }
  const longest = Math.max(1, ...[...first].map((name) => name.split(/\s+/).length));
  const result: Token[] = [];
  for (let at = 0; at < tokens.length;) {
    let taken = 0;
    for (let length = Math.min(longest, tokens.length - at); length > 0 && taken === 0; length -= 1) {
      const part = tokens.slice(at, at + length);
      const spelled = part.map(({ word }) => word.replace(/^@/, '')).join(' ');
      if (first.has(spelled) && (tag !== '<person>' || capitalOrPlain(part[0] as Token))) taken = length;
    }
    const head = tokens[at] as Token;
    if (taken === 0) result.push(head);
    else result.push({ ...head, word: tag, end: (tokens[at + taken - 1] as Token).end });
    at += Math.max(1, taken);
  }
  return result;
}

// "will" and "mark" are words first; a person of that name is written with a capital.
const ordinary =
  /^@?(?:will|mark|grace|bill|rob|max|chase|drew|grant|may|april|june|hope|art|gene|frank|dean|sue|pat|jack|rose|ivy|dawn|ray|don|ed|jay|ken|miles|norm|rich|sandy|skip|wade|ross)$/;
const capitalOrPlain = ({ word, capital }: Token): boolean => capital || !ordinary.test(word);

function names(tokens: readonly Token[]): Token[] {
  const result: Token[] = [];
  tokens.forEach((token, index) => {
    const last = result.at(-1);
    const tag = tagOf(token, index, tokens);
    const joined =
      tag !== null && last !== undefined && /^<(?:person|name)>$/.test(last.word) && /^<(?:person|name)>$/.test(tag);
    const whole =
      last !== undefined && /^<(?:vendor|org|name)>$/.test(last.word) && token.capital && firm.test(token.word);
    const titled = last !== undefined && tag !== null && /^<(?:person|name)>$/.test(tag) && title.test(last.word);
    if (titled) {
      result[result.length - 1] = { ...last, word: '<role>', end: token.end };
    } else if (whole) {
      result[result.length - 1] = { ...last, end: token.end };
    } else if (joined) {
      result[result.length - 1] = { ...last, word: last.word === '<person>' ? '<person>' : tag, end: token.end };
    } else result.push(tag === null ? token : { ...token, word: tag });
  });
  return result;
}

/** What somebody is called before their name. */
const title =
  /^(?:engineer|developer|operator|admin|administrator|technician|contractor|consultant|manager|architect|analyst|intern|sysadmin|dba)$/;

/** What the name of a company ends in. */
const firm =
  /^(?:systems|software|technologies|networks|labs|hosting|telecom|inc|ltd|llc|corp|gmbh|group|solutions|services|communications|internet|support|engineering)$/;

const acts = new Set(
  "'s should forgot ignored never pushed missed sent deployed shipped ran changed released did broke deleted approved botched messed screwed neglected restarted rebooted dropped left caused let took failed is are".split(
    ' ',
  ),
);
const ownedTeams = new Set(
  'platform infra networking security ops sre devops qa billing identity engineering marketing support product sales finance operations netops'.split(
    ' ',
  ),
);

function tagOf(token: Token, index: number, tokens: readonly Token[]): string | null {
  const { word, capital, shouted } = token;
  if (word === 'it' && shouted) return '<team>';
  if (word.startsWith('<') || !/^@?\p{L}/u.test(word)) return null;
  if (capital && /^\p{L}[\p{L}\d]+[.](?:com|net|io|org|co)$/u.test(word)) return '<vendor>';
  if (word.startsWith('@')) return word.length > 2 ? '<person>' : null;
  if (capital && ownedTeams.has(word) && acts.has(tokens[index + 1]?.word ?? '')) return '<team>';
  if (companies.has(word) && capital) return '<vendor>';
  if (givenNames.has(word) && (capital || !ordinary.test(word))) return '<person>';
  if (!capital || things.has(word) || surnames.test(word)) return null;
  if (/^\p{L}{3,}\d$/u.test(word)) return '<org>';
  if (/[\d_./:@+-]/.test(word) || word.length < 2) return null;
  // An abbreviation is a company as often as it is a machine.
  if (shouted) return word.length > 2 || firm.test(tokens[index + 1]?.word ?? '') ? '<org>' : null;
  const begins = index === 0 || !/^[\p{L}\p{N}<,']/u.test((tokens[index - 1] as Token).word);
  if (
    begins &&
    !/^(?:forgot|neglected|messed|screwed|botched|lied|panicked)$/.test(tokens[index + 1]?.word ?? '') &&
    /(?:tion|tions|ing|ment|ments|ness|ity|ance|ence|ers|ures?|ages?|ed|ly|es|ts|ks|ds|ns|rs|ms|ls|ps|ys|gs)$/.test(
      word,
    )
  )
    return null;
  return '<name>';
}
