import type { ProseFinding } from './finding.ts';
import { any, gap, has, oneOf, rule, word } from './pattern.ts';
import { lineOf, spanOf, type Line, type Token } from './tokens.ts';

const anybody = oneOf('<person> <name> <role> <team> <vendor> he she');
const human = oneOf('<person> <name> <role> <team> he she');
const party = oneOf('<person> <name> <role> <team> <vendor>');
const partySure = oneOf('<person> <role> <team> <vendor>');
const beside = `(?:'s (?=${oneOf('support engineers staff technicians technician engineer crew people')}))?(?:${oneOf('technician engineer crew people support engineers staff technicians engineering operations personnel')})?(?:${oneOf('who that which')}${oneOf('own owns runs run maintains maintain operates operate manages manage built supports handles')}(?:[^ ,.;:<]+ ){1,3}?|who ${word}(?<=ed |ran |did |made |wrote |built )(?:[^ ,.;:<]+ ){1,3}?|(?:of|at|from|on|in|for) <(?:vendor|team|service)> |who ${oneOf('wrote made did deployed pushed approved merged reviewed ran built')}[^ <,.;]+ (?:[^ <,.;]+ )?|(?:${any('in|on|from|at|of')}(?:the |our |a )?(?:[^ ,.;:<]+ ){1,3}?(?:team )?)|(?:responsible|working|involved|in charge) (?:for|on|in|with|of) (?:[^ ,.;:<]+ ){1,3}?|, who |, which |who |that |which |we ${gap(2)}|, (?:the |our |a )?(?:<(?:role|team|vendor)> |${gap(4)}), (?:who )?)?`;
const how = `(?:${oneOf('again also once then still simply apparently just repeatedly completely totally clearly obviously yet never already even really has had have accidentally mistakenly carelessly inadvertently wrongly incorrectly erroneously blindly hastily recklessly stupidly unfortunately')}){0,3}`;

