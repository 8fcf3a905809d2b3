// Who, in which place of the sentence, and what is said of them there: the rules that hold for any words of a class.
import { insult } from './actor-words.ts';
import type { BlameRule } from './blame-rules.ts';
import { any, oneOf, rule } from './pattern.ts';

/** A rule with the predicates of which it needs one; none where it needs none. */
export interface ClassedRule extends BlameRule {
  readonly needs: readonly string[];
}

const agent = oneOf('<person> <name> <role> <team> <vendor> he she i whoever');
/** Without names that nobody knows: those may be software, and software fails too. */
const sure = oneOf('<person> <role> <team> <vendor> he she i whoever');
const party = oneOf('<person> <name> <role> <team> <vendor> <org>');

const report =
  'said says say saw sees reported reports confirmed confirms noticed found believes thinks thought suspects suspected told that when while because if after before until where since whether why how though although';
const verbs = 'is was were are has had have did do does be been';
/** A word that keeps the subject of a clause: no mark, and nothing behind which another subject follows. */
const within = `(?:(?!${oneOf(report)}|fix |hotfix |rollback |mitigation |workaround |correction |patched |corrected )[^ ,;:()—|.!?"]+ )`;
const before = `(?:(?!${oneOf(`${report} ${verbs} and but`)})[^ ,;:()—|.!?"<]+ |<(?:vendor|team|service|name|role|span|day|clock|person)> )`;
const inClause = `[^ ,;:()—|.!?"]+ `;
const behind = `(?:(?:${oneOf('in on at from of for with behind within inside to under responsible working doing performing carrying hired assigned contracted tasked charged running attempting trying involved handling maintaining managing operating owning overseeing leading supposed sent instructed asked told scheduled brought')}(?:${before}){1,8}?)|(?:, )?(?:who|that|which) (?!${oneOf('the a an their our its his her it they we i you this there no')})(?:${inClause}){0,8}?|, (?:[^ ,.;]+ ){1,7}, |(?:crew|crews|technician|technicians|engineer|engineers|staff|support|employee|employees|contractor|contractors|operator|operators|team) (?=[a-z<])|'s <(?:role|team)> |'s (?:[a-z-]+ )?${oneOf('engineer engineers staff technician technicians crew people support operators operator team personnel contractor contractors noc helpdesk desk sales management lawyers dev devs ops developers developer management electrician electricians employee employees admin admins administrator sysadmin dba worker workers guy maintainers maintainer representative rep reps')}(?:${before}){0,3}?)?`;
/** Behind a name that nobody knows, fewer words may stand before the verb. */
const near = `(?:, [^,]{1,40} , |(?:, )?(?:who|that) (?:${inClause}){0,6}?|(?:in|on|from|at) (?:${before}){1,3})?`;
const aux = `(?:${oneOf('has had have both all itself themselves himself herself also then again once still simply just even only first later already apparently always somehow actually really <careless> force')}|[a-z]+ly |, (?:[a-z]+ ){1,3}, |(?:managed|proceeded|decided|chose|opted|went on|happened|tried|attempted|elected|contrived) to |ended up |went ahead and |went and ){0,4}?`;
const neutral =
  'confirmed acknowledged restored resolved fixed reverted reported noticed identified mitigated repaired replaced joined investigated escalated found detected recovered declared asked informed notified told paged advised updated rerouted worked needed wanted used looked opened saw received decided agreed started completed tested verified checked monitored responded helped managed experienced suffered restarted';
