import type { ProseFinding } from './finding.ts';
import { denial } from './blame-words.ts';
import { type BlameRule, rules } from './blame-rules.ts';
import { type ClassedRule, ofThem, structure } from './blame-structure.ts';
import { any, has, matchesOf } from './pattern.ts';
import { markPredicates } from './predicates.ts';
import { lineOf, spanOf, type Line, type Token } from './tokens.ts';

const gratitude = has(any('thanks to|thank you|kudos|credit to|hats off|well done|great work'));
/** Names nobody knows may be a product; what also befalls software says nothing about them. */
const systemic =
  /^(?:<name> )(?:\w+ ){0,3}?(?:failed to (?:start|load|connect|schedule|rebalance|replicate|elect|sync|send|fire|render|respond|restart|reload|mount|resolve|boot|deliver|process|write|fail|return|come|scale|acquire|bind|fetch|parse|apply|commit|flush|compact|register|route|drain|accept|open|close|recover|promote|detect|release|reconnect|handle)|caused|cause|causing|took too long|was slow|did not (?:start|respond|see|do|run|wait|back|catch|update|set|know|account|notify|validate|check|add)) /;
const vendorFacts =
  /^<vendor> (?:\w+ ){0,2}?(?:failed to (?:start|load|connect|respond|return|resolve|process|accept)|had not|has not|did not (?:see|do|run|set|add|know|change|update|respond with)|(?:cause|causing)) /;
const subjects = /^(?:agent|vendor|subject|act|and|took)-/;
/** Who stands behind one of these is not the one who did it. */
const prepositions = / (?:with|at|from|of|in|for|to|between|on|by|via|through|against) $/;
/** What could happen, or is only thought to have happened. */
const unsettled =
  / (?:(?:can|could|may|might|would|will|shall|must)(?: not)?(?: also)?(?: be| have been| have)?|to (?:be|have|have been)|(?:thought|believed|possible|likely|unclear|unknown|suspected|suspect|believe|think) (?:that|whether|if)|whether|it appears that|it appears) $/;
const negatedFault = / (?:not|never|no one|nobody|without) (?!but )(?:\w+ ){0,1}$/;

/** People, teams and vendors singled out as at fault, or as where the fault lies. */
export function blameFindings(tokens: readonly Token[]): ProseFinding[] {
  const line = lineOf(tokens);
  if (
    !/<(?:person|name|role|team|vendor|org)>| (?:you|he|she|him|his|her|me|myself|them|their|they|i|my|nobody|neither|none|no one) /.test(
      line.text,
    ) ||
    denial.test(line.text)
  )
    return [];
  const classed = lineOf(markPredicates(tokens));
  const present = new Set(classed.tokens.map(({ word }) => word));
  const fitting = ({ needs }: ClassedRule): boolean => needs.length === 0 || needs.some((tag) => present.has(tag));
  const them = /<(?:person|name|role|team|vendor|org)>/.test(line.text) ? ofThem : [];
  return [...matches(line, rules), ...matches(classed, [...structure, ...them].filter(fitting))];
}

function matches(line: Line, from: readonly BlameRule[]): ProseFinding[] {
  const found: ProseFinding[] = [];
  for (const { name, pattern } of from) {
    for (const match of matchesOf(pattern, line.text)) {
      if (!says(line, name, match[0], match.index)) continue;
      const span = spanOf(line, match.index, match[0].length);
      found.push({ kind: 'blame', ...span, rule: name, parameters: partiesIn(match[0]) });
    }
  }
  return found;
}

function says(line: Line, name: string, found: string, index: number): boolean {
  if (
    name !== 'subject-called' &&
    subjects.test(name) &&
    !/ (?:who|that) /.test(found) &&
    prepositions.test(line.text.slice(0, index))
  )
    return false;
  if (name === 'they-fault' && / (?:before|until|after|once) $/.test(line.text.slice(0, index))) return false;
  if (systemic.test(found) || vendorFacts.test(found)) return false;
  if (name === 'own-fault')
    return /<(?:person|role|team|vendor|name)>/.test(line.text) && !/ error(?:s)? $/.test(` ${found}`);
  if (
    name !== 'agent-did-badly' &&
    name !== 'thanks-to-agent' &&
    name !== 'subject-called' &&
    !name.startsWith('possessive') &&
    gratitude.test(line.text) &&
    !/ (?:forgot|broke) /.test(found)
  )
    return false;
  const ahead = line.text.slice(0, index);
  if (negatedFault.test(ahead) || unsettled.test(ahead)) return false;
  return !/ (?:would|will|may|might|could|can|to|does) (?:not )?caused? /.test(` ${found}`);
}

const roles: Readonly<Record<string, string>> = {
  person: 'person',
  name: 'person',
  role: 'person',
  team: 'team',
  vendor: 'vendor',
  org: 'vendor',
};

function partiesIn(found: string): Record<string, string> {
  const tag = /<(person|name|role|team|vendor|org)>/.exec(found)?.[1];
  return { party: roles[tag ?? 'person'] ?? 'person' };
}