/** Wrong whatever it is done to. */
const wrong = any(
  'broke|broken|forgot|forgets|forgotten|neglected|neglects|ignored|ignores|ignoring|overlooked|botched|bungled|fumbled|messed up|messed|screwed up|screwed|mucked up|fat-fingered|mistyped|misconfigured|misread|misjudged|misunderstood|mishandled|mismanaged|left us hanging|left us in the dark|left us without|left us stranded|left us waiting|said nothing|told nobody|kept quiet|stayed silent|let us down|let everyone down|let customers down|lets us down|lets down|let down|letting us down|let our customers down|let you down|dropped the ball|failed us|failed our customers|failed to|fails to|failed again|took down|took us down|taken down|taken us down|takes us down|brought down|brought us down|knocked out|knocked us|knocked over|blew up|blew it|blew away|wrecked|ruined|sabotaged|killed production|killed prod|killed power|killed all|killed the|killed our|cut power|cut the power|cut all power|cut the fiber|cut the fibre|cut a cable|severed|made a mistake|made an error|made the mistake|made a typo|made a serious|made a bad|made a wrong|made another mistake|got it wrong|got this wrong|got that wrong|missed this|missed it|missed the page|missed the alert|missed the alerts|missed the warning|missed the warnings|missed a|missed that|missed several|caused|cause|causing|violated|bypassed|circumvented|skipped|rushed|refused to|refuses to|panicked|slept through|was asleep|fell asleep|was careless|were careless|was sloppy|was negligent|were negligent|was lazy|was too slow|were too slow|was slow|were slow|took too long|cut corners|cost us|cost the company|keeps breaking|kept breaking|keep breaking|keeps failing|keeps letting|keeps taking|triggered this|triggered the outage|triggered the incident|let it expire|let the|never bothered|never tested|never checked|never escalated|never told|never communicated|never reviewed|never read|never followed|never notified|never responded|never updated|could not be bothered|was not paying|were not paying|was not careful|was unaware|should never|slipped up|goofed|tripped over|tripped the|gave the attacker|gave an attacker|gave out|stuffed up|is useless|are useless|is incompetent|are incompetent|is to blame|are to blame|was to blame|were to blame|is at fault|are at fault|was at fault|were at fault|is the culprit|was the culprit|is responsible for the|is responsible for this|was responsible for the|was responsible for this|were responsible for the|are responsible for this|are responsible for the|is the reason|was the reason|are the reason|is behind this|was behind this|is the problem|was the problem|dropped the wrong|deleted the wrong|ran the wrong|pushed the wrong|restarted the wrong|changed the wrong|entered the wrong|typed the wrong|unplugged the wrong|pulled the wrong|wiped the wrong|applied the wrong|set the wrong|chose the wrong|shut down the wrong|rebooted the wrong|clicked the wrong|copied the wrong|merged the wrong|deployed the wrong|selected the wrong|executed the wrong|picked the wrong|crashed the|crashed our|crashed production|pulled the plug|lost our data|lost the data|lied|admitted fault|admitted the mistake|admitted a mistake|bears responsibility|bears the blame|bears full responsibility|never got around to|did a poor job|did a bad job|did a terrible job|was supposed to|were supposed to|made a mess|made unannounced|performed unannounced|made an unannounced|carried out unannounced|did unannounced|started unannounced',
);
/** Done to production, or in a bad state, it is told as a fault. */
const did = oneOf(
  'pushed deployed merged shipped released committed approved applied ran executed deleted dropped removed wiped changed edited restarted disabled turned rolled made left entered typed set launched uploaded installed overwrote truncated signed opened modified updated started stopped disconnected unplugged cut introduced used configured triggered wrote put sent took gave performed carried conducted created switched accepted hard-coded hardcoded propagated announced advertised clicked chose selected picked copied pasted typed entered issued',
);
const badly = any(
  'unannounced|an unannounced|unauthorized|unauthorised|an unauthorized|an unauthorised|a bad|bad|a broken|the broken|broken|the bad|a buggy|buggy|an untested|untested|a faulty|faulty|the faulty|a flawed|a wrong|wrong|incorrect|an incorrect|the incorrect|unreviewed|an unreviewed|invalid|an invalid|a malformed|malformed|without|straight to production|directly to production|directly on production|straight to prod|accidentally|by accident|by mistake|mistakenly|incorrectly|in error|despite|even though|on a friday|in the middle of|instead of|straight to main|straight to master|directly to main|directly to master|straight to live|unsuitable|an unsuitable|inadequate|an inadequate|a poor|the wrong|a phishing|a malicious|to all hosts|to all servers|to every host|to every server|to the whole fleet|all at once|at once|in one go|directly in production|the production|production|against production|against prod|on production|in production|prod|unplanned|too early|which broke|that broke|which took|that took|which caused|that caused|and took down|and broke|and caused|and brought down|and crashed|which brought|that brought|which crashed|which led|that led|causing the|open to the public',
);
const careless = oneOf(
  'accidentally mistakenly carelessly inadvertently wrongly incorrectly erroneously blindly hastily recklessly unintentionally improperly negligently stupidly clumsily prematurely',
);
const omitted = oneOf(
  'follow take make keep test check notice respond review tell bother read update escalate verify communicate warn inform notify validate listen think look ask announce coordinate pay act understand know realize realise catch answer acknowledge care account consider plan renew document monitor back remember wait raise see do add put set run',
);
const rebuke = any(
  'should have|should not have|ought to have|could have|needs to learn|should have known|should know better|should be fired|should be ashamed|must not have|had no business|needs to be more careful|need to be more careful|should be more careful',
);
const faultNoun = oneOf(
  'mistake mistakes fault error errors negligence carelessness incompetence oversight failure blunder sloppiness ignorance misconfiguration mess inaction laziness recklessness typo slip screw-up negligence inattention misjudgment misjudgement lack inability unwillingness refusal neglect mishandling mismanagement misstep missteps lapse lapses',
);
const faultBehind = `(?:(?!\\w+ed |had |has |is |was |are |were |gave |saw |throws |shows |returns )${word}){0,3}?`;
const sloppy = oneOf(
  'sloppy careless bad broken untested reckless botched buggy faulty rushed poor terrible shoddy negligent failed lazy crappy awful incompetent unreviewed half-baked flawed bungled slow wrong late stupid',
);
const brokeIt = any(
  'broke|breaks|broken|took down|took out|take down|brought down|caused|is the reason|was the reason|crashed|is to blame|was to blame|is responsible|was responsible|is at fault|is why|led to|knocked out|triggered|killed|is the cause|was the cause|resulted in|wiped|overloaded|is behind|was behind|cost us|is the culprit|was the culprit|ruined|has broken|has caused|has taken down|is what broke|is what caused|is what took|is breaking|is causing|introduced|deleted the|deleted our|dropped the|saturated the|overwhelmed the|flooded the|exhausted the|made things worse|made it worse|made this worse|locked everyone out|locked us out',
);