const done = `(?:(?!${oneOf(neutral)})(?:[a-z-]+ed|ran|run|put|set|sent|took|made|gave|wrote|built|went|cut|shut|hit|chose|left|kept|brought|sold|got|came|bought|did(?! not)|rolled out|let|threw|pulled|(?:started|began) to [a-z]+) )`;
const released = `(?:${oneOf('pushed deployed merged shipped released committed approved applied uploaded installed published introduced entered typed gave provided sent sold delivered supplied wrote configured issued opened clicked advertised announced propagated made executed ran performed implemented conducted provisioned signed accepted built put chose uses used did left selected pasted handed submitted carried')}(?:out |in |us |our customers |me )?)`;
const doing = `(?:(?!${oneOf('experiencing having suffering being receiving reporting going undergoing seeing getting losing needing waiting investigating')})[a-z-]+ing |<faulting> |<harming> )`;

const bad = oneOf('<fault> <undone>');
/** What somebody is thanked for. */
const praised = oneOf(
  'found noticed spotted fixed restored identified called helped saved discovered caught reported recognised recognized resolved diagnosed suggested is are will has owns runs maintains manages operates provides hosts joined wrote',
);
/** Done before the incident, it is told as what led to it. */
const risky = oneOf(
  'disabled turned switched removed deleted changed edited moved renamed taken saved stored hard-coded copied pasted wired plugged unplugged connected disconnected given granted swapped muted silenced skipped bypassed overwritten shut stopped lowered set configured reconfigured altered modified put hidden pushed merged loaded forced stuck tied pinned hardwired postponed cancelled dismissed',
);
const moral = oneOf(
  'incompetence negligence carelessness sloppiness recklessness stupidity laziness complacency ineptitude fecklessness unprofessionalism arrogance',
);
const rated = oneOf(
  'communication communications support response responses handling work workmanship quality service testing process processes documentation planning advice information help reply behaviour behavior attitude conduct performance monitoring maintenance',
);
const ratings = oneOf(
  'poor bad slow terrible unacceptable non-existent nonexistent inadequate insufficient lacking useless abysmal appalling dreadful late substandard sloppy careless shoddy atrocious pathetic unprofessional disappointing awful lousy misleading wrong incomplete unhelpful inexcusable',
);
const going = `${oneOf('is was were are been keeps kept')}(?:[a-z]+ly |also |again |still |just )?`;

const changes = oneOf(
  'change changes deploy deployment deployments release patch update commit commits script scripts config configuration migration maintenance rollout decision decisions typo query hotfix fix merge pr code push oversight upgrade experiment restart announcement job refactor refactoring cleanup inaction delay delays silence handling policy instructions attempt test tests work action actions response update updates edit edits command branch feature import',
);
const faultNoun = oneOf(
  'mistake mistakes error errors fault faults negligence carelessness incompetence oversight failure failures blunder blunders sloppiness ignorance misconfiguration inaction laziness recklessness typo misjudgement misjudgment refusal inability unwillingness reluctance neglect failing failings shortcoming shortcomings shortcut shortcuts mishandling mismanagement misstep missteps lapse lapses misuse misunderstanding miscommunication indifference complacency stupidity arrogance tampering interference meddling sabotage procrastination',
);
const frame = `(?:${any('<failing> by|<harm> by|caused by|cause was|cause is|causes was|because|because of|due to|owing to|result of|consequence of|triggered by|down to|came down to|comes down to|boils down to|boiled down to|thanks to|traced to|traced back to|attributed to|stemmed from|stems from|originated from|resulted from|resulting from|arose from|brought on by|brought about by|culprit was|reason was|reason is|reason was that|reason is that|cause was that|started by|initiated by|set off by|introduced by|was all because|simply because|only because|problem was that|problem is that|issue was that')})(?:the fact that |either |apparently |simply |that |in part |partly |mostly |mainly |a (?:change|mistake|decision) (?:by|from) )?`;
const tenseBlame = any('blame|blames|blamed|blaming');
const noun = oneOf(
  'contractor integrator vendor provider supplier engineer developer operator technician carrier registrar consultant',
);

const classes =
  /<(?:without|bad|nobody|outcome|undone|idle|fault|faulting|guard|harm|failing|harming|careless|wrong|broken)>/g;

