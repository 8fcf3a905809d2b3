import type { Lexicon } from './finding.ts';
import { companies, givenNames, things } from './known-names.ts';
import { any, oneOf } from './pattern.ts';
import { collapse, type Token } from './tokens.ts';

const determiner = oneOf('the a an our their your his her my one this that another some whoever which');
const roleHead =
  'engineer engineers developer developers dev devs dba dbas operator operators administrator administrators admin admins sysadmin sysadmins sre sres contractor contractors consultant consultants architects analysts specialists trainees intern interns technician technicians architect analyst tester testers colleague colleagues employee employees commander responder responders coworker programmer programmers trainee apprentice hire hires staff representative representatives member members freelancer author maintainer reviewer reviewers approver committer deployer person guy shift manager managers management leadership boss cto cio ceo lead leads owner owners specialist director agent agents';
const roleBefore =
  'team-lead previous original other second third last on-call oncall senior junior lead night-shift night day-shift night-time production database db network networking security software site reliability platform infrastructure infra release product project support systems system devops backend frontend front-end back-end storage cloud data qa test team tech technical field datacenter external new duty former engineering operations ops service incident responsible facilities facility site bank carrier night-time weekend field helpdesk';
const role = `(?:(?:one of )?${determiner}(?:${oneOf(roleBefore)}){0,3}${oneOf(roleHead)}(?:on call |on duty |on shift |in charge )?|(?:${oneOf(roleBefore)}){1,3}${oneOf(roleHead)}|${determiner}on-call |${oneOf('engineers technicians contractors developers admins administrators employees electricians engineering management')}(?!(?:team|teams|lead|manager) )|${oneOf('someone somebody whoever')}(?:${oneOf('in on from at')}${oneOf('the our')}?[^ ,.;:]+ (?:team |shift |desk |side )?)?)`;
const teamWord =
  'platform infra infrastructure networking network security database dba payments billing identity sre ops operations devops qa support engineering backend frontend mobile web data storage release product marketing sales legal finance it netops secops search checkout core growth analytics messaging cloud systems observability reliability customer development dev on-call';
const functional = oneOf(
  'and or as is are was were to of by that this with because have has had for in on at many some most few all more other affected these those which when while if since after from will but the our their we they you it thanks blame down so not',
);
const team = `(?:${oneOf('the a')}team (?=${oneOf('that who which responsible behind in')})|${oneOf('the our their that this')}?(?:(?!${functional})[^ <,.;:()]+ ){1,3}?${oneOf('team teams squad crew department folks guys people')}(?!${oneOf('lead leader leads member members manager managers owner')})|${oneOf('the our')}?${oneOf('ops devops sre qa netops secops infosec sysops')})`;
const vendorHead =
  'vendor vendors provider agencies telco utility registry bureau landlord provider providers supplier suppliers partner partners processor contractor carrier isp registrar host hoster integrator agency outsourcer reseller subcontractor cdn datacenter';
const vendorBefore =
  'hosting colo colocation previous former current new old host networking hardware-support remote-hands fulfilment logistics card cloud dns cdn database payment payments email sms network upstream third-party external storage internet telecom telco security identity data center centre transit card-processing colocation colo mail connectivity software hardware infrastructure monitoring auth authentication managed service main primary backup domain messaging certificate analytics translation fiber fibre banking voice power';
const vendor = `(?:(?:one of )?(?:${oneOf('the our their a an')})(?:${oneOf(vendorBefore)}){0,3}(?:${oneOf(vendorHead)}|${oneOf('hosting storage cloud payment payments telecom power electricity security phone courier outsourcing consulting software')}(?:company |firm ))|${oneOf('an our the')}${oneOf('upstream third-party external')}(?:company |firm |party )|${oneOf('our their a an the')}(?:(?!${functional})[^ <,.;:()]+ ){1,2}?${oneOf('provider providers vendor vendors supplier suppliers carrier carriers isp registrar')}|${oneOf('our the')}payment gateway |${any('level 3|google cloud|amazon web services|digital ocean|new relic|british telecom|deutsche telekom|virgin media')})`;
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
export function markParties(tokens: readonly Token[], lexicon: Lexicon | undefined): Token[] {
  let marked = [...tokens];
  if (lexicon) {
    marked = named(marked, lexicon.people, '<person>');
    marked = named(marked, lexicon.teams, '<team>');
    marked = named(marked, lexicon.vendors, '<vendor>');
    marked = named(marked, lexicon.services, '<service>');
  }
  marked = collapse(marked, vendorWords, () => '<vendor>');
  marked = collapse(marked, teamWords, ([found]) => (isTeam(found.trim()) ? '<team>' : null));
  marked = collapse(marked, roleWords, ([found]) => (/ (?:host)$/.test(found.trim()) ? null : '<role>'));
  return marked;
}

function isTeam(found: string): boolean {
  if (loosePeople.test(found)) return teamWord.split(' ').includes(found.split(' ').at(-2) ?? '');
  return !/^(?:team|teams|our teams?)$/.test(found);
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
    if (joined) {
      result[result.length - 1] = { ...last, word: last.word === '<person>' ? '<person>' : tag, end: token.end };
    } else result.push(tag === null ? token : { ...token, word: tag });
  });
  return result;
}

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
  const { word, capital } = token;
  if (word.startsWith('<') || !/^@?\p{L}/u.test(word)) return null;
  if (word.startsWith('@')) return word.length > 2 ? '<person>' : null;
  if (capital && ownedTeams.has(word) && acts.has(tokens[index + 1]?.word ?? '')) return '<team>';
  if (companies.has(word) && capital) return '<vendor>';
  if (givenNames.has(word) && (capital || !ordinary.test(word))) return '<person>';
  if (!capital || things.has(word) || surnames.test(word)) return null;
  if (/[\d_./:@+-]/.test(word) || word.length < 2) return null;
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