const denial = has(
  any(
    'not blame|no blame|nobody is to blame|no one is to blame|not to blame|not at fault|not the fault|blameless|not responsible|no one is|did not cause|not the cause|not fault',
  ),
);

interface BlameRule {
  readonly name: string;
  readonly pattern: RegExp;
}

const rules: readonly BlameRule[] = [
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

const gratitude = has(any('thanks to|thank you|kudos|credit to|hats off|well done|great work'));
/** Names nobody knows may be a product; what also befalls software says nothing about them. */
const systemic =
  /^(?:<name> )(?:\w+ ){0,3}?(?:failed to (?:start|load|connect|schedule|rebalance|replicate|elect|sync|send|fire|render|respond|restart|reload|mount|resolve|boot|deliver|process|write|fail|return|come|scale|acquire|bind|fetch|parse|apply|commit|flush|compact|register|route|drain|accept|open|close|recover|promote|detect|release|reconnect|handle)|caused|cause|causing|took too long|was slow|did not (?:start|respond|see|do|run|wait|back|catch|update|set|know|account|notify|validate|check|add)) /;
const vendorFacts =
  /^<vendor> (?:\w+ ){0,2}?(?:failed to (?:start|load|connect|respond|return|resolve|process|accept)|had not|has not|did not (?:see|do|run|set|add|know|change|update|respond with)|(?:cause|causing)) /;
const subjects = /^(?:agent|vendor)-/;
/** Who stands behind one of these is not the one who did it. */
const prepositions = / (?:with|at|from|of|in|for|to|between|on|by|via|through|against) $/;
const negatedFault = / (?:not|never|no one|nobody|without) (?!but )(?:\w+ ){0,1}$/;

/** People, teams and vendors singled out as at fault, or as where the fault lies. */
export function blameFindings(tokens: readonly Token[]): ProseFinding[] {
  const line = lineOf(tokens);
  if (
    !/<(?:person|name|role|team|vendor)>| (?:he|she|his|her|their|they|i|my|careless|sloppy|incompetent|inexperienced|negligent|reckless|lazy|rogue|clueless) /.test(
      line.text,
    ) ||
    denial.test(line.text)
  )
    return [];
  const found: ProseFinding[] = [];
  for (const { name, pattern } of rules) {
    for (const match of line.text.matchAll(pattern)) {
      if (!says(line, name, match[0], match.index)) continue;
      const span = spanOf(line, match.index, match[0].length);
      found.push({ kind: 'blame', ...span, rule: name, parameters: partiesIn(match[0]) });
    }
  }
  return found;
}

function says(line: Line, name: string, found: string, index: number): boolean {
  if (
    name !== 'agent-called' &&
    subjects.test(name) &&
    !/ (?:who|that) /.test(found) &&
    prepositions.test(line.text.slice(0, index))
  )
    return false;
  if (systemic.test(found) || vendorFacts.test(found)) return false;
  if (name === 'own-fault')
    return /<(?:person|role|team|vendor|name)>/.test(line.text) && !/ error(?:s)? $/.test(` ${found}`);
  if (
    name !== 'agent-did-badly' &&
    name !== 'thanks-to-agent' &&
    name !== 'agent-called' &&
    !name.startsWith('possessive') &&
    gratitude.test(line.text) &&
    !/ (?:forgot|broke) /.test(found)
  )
    return false;
  if (negatedFault.test(line.text.slice(0, index))) return false;
  return !/ (?:would|will|may|might|could|can|to|does) (?:not )?caused? /.test(` ${found}`);
}

const roles: Readonly<Record<string, string>> = {
  person: 'person',
  name: 'person',
  role: 'person',
  team: 'team',
  vendor: 'vendor',
};

function partiesIn(found: string): Record<string, string> {
  const tag = /<(person|name|role|team|vendor)>/.exec(found)?.[1];
  return { party: roles[tag ?? 'person'] ?? 'person' };
}
