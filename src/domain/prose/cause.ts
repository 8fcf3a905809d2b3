import type { ProseFinding } from './finding.ts';
import { any, gap, has, oneOf, rule, word, matchesOf } from './pattern.ts';
import { lineOf, spanOf, type Token } from './tokens.ts';

const be = oneOf("is are was were be been 's being has have had");
const adverb = `(?:${any('most|very|quite|also|now|likely|probably|possibly|potentially|perhaps|maybe|currently|mostly|somehow|again|just|largely|primarily|mainly|in fact|at least|in part|partly|partially|either|actually|really|strongly|highly|directly|indirectly|not unlikely')}){0,3}`;
/** Words that tie an effect to its cause. */
const tie = `(?:behind (?!${oneOf('us schedule it on')})|${any(
  'caused by|cause of|due to|related to|unrelated to|linked to|connected to|connected with|tied to|attributable to|attributed to|associated with|triggered by|introduced by|introduced in|brought on by|driven by|because of|because|the result of|a result of|as a result of|result from|resulting from|resulted from|stemming from|stem from|stems from|stemmed from|coming from|come from|comes from|came from|originating|originate|originates|originated|arising from|arise from|arises from|rooted in|down to|a consequence of|a side effect of|side effect of|to blame|at fault|responsible|the culprit|the cause|the root cause|the reason|the source of|a factor|the trigger|is the problem|be the problem|to do with|is the issue|be the issue|traced to|traced back|an artifact of|in connection with|correlated with|induced by|set off by|started with|began with|started after|began after|started when|began when|start with|prompted by|provoked by|sparked by|a symptom of|explained by|isolated to',
)})`;
const makes = oneOf(
  'caused causing cause causes triggered triggering trigger triggers introduced introducing broke broken breaks breaking overloaded overloading overwhelmed overwhelming led exhausted exhausting corrupted crashed flushed blocked blocking filled saturated brought took knocked contributed contributing wiped removed invalidated led leading results resulted originates stems originating explains killed hit locked expired misconfigured filled leaking slowing slowed holding hogging consuming stalling hammering flooding starving throttling rejecting preventing dropping hanging',
);
const thing = oneOf(
  'cause causes root culprit reason source trigger problem issue fault bug incident outage failure errors error slowness latency slowdown disruption behaviour behavior timeouts failures it this that these degradation increase spike delay delays impact trouble cause interruption outages issues problems',
);
const seems =
  `(?<!(?:a|to|please|can|you|the|and|or) )` +
  oneOf('appears appear seems seem looks look appeared seemed sounds smells feels looking') +
  `(?!${oneOf('for into at forward after')})`;
/** A noun that names what went wrong or what it went wrong in, as against a measure of how bad it is. */
const notCause = has(
  any(
    'full recovery|recovery by|resolved|fixed|recovering|recovered|recover|worked|restored|stable|stabilising|stabilizing|healthy|working|back|normal|operational|limited to|only|isolated incident|contained|affected|affecting|impacting|mitigated|improving|improved|improvement|holding|helping|helps|effective|succeeded|successful|complete|completed|finished|partial|widespread|subset|small number|intermittent|under control|down|unavailable|unable|unreachable|slow|degraded|safe|were lost|was lost|been lost|lost data|able|clear|good|better|worse|ongoing|gone|subsiding|dropping|falling|decreasing|users|customers|percent|experiencing|seeing|steady|progressing|caught|most|fine|up|online|ready|done|over|returning|returned|decreased|fewer|less|the impact|longer|same time|data loss|no data|not affected|minutes|hours|need|needs|draining|catching up|clearing|flowing|moving|processing|the fix|the workaround|the mitigation|the rollback',
  ),
);
const causal = has(`(?:${tie}|${makes})`);
const component = oneOf(
  'dns network networking database db cache redis cdn proxy balancer balancers firewall router switch certificate cert upstream vendor provider server servers cluster disk storage memory queue broker kafka deploy deployment release rollout upgrade update patch migration change config configuration flag cron job node nodes region datacenter kernel driver bug leak deadlock race ddos attack traffic load spike index query queries pool replication replica failover partition loop cable fiber fibre hardware software code limit quota limiter timeout gateway api service host hypervisor container image pod pods package library version script isp aws azure gcp cloudflare scheduler session token layer pipeline outage bgp routing certificates vpn nat permission permissions account auth middleware dependency integration third-party webserver infrastructure power feature optic optics transceiver card line-card module psu fan board controller dimm nic sfp raid ups breaker fuse splice battery capacitor',
);
const negation = has(
  any(
    'not believe|not think|not suspect|not appear|not seem|not look|not likely|no longer|ruled out|rule out|unlikely|no evidence|no sign|no signs|no indication|not related|not caused|not due|unrelated|not be related|not be caused|not be due|nothing|not the cause|exonerated|never',
  ),
);
const unnamed = has(
  `(?:cause|source|reason|root cause|it) (?:of ${gap(6)})?${be}(?:currently |still |yet |as yet )?(?:not |unknown |unclear |being |under )`,
);

