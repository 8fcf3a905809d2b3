import { any, gap, oneOf, rule, word } from './pattern.ts';
import {
  anybody,
  beside,
  brokeIt,
  careless,
  faultBehind,
  faultNoun,
  how,
  human,
  party,
  rebuke,
  sloppy,
  wrong,
} from './blame-words.ts';

/** A construction that singles somebody out, by the name that docs/prose.md explains. */
export interface BlameRule {
  readonly name: string;
  readonly pattern: RegExp;
}

export const rules: readonly BlameRule[] = [
  { name: 'agent-fault', pattern: rule(`${anybody}${beside}${how}(?:who |that )?${how}${wrong}${gap(3)}`) },
  { name: 'agent-rebuked', pattern: rule(`${anybody}${rebuke}${gap(3)}`) },
  {
    name: 'agent-said-to-fault',
    pattern: rule(
      `(?:had |if |because |since |when )${human}(?:had |not |would |just |only )*(?:tested|checked|read|followed|asked|reviewed|noticed|listened|waited|told|looked|paid|escalated|verified|responded|answered|acknowledged|warned|informed|notified|kept|taken|replied|reacted|done|used) ${gap(8)}`,
    ),
  },
  { name: 'possessive-fault', pattern: rule(`${party}'s ${faultBehind}${faultNoun}`) },
  { name: 'possessive-sloppy', pattern: rule(`${party}'s ${gap(1)}${sloppy}${word}`) },
  { name: 'possessive-broke', pattern: rule(`${party}'s ${gap(4)}${brokeIt}`) },
  {
    name: 'thanks-to-agent',
    pattern: rule(
      `(?:down|broken|out|offline|failing|failed|late|lost|unavailable|dead|again|outage|mess|happened|stuck|gone|here|degraded|errors|slow) (?:all |entirely |once again |yet again |again )?(?:thanks to|courtesy of) ${party}`,
    ),
  },
  {
    name: 'fault-lies-with',
    pattern: rule(
      `(?:(?:fault|blame|problem|issue|cause|responsibility|error|failure|root cause|it|this|outage|that|mistake) (?:lies|rests|sits|lay|falls|squarely lies|is squarely|is entirely|lies squarely|lies entirely|lies solely) (?:squarely |entirely |solely )?(?:with|on|upon) |(?:(?:this|the|that) (?:one|incident|outage|failure|mess|downtime)|this|that|it|one|it all) (?:is|was) (?:all |entirely |squarely |firmly )?on )${party}`,
    ),
  },
  {
    name: 'fault-lies-with',
    pattern: rule(
      `(?:fault|problem|mistake|error|screwup|blunder) (?:is|was) (?:entirely |clearly |squarely |all )?(?:${oneOf('on with')})${party}(?:'s )?(?:side |end )?`,
    ),
  },
  {
    name: 'blame-agent',
    pattern: rule(
      `(?:blame|blaming|blames|blamed|fault) (?:squarely )?(?:on |goes to |lies with |for this on |is on )?(?:the |our )?${party}`,
    ),
  },
  {
    name: 'agent-by-mistake',
    pattern: rule(
      `${anybody}${beside}${gap(1)}${word}${gap(7)}(?:${any('by mistake|by accident|in error|accidentally|mistakenly|without testing|without approval|without permission|without checking|without telling|without asking|without review|without notice|without warning|without following|without verifying|without reading|without coordinating|without informing|without notifying')})${gap(3)}`,
    ),
  },
  {
    name: 'by-agent',
    pattern: rule(
      `${oneOf('poor bad wrong sloppy careless questionable terrible reckless hasty')}${oneOf('decision decisions work handling judgment judgement communication planning management choice choices coordination workmanship')}(?:by|of|from|on the part of|at) ${party}`,
    ),
  },
  {
    name: 'agent-rebuked',
    pattern: rule(
      `${party}(?:who |that |which )?${gap(6)}(?:(?:it|they|he|she) should (?:not |never )?have |should (?:not|never) have )${gap(3)}`,
    ),
  },
  { name: 'it-was-agent', pattern: rule(`(?:it|this) (?:was|is) ${party}'s ${gap(3)}(?:that|which|who) ${gap(3)}`) },
  {
    name: 'fault-lies-with',
    pattern: rule(
      `(?:blame|fault|responsibility|failure) (?:(?:for|to|of) ${gap(4)})?(?:lies|sits|rests|is|falls|belongs) ${gap(1)}(?:with|on|to) (?:them|him|her|${party.trim()})`,
    ),
  },
  {
    name: 'agent-did-badly',
    pattern: rule(
      `${human}${beside}left ${gap(4)}${oneOf('open exposed enabled disabled unlocked unprotected unpatched unattended unmonitored undocumented unfinished')}${gap(3)}`,
    ),
  },
  {
    name: 'agent-did-badly',
    pattern: rule(
      `${human}${beside}left (?:the |our |a |some |their |his |her )?(?!(?:message|note|comment|company|meeting|room|team) )(?:[^ ,.;:<]+ ){1,3}?(?:in the|in our|in a|behind|on the|lying|running|unsecured) ${gap(3)}`,
    ),
  },
  {
    name: 'by-agent',
    pattern: rule(
      `${oneOf('careless sloppy reckless hasty rushed untested unreviewed unannounced thoughtless negligent shoddy botched')}${word}(?:from|by|of|on the part of) ${party}`,
    ),
  },
  {
    name: 'vendor-harmed',
    pattern: rule(
      `${party}${gap(8)}because (?:they|he|she) (?:did not|had not|have not|failed to|never|forgot|refused|neglected) ${gap(4)}`,
    ),
  },
  {
    name: 'blame-agent',
    pattern: rule(
      `${party}(?:has to|have to|needs to|need to|must|should) (?:take|accept|own|bear) (?:full |the )?(?:responsibility|blame|accountability) `,
    ),
  },
  { name: 'possessive-fault', pattern: rule(`${party}'s (?:own )?doing `) },
  {
    name: 'blame-put',
    pattern: rule(
      `(?:been |was |were |is |are )(?:[a-z]+ly )?${oneOf('accused blamed faulted criticised criticized slammed fined sued reprimanded')}(?:of|for) ${gap(4)}`,
    ),
  },
  {
    name: 'agent-went-on',
    pattern: rule(
      `${anybody}${gap(8)}(?:(?:and|then) (?:${any('told nobody|told no one|said nothing|went home|walked away|did nothing about it|kept quiet|looked away|left it')})|anyway )`,
    ),
  },
  {
    name: 'agent-went-on',
    pattern: rule(
      `${anybody}${oneOf('kept keeps keep')}(?!${oneOf('monitoring watching working investigating updating trying posting looking testing checking us everyone everybody the a an it them')})${word}(?<=ing )${gap(4)}`,
    ),
  },
  {
    name: 'agent-i',
    pattern: rule(
      `(?:i (?:had |have |also |then |simply )?(?:forgot|failed to|neglected|should have|broke|messed up|screwed up|overlooked|${careless.trim()}|did not (?:test|check|read|verify|notice|follow|tell|ask|review|realize|realise)|made (?:a|the) (?:mistake|error|typo))|my (?:own |grave |big |stupid |bad |silly |terrible |fatal |one |first |huge )*(?:mistake|fault|error|oversight|negligence|carelessness|bad)) ${gap(4)}`,
    ),
  },
  {
    name: 'fault-of',
    pattern: rule(
      `(?:failure|outage|fault|incident|problem|this|it|mess|downtime) (?:is|was) (?:squarely |entirely |solely |fully |clearly |ultimately )?the (?:sole |full )?(?:responsibility|fault|doing|work) of ${party}`,
    ),
  },
];
