import { any, gap, oneOf, rule, word } from './pattern.ts';
import {
  anybody,
  badly,
  beside,
  brokeIt,
  careless,
  did,
  faultBehind,
  faultNoun,
  how,
  human,
  omitted,
  party,
  partySure,
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
  {
    name: 'agent-omitted',
    pattern: rule(
      `${anybody}${beside}(?:also |simply |again |then )?${oneOf('did does do had has was were')}(?:not |never )(?:even |actually |properly |bother to |think to |fully )?(?:${omitted}|${oneOf('followed tested checked noticed responded reviewed told read updated escalated verified communicated renewed paying')})${gap(3)}`,
    ),
  },
  { name: 'agent-rebuked', pattern: rule(`${anybody}${rebuke}${gap(3)}`) },
  { name: 'agent-careless', pattern: rule(`${anybody}${beside}(?:has |had |have |also )?${careless}${word}${gap(3)}`) },
  {
    name: 'agent-did-badly',
    pattern: rule(
      `${anybody}${beside}(?:has |had |have |who |also |then |just |again )?${did}${gap(6)}${badly}${gap(2)}`,
    ),
  },
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
    name: 'by-agent',
    pattern: rule(
      `(?:${faultNoun}|(?:human|operator|user|manual) error )(?:was )?(?:made |committed |caused )?(?:by |of |from |on the part of |on behalf of )(?:one of )?${partySure}`,
    ),
  },
  {
    name: 'by-agent',
    pattern: rule(
      `(?:caused|broken|taken down|brought down|knocked out|wrecked|botched|messed up|screwed up|triggered|mishandled|missed|ignored|overlooked|forgotten|misconfigured|crashed|deleted by accident|accidentally ${word}?|mistakenly ${word}?) ?(?:yet again |again |entirely |solely |directly )?by ${party}(?!(?:'s )?(?:${oneOf('outage incident issue problem maintenance api service network')}))`,
    ),
  },
  {
    name: 'pushed-by-agent',
    pattern: rule(
      `(?:pushed|deployed|merged|released|approved|run|shipped|changed|made|committed|applied|executed|deleted|dropped|removed|rolled out|restarted|skipped|written) by ${party}(?:without|by mistake|by accident|in error|accidentally|mistakenly|straight|directly|despite|against|who (?:did not|had not|never|forgot|ignored|skipped|failed|was not)) ${gap(4)}`,
    ),
  },
  {
    name: 'because-of-agent',
    pattern: rule(
      `(?:because of|due to|owing to) ${party}(?:'s ${gap(2)}(?:${oneOf('change deploy deployment push commit release rollout script patch migration decision action config laziness refusal delay')}|${faultNoun})|(?:not |never |who |failing |forgetting |ignoring |breaking |dropping |and |again |, |[.] ))`,
    ),
  },
  {
    name: 'thanks-to-agent',
    pattern: rule(
      `(?:down|broken|out|offline|failing|failed|late|lost|unavailable|dead|again|outage|mess|happened|stuck|gone|here|degraded|errors|slow) (?:all |entirely |once again |yet again |again )?(?:thanks to|courtesy of) ${party}`,
    ),
  },
  {
    name: 'fault-of',
    pattern: rule(
      `(?:fault|failure|mistake|incompetence|negligence|carelessness|error|sloppiness|work|doing) (?:of|by|on the part of) ${partySure}`,
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
    name: 'it-was-agent',
    pattern: rule(`(?:it|this) (?:was|is) ${party}(?:who|that|again) ${gap(5)}(?:${did}|${wrong}|)`),
  },
  {
    name: 'agent-called',
    pattern: rule(
      `${oneOf('a an the our some one that this')}${oneOf('careless sloppy incompetent inexperienced negligent reckless lazy stupid rogue clueless distracted tired untrained overconfident unreliable')}(?:${word})?${oneOf('engineer engineers developer developers dev dba operator admin administrator contractor vendor provider employee team intern supplier colleague')}${gap(3)}`,
    ),
  },
  {
    name: 'vendor-harmed',
    pattern: rule(
      `<vendor> (?:has |had |have |just |again |once again )?${oneOf('cut killed blocked throttled lost revoked dropped corrupted disconnected deprecated suspended')}(?:off )?${oneOf('our us everything everyone all customers')}${gap(2)}`,
    ),
  },
  {
    name: 'agent-wrecked',
    pattern: rule(
      `${anybody}${how}(?:${oneOf('nuked trashed hosed borked torched destroyed corrupted leaked pressured')}|forced us |wiped (?:the |our )?${oneOf('production prod live customer')})${gap(3)}`,
    ),
  },
  {
    name: 'agent-by-mistake',
    pattern: rule(
      `${anybody}${beside}${gap(1)}${word}${gap(7)}(?:${any('by mistake|by accident|in error|accidentally|mistakenly|without testing|without approval|without permission|without checking|without telling|without asking|without review|without notice|without warning|without following|without verifying|without reading|without coordinating|without informing|without notifying')})${gap(3)}`,
    ),
  },
  {
    name: 'agent-wrong-one',
    pattern: rule(
      `${human}${beside}(?:had |has |have |then )?(?!(?:used|opened|looked|saw|read|is|was|are|were|got) )${word}(?<=ed |ran |shut |set |put |cut |chose |took |sent |wrote |hit )${gap(1)}the wrong ${gap(4)}`,
    ),
  },
  {
    name: 'agent-took-down',
    pattern: rule(
      `${anybody}${how}${oneOf('took taken takes taking knocked knocking brought bringing shut')}(?:${gap(4)}${oneOf('down offline')}|out (?:the|our|all) )${gap(2)}`,
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
  { name: 'by-agent', pattern: rule(`${careless}${word}(?:(?:on|out|off|up) )?(?:${gap(2)})by ${party}`) },
  {
    name: 'pushed-by-agent',
    pattern: rule(
      `${word}(?:(?:on|out|through|in|up) )?by ${party}(?:without|by mistake|by accident|in error|against the|despite) ${gap(4)}`,
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
    name: 'blame-agent',
    pattern: rule(
      `(?:hold|holding|held) ${party}(?:responsible|accountable|liable) |(?:finger|fingers) (?:point |pointed |pointing |points |is |are )?(?:pointed |squarely )?at ${party}`,
    ),
  },
  {
    name: 'because-of-agent',
    pattern: rule(
      `because ${human}(?:had |simply |just )?(?:decided|thought|chose|assumed|wanted|insisted|misunderstood|panicked) ${gap(4)}`,
    ),
  },
  {
    name: 'agent-omitted',
    pattern: rule(
      `${anybody}${gap(7)}(?:and |but |, )(?:and |but )?(?:then |still |simply |just )?(?:did not |never |failed to |forgot to )(?:even |bother to )?${oneOf('tell told inform informed notify notified warn warned deliver delivered respond responded follow check checked test tested ask asked escalate')}${gap(3)}`,
    ),
  },
  {
    name: 'agent-omitted',
    pattern: rule(
      `(?:nobody|no one|none) (?:in|on|from|at|of) ${party}(?:had |has |ever |even )?${oneOf('thought bothered checked noticed tested told read looked asked remembered reviewed updated renewed responded answered followed')}${gap(3)}`,
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
    name: 'agent-omitted',
    pattern: rule(
      `<role>(?:who )?${word}(?<=ed |set |wrote |built |made |ran |put )${gap(5)}(?:did not|never|failed to|forgot to) ${omitted}${gap(3)}`,
    ),
  },
  {
    name: 'it-was-agent',
    pattern: rule(
      `(?:turned out|turns out|emerged|found out|came out|learned|discovered) (?:later )?(?:that )?${human}(?:had |has )(?!been )${word}(?<=ed |run |set |put |cut |left |made |sent |taken |forgotten )${gap(5)}`,
    ),
  },
  {
    name: 'vendor-harmed',
    pattern: rule(
      `<vendor> (?:had |has )?${oneOf('sold gave shipped sent delivered supplied handed sold')}(?:us |our customers )?${gap(4)}${oneOf('faulty defective bad broken wrong outdated unusable buggy useless')}`,
    ),
  },
  {
    name: 'agent-mistook',
    pattern: rule(
      `${anybody}${beside}(?:had |has |have |then )?(?:mis(?!s)[a-z]+(?:ed|read|took|led) |fell for |gave away )${gap(4)}`,
    ),
  },
  {
    name: 'agent-exposed',
    pattern: rule(
      `${human}${beside}(?:had |has |have )?${oneOf('committed published leaked exposed pasted shared uploaded emailed posted')}(?:the |our |a |an |some |their |his |her |live |production |admin )*${oneOf('credentials secrets secret password passwords key keys token tokens')}${gap(3)}`,
    ),
  },
  {
    name: 'let-down-by',
    pattern: rule(
      `(?:let down|left (?:stranded|waiting|hanging)|failed|sabotaged|abandoned) (?:again |once again |badly )?by ${partySure}`,
    ),
  },
  {
    name: 'vendor-harmed',
    pattern: rule(
      `${party}${gap(8)}because (?:they|he|she) (?:did not|had not|have not|failed to|never|forgot|refused|neglected) ${gap(4)}`,
    ),
  },
  {
    name: 'agent-wrong-one',
    pattern: rule(
      `${human}${gap(7)}and (?:then )?(?!(?:used|opened|looked|saw|read|found|noticed) )${word}(?<=ed |ran |shut |set |put |cut |sent |hit )${gap(1)}the wrong ${gap(3)}`,
    ),
  },
  {
    name: 'agent-fault',
    pattern: rule(
      `${anybody}${beside}${oneOf('is was are were')}(?:solely |fully |ultimately |clearly |also )?responsible for (?:the|our|all|every|much of the) (?:whole |entire )?${oneOf('outage incident failure downtime mess problem problems error errors issue disruption breach loss delay bug mistake regression crash')}`,
    ),
  },
  {
    name: 'agent-went-on',
    pattern: rule(`${human}${gap(8)}(?:knowing (?:that|full well)|despite knowing|although they knew) ${gap(4)}`),
  },
  {
    name: 'agent-took-guard',
    pattern: rule(
      `${human}${beside}had (?:already |also )?(?:${any('disabled|silenced|muted|overrode|overridden|bypassed|disarmed|acknowledged and ignored|switched off|turned off')})(?:the |our |a |all |every )?${gap(1)}${oneOf('alarm alarms alert alerts check checks guard safeguard safeguards monitoring warning warnings protection interlock backups')}`,
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
    name: 'by-agent',
    pattern: rule(
      `(?:due to|because of|through|owing to|down to) (?:sheer |gross |plain )?${oneOf('carelessness negligence incompetence sloppiness laziness inattention indifference complacency')}(?:in|of|at|by|within|from|on the part of) ${gap(3)}`,
    ),
  },
  {
    name: 'agent-worsened',
    pattern: rule(
      `${anybody}${beside}(?:only |then |also |has |had )?(?:made (?:things|it|this|that|matters|everything) (?:even |much )?worse |dug through |drove into |cut through )${gap(2)}`,
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
    name: 'agent-destroyed',
    pattern: rule(
      `${human}${beside}${oneOf('dropped deleted erased wiped truncated purged unplugged disconnected overwrote')}(?!${gap(2)}${oneOf('corrupted stale old bad duplicate temporary unused orphaned expired faulty broken test')})(?:the |our |a |an |all |every |some |several |more )?(?:[^ ,.;:<]+ ){0,3}?${oneOf('table tables database databases data bucket volume volumes cluster backup backups index records rows namespace keys credentials customers users cable cables server servers')}`,
    ),
  },
  {
    name: 'because-of-agent',
    pattern: rule(
      `because ${party}(?:had |has |also |then )?(?!(?:is|was|are|were|has|had|reports|says|needs|asked) )${word}(?<=ed |cut |shut |set |put |took |sent |ran |left |broke )${gap(6)}(?:, |and |so )${gap(4)}${oneOf('stopped failed broke down lost stalled crashed timed unavailable errors outage offline')}`,
    ),
  },
  {
    name: 'agent-slow',
    pattern: rule(
      `${anybody}${beside}(?:only |has |had )?(?:took|taking|needed|waited) (?:over |more than |nearly |almost |another )?<(?:span|more)> (?:to |before )(?:even )?${oneOf('respond responding acknowledge acknowledging notice noticing react reacting escalate escalating answer answering reply tell telling inform informing admit admitting confirm')}${gap(3)}`,
    ),
  },
  {
    name: 'agent-they',
    pattern: rule(
      `they (?:also |again |then |simply |had |have )?(?:let us down |refused to |forgot to |neglected to |never |(?:failed to |did not )(?:even |bother to |properly )?(?=(?:notify|tell|inform|respond|warn|communicate|follow|test|check|escalate|bother|read|answer|acknowledge|consult|ask|coordinate|announce|give|return) ))${gap(4)}`,
    ),
  },
  {
    name: 'agent-i',
    pattern: rule(
      `(?:i (?:had |have |also |then |simply )?(?:forgot|failed to|neglected|should have|broke|messed up|screwed up|overlooked|${careless.trim()}|did not (?:test|check|read|verify|notice|follow|tell|ask|review|realize|realise)|made (?:a|the) (?:mistake|error|typo))|my (?:own )?(?:mistake|fault|error|oversight|negligence|carelessness|bad)) ${gap(4)}`,
    ),
  },
  {
    name: 'fault-of',
    pattern: rule(
      `(?:failure|outage|fault|incident|problem|this|it|mess|downtime) (?:is|was) (?:squarely |entirely |solely |fully |clearly |ultimately )?the (?:sole |full )?(?:responsibility|fault|doing|work) of ${party}`,
    ),
  },
  { name: 'own-fault', pattern: rule(`(?:his|her|their) (?:own )?(?:${faultNoun})`) },
];