const believe = `(?:${any('believe|believes|believed|thinking|from what we can tell|as far as we can tell|from what we know|from what we see|from what we can see|what we know so far|at first glance|at first sight|on first look|to our knowledge|wonder if|wondering if|think|thinks|thought|assume|assumes|assumed|assuming|guess|guessing|guesses|reckon|presume|figure|theorize|hypothesize|speculate|suspect|suspects|suspected|suspecting|suspicion|fairly sure|pretty sure|quite sure|fairly certain|pretty certain|fairly confident|pretty confident|almost certain|almost sure|convinced|betting|bet|hunch|our guess|my guess|best guess|theory|hypothesis|our assessment|initial assessment|current assessment|preliminary assessment|our read|our belief|current belief|our impression|money is on|feeling|inclined to|leaning towards|leaning toward|assumption is|assumption|assumptions|chances are|odds are|it is possible that|quite possible that|very possible that|it is likely that|very likely that|it is probable that|it is conceivable that|possible that|likely that|probable that|conceivable that|reason to believe|understanding is|understand|best we can tell|far as we know|far as we can see|initial thinking|possibility is|explanation is|possibility|possibility we are looking at is|possibility being looked at is')}|it is (?:quite |very |also |still )?${oneOf('possible likely probable conceivable')}(?!${oneOf('to for you some users customers many most')}))(?:is |was )?(?:, |: )?`;

const openNot = has(
  any(
    'safe|safest|best|better|option|wait|should|can|will|would|intact|correct|enough|helpful|useful|worth|important|necessary|impact|scope|customer|user|users|people|everyone|nobody|team|requests|orders|emails|messages|accounts|regions|payments|affects|affect|impacts|lasted|started|began|duration|plan|approach|rollback|way|next step|outcome|numbers|count|timeline|time|data|product|community|feature|idea|future|choice|rule|standard|benefits|goal|most important|right|wrong|reasonable|fair|great',
  ),
);

const findings = oneOf(
  'indication indications sign signs evidence data logs log metrics results result analysis investigation investigations findings finding assessment diagnosis diagnostics tests testing graphs traces symptoms reports information review look debugging telemetry',
);
const hedgeOpens = `(?:(?:judging|going) (?:by|from) ${gap(6)}, |(?:initially )?based on (?:what |our |the |initial |early |preliminary |current )${gap(7)}, |there is (?:a |some )?${gap(2)}${oneOf('chance possibility likelihood probability suspicion')}(?:that )?|${oneOf('view opinion impression consensus sense reading assessment')}(?:is |was |remains )(?:that )?|in all likelihood (?:, )?|more than likely (?:, )?|by all accounts (?:, )?)`;
/** Behind these a whole statement is a guess, whatever its verb is. */
const openHedge = `(?:(?<=^ |, )seems (?:like |that )?|${believe}|${hedgeOpens}|(?:it |this )(?:now |currently |also )?(?:would )?(?:appears|appear|seems|seem|looks|look|appeared|sounds) (?:very much |a lot |rather |to us |to me |at this point |so far |now )?(?:that |as if |as though |like |, )?|${findings}(?:so far |at this point |from ${gap(3)}|of ${gap(3)}|by ${gap(3)})?(?:is |are |currently |would |also )?(?:suggest |suggests |suggesting |indicate |indicates |indicating |implies |imply |hints |hint )?that |(?:suggest|suggests|indicate|indicates|imply|implies) (?:that )?)`;
const verbPast = `(?:${word}(?<=ed )|${oneOf('ran cut went lost sent set broke fell took left wrote held hit shut got gave grew hung froze began led blew stole sank spun tore wound put drove fails runs sends keeps blocks locks leaks holds stops crashes loses shares uses carries lacks misses')})`;

interface CauseRule {
  readonly name: string;
  readonly pattern: RegExp;
  /** Whether words of scope, recovery or relief in the match mean that it is no guess at a cause. */
  readonly strict: boolean;
  /** Whether anything may follow the hedge but what `openNot` names. */
  readonly open?: boolean;
}