/** A rule of the predicates of its own source: without one of them in a sentence it is not tried. */
function said(name: string, source: string): ClassedRule {
  return { name, pattern: rule(source), needs: [...new Set(source.replaceAll(aux, '').match(classes) ?? [])] };
}

/** A rule that can hold by its own words. */
const told = (name: string, source: string): ClassedRule => ({ name, pattern: rule(source), needs: [] });

const most = 26;
/** On to the end of the sentence, unless what follows is a reason or a report. */
const onward = `(?:(?!${oneOf('because since as after when while that if until although though where told saw found noticed')})[^ .;:()—|!?"]+ ){0,${most}}?`;

export const structure: readonly ClassedRule[] = [
  said(
    'act-outcome',
    `${oneOf('<person> <role> he she')}${behind}${aux}${done}${onward}(?:<outcome> |<without> |, and <harm> |, and <fault> )`,
  ),
  said(
    'error-by-agent',
    `(?<!${oneOf('effort work patience dedication help efforts diligence')}(?:${inClause}){0,2})on the part of (?:${inClause}){0,3}?${party}`,
  ),
  told(
    'thanks-to',
    `(?:is|was|were|are) (?:entirely|solely|purely|all|largely|mostly|wholly|squarely) (?:down to|because of|due to|thanks to|owing to) (?:${inClause}){0,1}?${party}`,
  ),
  told(
    'mistook',
    `${oneOf('<person> <role> <team> he she')}${behind}${aux}(?:believed (?:that )?(?=${oneOf('he she they')})|thought )(?:that )?(?!${oneOf('about cause root')})(?:(?!${oneOf('cause problem issue culprit outage')})${inClause}){1,4}?(?:was|were|had been|would be) `,
  ),
  told(
    'because-they',
    `because ${oneOf('<person> <role> <team> he she they')}(?:had |simply |just |only )?(?:wanted|decided|thought|believed|chose|assumed|insisted|felt|preferred|hoped|misunderstood|panicked|guessed) `,
  ),
  said('and-fault', `${sure}(?:${within}){1,14}?(?:, )?(?:and|but|then) (?:then |still |also |just )?<idle> `),

  said('subject-fault', `(?:${sure}${behind}|(?:<name>|<org>) ${near})${aux}(?:${bad}|${going}<faulting> )(?!no )`),
  said('subject-fault', `${sure}${behind}${aux}<idle> `),
  said(
    'subject-fault',
    `<role> (?:who (?:is|are|was|were) )?(?:unfamiliar|unaware|untrained|unqualified|unauthorised|unauthorized|not (?:familiar|aware|trained|qualified|authorised|authorized)) `,
  ),
  told(
    'subject-fault',
    `${party}(?:${within}){1,12}?for (?:[a-z]+ly )?(?:<faulting> |<harming> |<undone> |not [a-z]+ing )`,
  ),
  said('subject-fault', `<role> ${done}(?:${within}){1,10}?(?:<undone> |<idle> |<fault> )`),
  said(
    'subject-harm',
    `${agent}${behind}${aux}(?:<harm> |${going}<harming> )(?!${any('the stuck|a stuck|the hung|a hung|the runaway|the stale|the blocked|the long|the query|the process|the session|the job|for a|for the|for maintenance|to apply|to replace|to fix|to prevent|to protect|to stop')})`,
  ),
  said('subject-failing', `${sure}${behind}${aux}(?:<failing> |${going}<harming> )(?!no )`),
  said('subject-careless', `(?:${agent}${behind}|<org> )${aux}<careless> ${inClause}`),
  said('subject-careless', `<vendor> ${aux}silently ${inClause}`),
  said('act-bad', `${oneOf('<person> <role> <team> he she i')}${behind}${aux}${done}(?:${within}){1,8}?<careless> `),
  said('subject-called', `${insult}(?:${oneOf('<role> <team> <vendor> <person>')})`),
  said('act-bad', `${agent}${behind}${aux}${done}(?:${within}){0,10}?(?:<bad>|<without>) `),
  said(
    'act-bad',
    `${agent}${behind}${aux}${done}(?:${within}){0,10}?(?:, )?(?:(?:something )?(?:which |that )?(?:is|was) )?(?:[a-z]+ )?(?:<bad>|<without>) `,
  ),
  said(
    'act-wrong',
    `${agent}${behind}${aux}(?:${done}|${oneOf('restored restarted replaced started completed tested reverted repaired escalated paged informed told called')})(?:${within}){0,5}?<wrong> ${inClause}`,
  ),
  said('act-wrong', `${agent}${behind}${aux}${released}(?:${within}){0,3}?<broken> ${inClause}`),
  said('act-outcome', `${agent}${behind}${aux}${done}(?:${within}){0,12}?(?:, )?<outcome> `),
  said('took-guard', `${agent}${behind}(?:${aux}(?:had|manually|<careless>) (?:${inClause}){0,2}?)<guard> `),
  said(
    'and-fault',
    `${agent}(?:${within}){1,14}?(?:, )?(?:and|but|or|then|,) (?:then |but |and ){0,1}${aux}${oneOf('<fault> <undone> <harm>')}`,
  ),
  said(
    'and-fault',
    `${oneOf('<person> <role> <team>')}(?!${oneOf('is was were are has had have')})(?:${within}){1,14}?(?:, )?<outcome> `,
  ),
  said('error-by-agent', `(?:<wrong>|<broken>) (?:${inClause}){1,7}?by (?:<name> |<vendor> |<org> )?${party}`),
  said(
    'error-by-agent',
    `${oneOf('carelessness negligence incompetence laziness sloppiness recklessness complacency ignorance misunderstanding inattention')}(?:${inClause}){0,4}?on (?:my|his|her|their) part `,
  ),
  said(
    'fault-lies-with',
    `${oneOf('responsibility blame fault')}(?:${inClause}){0,8}?${oneOf('lies rests sits falls lay belongs')}(?:squarely |solely |entirely |firmly )?(?:with|on|at the feet of) (?:${inClause}){0,3}?(?:${party}|them |him |her )`,
  ),
  told(
    'nobody-did',
    `(?:nobody|no one) (?:had |ever )?(?:bothered|thought to|cared|told us|told me|warned us|warned me|asked us|informed us|consulted) `,
  ),
  told(
    'culprit-is',
    `(?:culprit|culprits|guilty party|weak link|one to blame|person to blame|responsible party|offender|offenders) (?:here |this time |again |in this case )?(?:is|was|are|were|being|turned out to be|:) (?:${inClause}){0,3}?${party}`,
  ),
  told('it-was', `(?:it|this) (?:was|is) ${party}(?:who|that) (?!${praised})${inClause}`),
  told('it-was', `${party}(?:is|was|are|were) the (?:one|ones) (?:who|that) (?!${praised})${inClause}`),
  told(
    'because-of',
    `(?:caused by|<failing> by|due to|because of|down to|owing to) ${party}(?:[.;!] |, (?:who|which|again|and not)|again |and not |alone |themselves |itself )`,
  ),
  told(
    'insulted',
    `(?:these|those|the|of|such|by) (?:utter |complete |total |absolute )?${oneOf('clowns idiots amateurs cowboys muppets jokers fools morons monkeys incompetents')}`,
  ),
  told(
    'rated-badly',
    `(?:${party}'s |their )(?:${inClause}){0,3}?${rated}(?:here |on this |so far |throughout )?${oneOf('was is has were are')}(?:been )?(?:[a-z]+ly |very |so |just |simply |far |extremely )*${ratings}`,
  ),
  told(
    'rated-badly',
    `${rated}(?:from|by|of|at) ${party}(?:${inClause}){0,4}?${oneOf('was is has were are')}(?:been )?(?:[a-z]+ly |very |so |just |simply |far |extremely )*${ratings}`,
  ),
  told(
    'their-refusal',
    `(?:${party}'s |my |his |her |their )(?:[a-z]+ ){0,2}?(?:insistence|refusal|inability|unwillingness|reluctance|habit|eagerness|haste|rush|disregard|contempt|failure) (?:to|on|of|for|not|in) `,
  ),
  told(
    'their-decision',
    `(?:${party}'s |my |his |her |their |decision (?:by|of) ${party})(?:[a-z]+ )?(?:decision |choice |plan |attempt )?(?:not to|to (?:skip|ignore|disable|delay|postpone|cut|rush|bypass|go ahead|proceed|push|cancel|silence|mute|defer|override|drop|remove|leave|deploy|ship|change)) (?<=(?:decision|choice|plan|attempt).*)`,
  ),
  told(
    'should-have',
    `(?:could|should|would|might) have been (?:caught|prevented|avoided|noticed|spotted|stopped|found|detected|tested|reviewed|checked|reported|flagged|raised|escalated) (?:[a-z]+ )?by ${party}`,
  ),
  told(
    'knew',
    `(?:${agent}|they )(?:had |has |have |already |well |also |full )*(?:knew|known|was aware|were aware|been aware) (?:of|about|that|full|very|for|it|this) (?:[^ .;:()]+ ){0,16}?(?:but|and|yet|still) `,
  ),
  told(
    'finally',
    `${party}(?:only |has |had |have )*finally (?:responded|replied|answered|acknowledged|admitted|noticed|realised|realized|reacted|called|showed|turned|agreed|woke|told|informed|picked|got|bothered) `,
  ),
  told(
    'slow-to',
    `(?:it )?(?:took|takes|has taken) ${party}(?:over |more than |nearly |almost |another |about |around |at least |well |only )*(?:<(?:span|more|ahead)> |hours |days |weeks |far too long |too long |forever |ages )(?:to|before|until) `,
  ),
  told(
    'slow-to',
    `(?:${agent}|they )only (?:responded|replied|answered|acknowledged|noticed|reacted|told|informed|escalated|looked|realised|realized|called|checked|admitted) (?:${inClause}){0,5}?(?:after|when|once|hours|days|<past>|<span>) `,
  ),
  said('act-bad', `(?:<without>|<bad>) (?:[^ .;:()]+ ){0,12}?, ${agent}${behind}${aux}${done}`),
  told('moral', `(?:${moral}(?:${inClause}){0,6}?${party}|${party}(?:${inClause}){0,6}?${moral})`),
  said('subject-fault', `${agent}(?:${within}){1,8}?by (?:[a-z]+ly )?(?:<faulting>|<harming>) `),
  told(
    'began-when',
    `(?:happened|occurred|began|started|came about|struck|triggered|resulted|stemmed) (?:from )?(?:when|after|because|as|once) ${oneOf('<person> <role> <team> he she i')}${behind}${aux}(?:<harm> |<failing> |${oneOf('removed deleted dropped unplugged disconnected ran pushed changed edited applied merged switched turned entered typed loaded copied moved replaced executed rebooted overwrote shut disabled modified pulled')}(?!(?:the |a |our )?(?:fix|hotfix|rollback|workaround)))`,
  ),
  said(
    'by-agent',
    `${done}(?:${inClause}){0,3}?by (?:${noun})?${party}(?:${within}){0,8}?(?:, )?(?:<bad>|<without>|<outcome>) `,
  ),
  told(
    'by-agent',
    `(?:was|were|been|got) (?:[a-z]+ly |<careless> )?(?:deleted|dropped|wiped|unplugged|cut|severed|erased|overwritten|truncated|corrupted|purged|emptied) (?:${inClause}){0,2}?by (?:${noun})?${party}(?!(?:for|to|as|so) )`,
  ),
  told(
    'destroyed',
    `${oneOf('<person> <role> <team> he she i')}${behind}${aux}(?:deleted|dropped|wiped|erased|purged|truncated|unplugged|overwrote|formatted|lost|unseated|powered off) (?!(?:[^ ,.;]+ ){0,2}?${oneOf('stale stuck corrupt corrupted old bad duplicate temporary temp unused orphaned orphan expired faulty failed broken test empty dead rogue spare obsolete access contact connectivity connection visibility sight power time')})(?:the |our |a |an |all |both |some |one |two |every |half )`,
  ),
  told(
    'error-by-agent',
    `${oneOf('typo typos mistake mistakes error errors slip slips change edit bug oversight')}(?:that |which )?(?:${party}|he |she |i )(?:had |has )?(?:made|introduced|left|committed|put) `,
  ),
  told(
    'slow-to',
    `${agent}${behind}(?:responded|replied|answered|acknowledged|reacted|told us|informed us|escalated|looked|called|came|admitted) only (?:after|when|once) `,
  ),
  said(
    'possessive-harm',
    `${changes}(?:made |done |run |applied )?by (?:one of )?(?:${noun})?${party}(?:${within}){0,5}?(?:<harm> |<failing> |<outcome> )`,
  ),
  told(
    'had-to',
    `${agent}(?:was |were |had been |has been )(?:asked|told|instructed|required|reminded|scheduled|assigned|paid|expected|due) to (?:[^ .;:()]+ ){1,14}?(?:, )?(?:but|and yet|yet|and instead|and never|and then) `,
  ),
  told(
    'asked-why',
    `(?:why (?:on earth |in the world )?(?:did|does|has|had) ${party}(?:not|never) |how could ${party}|what (?:was|were) ${party}thinking )`,
  ),
  told(
    'had-done',
    `${oneOf('<person> <role> <team> he she they')}${behind}(?:[a-z]+ly |also |already )?had (?:[a-z]+ly |also |already |just |once |apparently )*${risky}${inClause}`,
  ),
  told(
    'did-twice',
    `${oneOf('<person> <role> <team> <vendor> he she i')}${behind}${aux}(?:ran|applied|executed|sent|submitted|billed|charged|imported|booked|posted) (?:${within}){1,5}?(?:twice|a second time|three times) `,
  ),
  told(
    'adjunct',
    `${oneOf('<person> <role> <team> he she')}, (?:who (?:was|were) )?(?:[a-z]+ly )?(?:unaware|unfamiliar|unsure|believing|thinking|assuming|mistaking|forgetting|ignoring|not (?:knowing|realising|realizing|thinking|checking|wanting|aware)|confusing|lacking|keen|eager|anxious|in a (?:hurry|rush)|under pressure|<faulting>) `,
  ),
  said('nobody-did', '<nobody> '),
  said('and-fault', `${agent}(?:${inClause}){1,18}?(?:and|but) (?:then )?<careless> ${inClause}`),
  said('by-agent', `(?:<failing>|<harm>|<fault>) (?:[^ .;:()]+ ){0,12}?by (?:me|myself|him|himself|her|herself) `),
  told(
    'responsible-for',
    `${oneOf('bug bugs problem problems outage error errors mess mistake mistakes regression failure damage incident')}(?:that |which )?(?:${party}|i |he |she |they )(?:am|is|are|was|were) (?:[a-z]+ly )?(?:responsible|to blame) for `,
  ),
  said(
    'and-fault',
    `${agent}(?:${within}){1,14}?(?:, )?(?:and|but|then) (?:then |just |[a-z]+ly )?(?:${done}(?:${within}){0,4}?(?:<wrong> |<bad> |<without> )|${released}(?:${within}){0,2}?<broken> )${inClause}`,
  ),
  said('and-fault', `${agent}(?:${within}){1,14}?, (?:[a-z]+ly )?<faulting> `),
  told(
    'cause-agent',
    `${frame}(?:me|him|her|them) (?:(?:not |never )?having [a-z]+ed |(?:not |never )?(?:[a-z]+ly |<careless> )?${doing})`,
  ),
  said('instead-of', `(?:<bad>|rather than) (?:[a-z]+ing )(?:[^ .;:()]+ ){1,16}?, ${agent}${behind}${aux}${inClause}`),
  said(
    'no-word-from',
    `(?:no|zero|little|any) (?:[a-z]+ )?${oneOf('notice warning communication response answer reply explanation help support information word apology update heads-up announcement')}(?:whatsoever |at all )?(?:from|by) ${party}`,
  ),
  said('thanks-to', `(?:brought to you by|courtesy of) ${party}`),
  told(
    'promised',
    `${agent}(?:had |has )?(?:insisted|insists|promised|promises|swore|swears|guaranteed|claimed|claims|maintains|assured us|assured everyone) (?:[^ .;:()]+ ){1,14}?(?:, )?(?:but |and |yet |only to |while |<outcome> )`,
  ),
  said(
    'pressed',
    `${agent}${behind}${aux}(?:pushed|pressured|pressed|forced|bullied|ordered|rushed) (?:us|everyone|them|<team>|<role>|<person>) (?:to|into) `,
  ),
  said(
    'unanswered',
    `(?:emails|calls|tickets|requests|messages|questions|warnings|reports|complaints) (?:to|with) ${party}(?:have |has |had )?(?:gone|went|go|were|are|was|remain|remained) (?:un[a-z]+ed|ignored) `,
  ),
  said(
    'and-fault',
    `${agent}(?:${within}){1,14}?(?:, )?(?:and|but|then|,) (?:then |but |and ){0,1}(?:[a-z]+ly |, )*(?:(?:<careless>|<bad>|<without>) (?:, )?)(?:${inClause}|[^a-z<]+ )`,
  ),
  said(
    'by-agent',
    `(?:${oneOf('<fault> <harm> <failing> <undone> <guard> <outcome>')}|<careless> )(?:${inClause}){0,5}?by (?:${noun})?${party}(?!(?:'s )?${oneOf('outage incident issue problem maintenance api service network')})`,
  ),
  said(
    'by-agent',
    `${done}(?:${inClause}){0,3}?by (?:${noun})?${party}${behind}(?:${aux}<undone> |(?:<bad>|<without>) |<outcome> |${aux}<fault> )`,
  ),
  told(
    'cause-agent',
    `${frame}(?:${noun})?${agent}${behind}${aux}(?:${done}|${doing}|<fault> |<harm> |<failing> |<undone> |<guard> )(?:${within}){0,6}`,
  ),
  said(
    'error-by-agent',
    `(?:${faultNoun}|(?:lack|absence) of (?:[a-z]+ ){1,3}|${oneOf('poor bad wrong sloppy careless terrible slow reckless hasty inadequate insufficient')}${oneOf('decision decisions work handling judgment judgement communication planning management choice choices coordination workmanship maintenance support testing configuration response practices service job design')})(?:was |is )?(?:made |committed |caused |introduced )?(?:by |of |from |within |inside |between |among |on the part of |on behalf of |at the hands of )(?:one of )?(?:the |our |a )?(?:${noun})?(?:former |${inClause})?${party}(?!'s )`,
  ),
  said(
    'error-by-agent',
    `(?:(?:${faultNoun}|[a-z]+ )on ${party}'s (?:part|side|behalf|end) (?<=(?:${faultNoun}).*)|${oneOf('sloppiness laziness carelessness negligence incompetence complacency arrogance')}(?:at|in|among) ${party})`,
  ),
  said(
    'error-by-agent',
    `${party}(?:'s )?${oneOf('error errors mistake mistakes misconfiguration blunder screw-up screwup typo negligence oversight incompetence carelessness')}(?!${oneOf('page pages message messages code codes rate rates log logs budget budgets')})`,
  ),
  told(
    'possessive-harm',
    `(?:${party}'s |my |his |her )(?:[a-z-]+ ){0,2}?${changes}(?:${within}){0,5}?(?:<harm> |<failing> |<outcome> |<fault> |introduced |is what |was what |did not (?:work|help))`,
  ),
  told(
    'had-they',
    `(?:had|if|if only|unless) (?:${agent}|they )(?:[^ ;:()—|.!?"]+ ){1,24}?(?:would not|would have|could have|might have|would never|would be|would still|may not have|might not) `,
  ),
  told(
    'had-they',
    `(?:would not have|would have|could have|might have|would never have|would not be|need not have|should not have)(?: [^ ;:()—|.!?"]+){1,14}? (?:had|if|if only) (?:${agent}|they )(?:${inClause}){1,6}`,
  ),
  said(
    'should-have',
    `(?:${agent}${behind}|they )(?:[a-z]+ly )?(?:should|ought to|could) (?:also |at least |really |never |not |have |easily |clearly |probably ){0,3}have (?!been )(?:[a-z]+ly )?(?:[a-z-]+ed|known|caught|done|told|made|run|seen|read|thought|given|taken|kept|set|sent|put|had|written|spoken|chosen|gone|let) `,
  ),
  said(
    'complaint',
    `(?:not (?:[a-z]+ )?(?:happy|impressed|satisfied|pleased|thrilled|good enough)|unhappy|disappointed|frustrated|furious|angry|fed up|appalled|annoyed|dissatisfied|unimpressed|sick and tired|tired|dismayed|unacceptable|inexcusable|poor form|let down) (?:with|at|by|in|about|of|from|for) (?:how |the way |what )?(?:poorly |badly )?${party}`,
  ),
  said(
    'blame-put',
    `(?:${tenseBlame}(?:on |for this on )?(?:[^ ,;:()—|.!?]+ ){0,3}?${party}|blame (?:${inClause}){0,8}?(?:on|with|at) (?:${inClause}){0,4}?${party}|(?:hold|holds|held|holding) (?:[^ ,;:()—|.!?]+ ){0,2}?(?:${party}|them |him |her )(?:${inClause}){0,2}?(?:responsible|accountable|liable) )`,
  ),
  said('they-fault', `they ${aux}(?:<fault> |<careless> ${inClause}|<undone> )`),
  said('they-fault', `they (?:${within}){1,16}?<without> `),
  told(
    'you-fault',
    `you (?:have |had )?(?:${done}(?:${within}){0,10}?<without> |(?:broke|forgot|ignored|decided not to|chose not to) )`,
  ),
  said(
    'blame-put',
    `<role> (?:for |who (?:is|are|was|were) responsible for )?(?:this|the|that|these|it) (?:[a-z]+ ){0,2}?${oneOf('mistake error outage mess failure incident damage blunder breach loss disruption fiasco debacle')}`,
  ),
  said(
    'their-fault',
    `(?:for|about|by|of|due to|through|despite|given|to|with) (?:all )?(?:his|her|their) (?:own |sheer |gross |total |complete |utter |repeated )?${oneOf('negligence carelessness incompetence sloppiness laziness recklessness stupidity ignorance arrogance inaction refusal unwillingness indifference complacency blunder')}`,
  ),
];

/** Holds where somebody is named in the sentence for whom "they" can stand. */
export const ofThem: readonly ClassedRule[] = [
  said(
    'they-fault',
    `they ${aux}(?:<fault> |<undone> |<idle> |<harm> |<failing> |<careless> ${inClause}|${done}(?:${within}){0,8}?(?:(?:<bad>|<without>) |<outcome> |<wrong> ))`,
  ),
  said(
    'their-fault',
    `(?:his|her|their|its) (?:own )?(?:${faultNoun})(?:${inClause}){0,4}?(?:<harm> |<failing> |<outcome> |led |was |is |has )`,
  ),
];
