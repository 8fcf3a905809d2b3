import { checkProse } from '../domain/prose/check.ts';
import { type ProseFinding, type ProseKind, proseModes } from '../domain/prose/finding.ts';
import { sentenceAround } from '../domain/prose/sentence.ts';

/** The honest answer to "when will it be fixed?". */
export const noEstimateYet =
  "We don't know yet when this will be fixed; I will tell you the moment I have a clearer picture.";

const party: Readonly<Record<string, string>> = {
  person: 'a person',
  team: 'a team',
  vendor: 'a company that you depend on',
};

const whys: Readonly<Record<ProseKind, (finding: ProseFinding) => string>> = {
  eta: () => 'This says when it will be over, which nobody can know yet; a date that slips costs more trust than none.',
  cause: () => 'This guesses at the cause, and a guess is repeated as a fact until it has to be taken back.',
  blame: ({ parameters }) =>
    `This makes it the fault of ${party[parameters['party'] ?? ''] ?? 'somebody'}, and hides what in the system let it happen.`,
  'vague-root-cause': () =>
    'This names a cause without its condition, what set it off, or how it led to the impact, so nothing can be changed by it.',
};

/** One sentence that says why these words were pointed at. */
export const whyOf = (finding: ProseFinding): string => whys[finding.kind](finding);

const notConfirmed = 'The cause is not confirmed yet; we are testing what we have seen against the facts.';
const byRule: Readonly<Record<string, string>> = {
  'agent-rebuked': 'A check was not made, and nothing in the system asked for it.',
  'agent-said-to-fault': 'A check was not made, and nothing in the system asked for it.',
  'should-have': 'A check was not made, and nothing in the system asked for it.',
  'had-they': 'A check was not made, and nothing in the system asked for it.',
  'nobody-did': 'A step was not done, and nothing in the system asked for it.',
  'vendor-harmed': 'A service that we depend on is not available to us, and we have no way around it yet.',
};
const conditionOf: Readonly<Record<string, string>> = {
  person: 'This could happen because nothing in the system stopped it; the check that would have is missing.',
  team: 'This could happen because nothing in the system stopped it; the check that would have is missing.',
  vendor: 'A service that we depend on is not available to us, and we have no way around it yet.',
};

const replacements: Readonly<Record<ProseKind, (finding: ProseFinding) => string>> = {
  eta: () => noEstimateYet,
  cause: () => notConfirmed,
  blame: ({ rule, parameters }) =>
    byRule[rule] ?? conditionOf[parameters['party'] ?? 'person'] ?? (conditionOf['person'] as string),
  'vague-root-cause': () =>
    'We have not written down yet under which condition it happened, what set it off, and how that led to the impact.',
};

/** Where a clause ends behind which the rest can go without harm. */
const joint = /(?:[,;—]|\s(?:and|but|so|which|that|because|since|after)\s)/g;
const fewestWords = 3;

/** What the sentence says before the words that were found, if it stands without them. */
function keptBefore(finding: ProseFinding, text: string): string {
  const { start } = sentenceAround(finding, text);
  const before = text.slice(start, finding.start);
  const [last] = [...before.matchAll(joint)].slice(-1);
  const begun = /^(?:because|due|owing|since|after|when)\b/i.test(text.slice(finding.start, finding.end));
  const cut = begun ? before.length : last?.index;
  const kept = cut === undefined ? '' : before.slice(0, cut).trim();
  const verb = /\b(?:is|are|was|were|has|have|had)\b|'(?:re|s|ve)\b/;
  const guess = /\b(?:we|i)\s+(?:believe|think|suspect|expect|hope)\b/i;
  if (kept.split(/\s+/).length < fewestWords || !verb.test(kept) || guess.test(kept)) return '';
  if (checkProse(kept, { mode: 'live' }).findings.length > 0) return '';
  return `${kept.replace(/[\s,;:—-]+$/, '')}. `;
}

/** What begins a statement of its own behind the words that were found; "it" and "they" would stand for what is gone. */
const goesOn =
  /^\s*(?:[,;—]\s*)?(?:and|but|so)?\s*((?:we|i|our|the|a|an|all|no|some|most|customers|users|service|logins)\s.*)$/is;
const says = /\b(?:is|are|was|were|has|have|had|will)\b/i;

/** What the sentence says behind the words that were found, if it stands without them. */
function keptAfter(finding: ProseFinding, text: string): string {
  const { end } = sentenceAround(finding, text);
  const after = text.slice(finding.end, end);
  const joined = /^\s*(?:[,;—]|(?:and|but|so)\s)/i.test(after);
  const rest = joined ? (goesOn.exec(after)?.[1] ?? '').trim() : '';
  const whole = rest.replace(/[.!?\s]+$/, '');
  if (whole.split(/\s+/).length < fewestWords || !says.test(whole)) return '';
  if (proseModes.some((mode) => checkProse(whole, { mode }).findings.length > 0)) return '';
  return ` ${whole.charAt(0).toUpperCase()}${whole.slice(1)}.`;
}

/** Words for the whole sentence that a finding stands in. They keep what it says that is known. */
export function insteadOf(finding: ProseFinding, text: string): string {
  const kept = finding.kind === 'vague-root-cause' ? '' : keptBefore(finding, text);
  const rest = finding.kind === 'blame' ? keptAfter(finding, text) : '';
  return `${kept}${replacements[finding.kind](finding)}${rest}`;
}