const rules: readonly CauseRule[] = [
  { name: 'belief-cause', pattern: rule(`${believe}${gap(14)}(?:${tie}|${makes})${gap(5)}`), strict: true },
  {
    name: 'belief-found',
    pattern: rule(
      `${believe}(?:that )?(?:we |they |i )?(?:have |may have |might have )?(?:${oneOf('identified found located isolated pinpointed know understand traced')})${gap(4)}${oneOf('cause culprit source issue problem reason')}`,
    ),
    strict: false,
  },
  {
    name: 'belief-is',
    pattern: rule(
      `${believe}(?:that )?(?:(?:the |this |our |these |a )?${gap(3)}(?:${thing})${gap(5)}|it |that |this |we are )(?:${be}|${oneOf('lies lie may might could')}(?:be )?)${adverb}(?:${oneOf('a an the our with in on at one from some another that within human operator malicious')}|${component})${gap(6)}`,
    ),
    strict: true,
  },
  {
    name: 'belief-open',
    pattern: rule(
      `(?:we |i |engineers |team |currently |still |is |also )?${openHedge}(?:that )?(?:${oneOf('a an the our some another one two several multiple contractors human there')}(?!no )|${component})${gap(6)}(?:${oneOf('is are was were has have had did does')}(?:${oneOf('now also already still not currently being')})?(?:${word})|${verbPast})${gap(1)}`,
    ),
    strict: true,
    open: true,
  },
  {
    name: 'suspicion',
    pattern: rule(
      `(?:we |i |us |they |engineers |team |currently |still |now |is |are |strongly |also |and )${oneOf('suspect suspects suspected suspecting')}(?:that )?${gap(8)}`,
    ),
    strict: true,
  },
  {
    name: 'suspicion',
    pattern: rule(
      `(?:a |the |an |due to |by )${oneOf('suspected presumed apparent possible probable')}(?:${gap(3)})(?:${component}|${oneOf('fault failure issue problem error misconfiguration breach intrusion overload')})`,
    ),
    strict: true,
  },
  {
    name: 'suspicion',
    pattern: rule(
      `${oneOf('suspicion suspicions hunch hypothesis theory guess')}(?:at the moment |right now |so far |currently |for now )?(?:${be}|that |: |falls on |on )${gap(8)}`,
    ),
    strict: true,
  },
  {
    name: 'seems-cause',
    pattern: rule(
      `${seems}(?!${oneOf('broken degraded locked corrupted blocked expired dropped')})${gap(8)}(?:${tie}|${makes})${gap(5)}`,
    ),
    strict: true,
  },
  {
    name: 'seems-like',
    pattern: rule(
      `${oneOf('looks look seems sounds smells feels looking seem sound looked')}(?:a lot |very much |to us |quite )?like (?!(?:about |around |at least )?(?:another |<(?:span|more)> ))${gap(8)}`,
    ),
    strict: true,
  },
  {
    name: 'seems-to-be',
    pattern: rule(
      `${seems}(?:to us |to me )?(?:to )?(?:be |have been )?${adverb}(?:with |(?<=be |lie )${oneOf('in on at within from')}|lie |dns |${oneOf('a an the our some one another')}${gap(4)}(?:${component}|${oneOf('issue problem bug fault failure error misconfiguration regression glitch overload')})|${component})${gap(4)}`,
    ),
    strict: true,
  },
  {
    name: 'seems-to-be',
    pattern: rule(
      `${seems}(?:to us |to me )?to (?:be |have been )${adverb}(?:running out of|running low on|out of (?:memory|disk|space|file)|leaking|stuck|deadlocked|misconfigured|saturated|overloaded|overwhelmed|corrupted|flapping|throttled|rate-limited|under attack|exhausted|hammering|hammered) ${gap(4)}`,
    ),
    strict: false,
  },
  {
    name: 'seems-to-be',
    pattern: rule(
      `what (?:(?:appears|seems|looks) (?:to be |like )|(?:we|i|they) (?:think|believe|suspect|assume) (?:is|was|to be) )${gap(5)}`,
    ),
    strict: true,
  },
  {
    name: 'may-cause',
    pattern: rule(
      `${oneOf('may might could must')}(?:well |also |possibly |potentially |in fact |perhaps )?(?:(?:have |be |have been )?${adverb}(?:${tie}|something to do with )|have ${adverb}${makes}|explain |account for |(?<!this (?:may|might|could) )be ${adverb}${oneOf('causing triggering contributing breaking overloading blocking leading')})${gap(5)}`,
    ),
    strict: true,
  },
  {
    name: 'may-cause',
    pattern: rule(
      `${component}${gap(2)}${oneOf('may might could')}have ${oneOf('lost run hit exceeded reached crashed failed expired died stopped rebooted restarted filled')}${gap(3)}`,
    ),
    strict: false,
  },
  {
    name: 'may-be',
    pattern: rule(
      `${oneOf('it this that problem issue cause culprit trigger')}${oneOf('may might could must')}(?:well |also |possibly |just |simply |again )?(?:be |have been )${adverb}(?:${oneOf('a an the our some one another in with on')}|${component})${gap(4)}`,
    ),
    strict: true,
  },
  {
    name: 'may-be',
    pattern: rule(
      `(?<=(?:^|,|:|—|or) )${oneOf('could might')}(?:well |just |also )?be ${adverb}(?:${oneOf('a an the our some in with')}|${component})${gap(4)}`,
    ),
    strict: true,
  },
  {
    name: 'may-be',
    pattern: rule(
      `(?<=^ |, |: )${oneOf('could might may')}(?!${oneOf('we you i')})${gap(4)}be ${adverb}(?:${oneOf('from a an the due caused related because down to behind')})${gap(4)}`,
    ),
    strict: true,
  },
  {
    name: 'may-be',
    pattern: rule(
      `there ${oneOf('may might could')}(?:well |also )?(?:be|have been) (?:a |an |some |several )?${gap(2)}${oneOf('problem problems issue issues bug bugs fault faults leak loop misconfiguration')}(?:with |in |on |between )${gap(5)}`,
    ),
    strict: true,
  },
  {
    name: 'adverb-cause',
    pattern: rule(
      `${oneOf('possibly probably likely presumably potentially perhaps maybe apparently seemingly conceivably supposedly allegedly reportedly evidently')}${gap(5)}(?:${tie}|${makes})${gap(5)}`,
    ),
    strict: true,
  },
  {
    name: 'adverb-is',
    pattern: rule(
      `(?:${be}|are )(?:most |very |quite |also )?${oneOf('possibly probably likely presumably perhaps maybe apparently')}(?:just |also |again )?${oneOf('faulty broken defective misconfigured corrupt corrupted bad dead expired exhausted saturated stuck leaking looping overloaded flooded')}`,
    ),
    strict: false,
  },
  {
    name: 'adverb-is',
    pattern: rule(
      `(?:${thing}|it )(?:${be}|are )(?:most |very |quite |also |more than )?${oneOf('possibly probably likely presumably perhaps maybe apparently')}(?:just |also |again )?(?:${oneOf('a an the our some one another in with on')}|${component})${gap(4)}`,
    ),
    strict: true,
  },
  {
    name: 'may-be',
    pattern: rule(
      `(?:investigating|checking|looking into|looking at|determine|determining|see|verify|verifying|unclear) ${oneOf('whether if')}${gap(4)}(?:${be}|may |might |could |have |has )?${gap(3)}(?:${tie}|${oneOf('caused triggered introduced broke')})${gap(4)}`,
    ),
    strict: true,
  },
  {
    name: 'likely-cause',
    pattern: rule(
      `${be}(?:currently |now |widely |also )?${oneOf('presumed believed thought suspected assumed understood reckoned')}(?:to (?:be|have been|lie|come|originate|stem) )${gap(1)}(?:${tie}|${oneOf('in with within on at a an the our from')})${gap(5)}`,
    ),
    strict: true,
  },
  {
    name: 'likely-cause',
    pattern: rule(
      `${oneOf('likely probable possible potential suspected presumed apparent prime plausible')}(?:root |underlying |main |primary |contributing )?${oneOf('cause culprit reason source suspect trigger explanation candidate')}`,
    ),
    strict: false,
  },
  {
    name: 'seems-like',
    pattern: rule(
      `${oneOf('looks look seems appears')}(?:very |quite |a lot |strikingly )?(?:similar to|identical to|the same as) ${gap(8)}`,
    ),
    strict: true,
  },
  {
    name: 'working-theory',
    pattern: rule(
      any(
        'working theory|working hypothesis|working assumption|leading theory|leading hypothesis|current theory|current hypothesis|current thinking|current assumption|current suspicion|best guess|best theory|initial theory|initial hypothesis|main suspect|prime suspect|leading suspect|number one suspect|main theory|my money|my guess|our guess|my hunch|bet on|betting on|my bet|one theory|likely link|possible link|potential link|possible connection|likely connection|potential connection|possible correlation|could this be|might this be|could it be|might it be|may this be|consistent with|suggestive of|indicative of|probable explanation|likely explanation|possible explanation|prevailing theory|initial suspicion',
      ),
    ),
    strict: false,
  },
  {
    name: 'signs-point',
    pattern: rule(
      `(?:${oneOf('point points pointing pointed hint hints hinting leans leaning')})(?:strongly |us |clearly |currently |squarely )?${oneOf('to at towards toward')}${gap(6)}`,
    ),
    strict: true,
  },
  {
    name: 'signs-suggest',
    pattern: rule(
      `${oneOf('suggest suggests suggesting suggested indicate indicates indicating indicated imply implies')}(?:that )?${gap(10)}(?:${tie}|${makes}|${oneOf('problem issue fault bug failure misconfiguration regression leak')}(?:with |in |at |on |between |inside )|${gap(2)}${any('packet loss|congestion|saturation|exhaustion|overload|starvation|contention')}|${oneOf('a an some')}${gap(4)}${oneOf('problem issue fault bug failure attack leak loop misconfiguration regression overload deadlock race breach cut outage flap crash corruption exhaustion saturation')})${gap(4)}`,
    ),
    strict: true,
  },
  {
    name: 'signs-suggest',
    pattern: rule(
      `${oneOf('suggest suggests suggesting indicate indicates indicating')}(?:that )?(?:the |this |it |our )?(?:issue |problem |cause |fault |it |this )?(?:${be}|lies )${adverb}(?:with |in |on |at |a |an |the |within |${component})${gap(5)}`,
    ),
    strict: true,
  },
];

const hedgeHead = new RegExp(`^.*?${openHedge}`);
const coinciding = rule(
  `(?:${any('correlates with|correlate with|coincides with|coincide with|coincided with|lines up with|line up with|correlated with')})${gap(5)}(?:${component}|${oneOf('deployment push restart work rotation maintenance')})`,
);
const fragment = rule(
  `(?:most likely |likely |probably |presumably |possibly |perhaps |maybe |apparently |potentially )(?:just |again |yet |another |it is |a case of )?(?:${oneOf('a an the our some another one')})?${gap(5)}(?:${component}|${oneOf('bug fault failure')})`,
);
const aside = rule(
  `\\( ${oneOf('likely probably possibly presumably perhaps maybe apparently potentially')}(?:, )?${gap(3)}(?:${component}|${oneOf('bug fault failure error issue problem mistake')})`,
);
const opening = /^ (?:(?:and|but|or|so|update|well|hm|ok|,|:|—|-) )*$/;
const regret = has(any('apologize|apologise|apologies|sorry|inconvenience|inconveniences'));

/** Causes that are guessed at: a hedge together with what ties an effect to its cause. */
export function causeFindings(tokens: readonly Token[]): ProseFinding[] {
  const line = lineOf(tokens);
  if (negation.test(line.text) || regret.test(line.text)) return [];
  const found: ProseFinding[] = [];
  const add = (name: string, index: number, length: number): void => {
    found.push({ kind: 'cause', ...spanOf(line, index, length), rule: name, parameters: {} });
  };
  for (const { name, pattern, strict, open } of rules) {
    for (const match of matchesOf(pattern, line.text)) {
      if (strict && notCause.test(match[0]) && !firmlyCausal(match[0])) continue;
      if (unnamed.test(match[0]) || (open && openNot.test(match[0].replace(hedgeHead, ' ')))) continue;
      add(name, match.index, match[0].length);
    }
  }
  for (const match of matchesOf(coinciding, line.text)) add('signs-point', match.index, match[0].length);
  for (const match of matchesOf(aside, line.text)) add('fragment-guess', match.index, match[0].length);
  for (const match of matchesOf(fragment, line.text)) {
    const after = line.text.slice(match.index + match[0].length, match.index + match[0].length + 12);
    if (opening.test(line.text.slice(0, match.index)) && !/^(?:users|customers|will|requests|may)/.test(after))
      add('fragment-guess', match.index, match[0].length);
  }
  return found;
}

/** "Most customers" in what follows a tie is whom it hit; only what stands before it says what the hedge is about. */
function firmlyCausal(found: string): boolean {
  const [first] = found.split(causal);
  return causal.test(found) && !notCause.test(` ${(first ?? '').trim()} `);
}
