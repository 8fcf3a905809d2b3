// What can be said of somebody, by class. A rule asks for a class, so that a word added here is known to all of them.
import { any, oneOf } from './pattern.ts';
import { type Collapse, collapse, type Token } from './tokens.ts';
import { forms } from './verbs.ts';

/** Done in haste, by accident or without leave. */
const careless =
  'accidentally mistakenly carelessly inadvertently wrongly wrongfully incorrectly erroneously blindly hastily recklessly unintentionally improperly negligently stupidly clumsily prematurely foolishly sloppily thoughtlessly unwittingly unknowingly unilaterally needlessly unnecessarily irresponsibly naively lazily wilfully willfully knowingly blithely casually cavalierly sneakily mindlessly impatiently rashly unthinkingly absent-mindedly absentmindedly inexplicably quietly unadvisedly unhelpfully';

const join = (...parts: readonly string[]): string => `(?:${parts.join('|')})`;

/** Only people forget, refuse and bypass. */
const faults = forms(
  'forget/forgot/forgotten neglect disregard botch bungle fumble flub* fluff blunder goof bork mess_up screw_up muck_up foul_up stuff_up cock_up balls_up slip_up fat-finger fatfinger mistype bypass circumvent violate breach skip* rush omit* sabotage jeopardise jeopardize endanger panic/panicked dither dawdle procrastinate underestimate overestimate downplay conceal cover_up lie/lied refuse_to decline_to neglect_to cut/cut_corners drop*_the_ball deny_making deny_any deny_responsibility deny_having deny_that fall/fell/fallen_asleep fall/fell/fallen_for sleep/slept_through brush_off shrug*_off wave_through rubber-stamp nod*_through sign_off_on muddle mix_up confuse mess_with tamper_with meddle_with tinker_with play/played_around fiddle_with overstep* hardcode hard-code cobble_together phone_in sit/sat_on give/gave/given_away walk_off stonewall ghost scapegoat trip*_over trample oversleep/overslept roll_the_dice waive overrule mislay/mislaid gamble withhold/withheld hide/hid/hidden take/took_shortcuts take/took_a_shortcut gloss_over skim* glance_at glance_over click_through breeze_through barely_look scoff_at laugh_off turn_a_deaf_ear outright_refuse miscount jump_the_gun improvise bluff fudge cheat abuse copy-paste guess_at lose/lost_track lose/lost_sight lose/lost_patience lose/lost_interest give/gave/given_up abandon walk_away_from brush_aside wave_away laugh_at play_down sweep/swept_under bury/buried stand/stood_by hang/hung_up_on go/went/gone_rogue go/went/gone_behind go/went/gone_missing overstep* exceed_his exceed_their leave/left_out leave/left_off leave/left_behind cross-wire double-book drag*_their drag*_its drag*_his',
);
/** Systems break and crash others too; of a name that nobody knows it says little. */
const harms = forms(
  'break/broke/broken wreck ruin nuke wipe wipe_out trash hose brick torch destroy obliterate kill sever cripple clobber blow/blew/blown_up blow/blew/blown_away take/took/taken_down take/took/taken_us take/took/taken_out knock_out knock_over knock_offline bring/brought_down lock_out let/let_down pull_the_plug trip* strand cost/cost_us paralyse paralyze wreak_havoc null-route blackhole drop*_production',
);
/** What systems do as well as people. */
const failings = forms(
  'fail_to fail_us cause trigger corrupt crash overload overwhelm flood saturate exhaust leak expose lead/led_to result_in set/set_off contribute_to delay disrupt interrupt degrade damage overlook ignore miss neglect worsen exacerbate aggravate lose/lost_our lose/lost_the_data',
);
const mistaken =
  '(?:mis(?!s|t|er|ch|cell|d)[a-z]+(?:ed|es|read|took|led|understood|spoke) |misdirected |misdiagnosed |mistook |mistyped |misjudged |overwrote |overrode |overridden )';
const misdoing = '(?:mis(?!s|t|er|ch|cell|d)[a-z]+ing |misdirecting |mistaking |mistyping |overriding )';
const badThing = `(?:(?:a|an|the|another|this|that|one|some|two|several|many|multiple|his|her|their|its|any|too many|such a) )?(?:[a-z-]+ )?${oneOf('mistake mistakes error errors typo typos blunder blunders oversight misstep misjudgement misjudgment mess miscalculation slip gaffe goof boo-boo screw-up misconfiguration')}`;
const badWork = `(?:a |an |the |such a |this )?(?:very |really |pretty |rather )?${oneOf('bad poor ill-judged ill-advised ill-considered misguided unforgivable inexcusable terrible awful lousy sloppy shoddy horrible crappy shitty wrong questionable unwise reckless rash careless hasty stupid silly dumb foolish fatal costly')}${oneOf('assessment job decision decisions choice choices call judgement judgment move assumption assumptions work guess bet mistake')}`;
const made = oneOf('made makes make making commits committed committing did does doing introduced took');
const splitUp = `(?:screwed|screw|screwing|messed|messing|mucked|fouled|stuffed|cocked|ballsed) (?:[a-z]+ ){1,3}?up |(?:waved|nodded|pushed|rushed|let) (?:[^ .,;<]+ ){1,4}?through (?=[.]|,|because|without|as|after)`;
const assumed =
  '(?:assumed (?!command |the role |ownership |responsibility |control |duty |command)|took (?:it )?for granted )';
const phrases = any(
  'got a tongue lashing|got a dressing down|got an earful|got a written warning|came under fire|took full responsibility|takes full responsibility|take full responsibility|accepted full responsibility|accepts full responsibility|took all responsibility|took the blame|takes the blame|accepted the blame|come in for criticism|came in for criticism|come in for stinging criticism|drew criticism|bears responsibility|bears the blame|bears full|bear responsibility|bear the blame|shoulders the blame|owes us|owe us|a lot to answer for|has to answer for|should be ashamed|should be fired|should be sacked|needs to do better|need to do better|must do better|must be held|needs to be held|should be held|needs to be more careful|saw no reason|saw no need|saw no point|felt no need|made excuses|blamed everyone|blamed others|kept it secret|kept it quiet|kept it from|acted alone|acted on his own|acted on her own|acted on their own|did their own thing|did his own thing|pulled the rug|cut us off|shut us off|shut us down|locked us out|throttled us|was <span> late|were <span> late|went back to sleep|went back to bed|went to bed|rolled over and|failed miserably|failed spectacularly|failed badly|failed on a|failed at every|failed completely|failed us all|own up|fess up|come forward|had it coming|zero follow through|no follow through|left us a|left us with|got it wrong|got this wrong|got that wrong|get it wrong|gets it wrong|let us down|left us hanging|left us in the dark|left us without|left us stranded|left us waiting|kept us in the dark|kept us waiting|said nothing|told nobody|told no one|kept quiet|stayed silent|remained silent|looked the other way|turned a blind eye|did nothing|did nothing about it|sat on it|never bothered|never got around to|could not be bothered|was supposed to|were supposed to|was meant to|were meant to|was expected to|knew better|should know better|does not care|do not care|did not care|is useless|are useless|tried to hide|tried to cover|tried to blame|pointed fingers|pointing fingers|passed the buck|let it expire|let it lapse|let it slip|let the|slept on|dragged their feet|made things worse|made it worse|made this worse|made matters worse|compounded the problem|compounded the error|wasted our|wasted hours|wasted time|wasted a lot|leaves a lot to be desired|left a lot to be desired|left much to be desired|is a joke|was a joke|lied to us|broke their promise|broke its promise',
);
const state = `(?:${oneOf('is was were are being been seems seemed')})(?:[a-z]+ly |not |so |too |very |also |just |either |clearly |then |again |completely |quite ){0,2}`;
const incapable = `(?:${state}(?:${oneOf('accused criticised criticized faulted slammed reprimanded condemned disciplined fired fined censured rebuked suspended dismissed sacked relieved blamed underprepared unready negligent sloppy lazy asleep drunk incompetent irresponsible complacent clueless reckless inattentive distracted inexperienced untrained unqualified unprepared ill-prepared overconfident impatient unprofessional unhelpful useless guilty negligent dismissive oblivious ignorant uncooperative unresponsive unreachable')}|unfamiliar with |not (?:ready|prepared|careful|up|familiar|trained|experienced|qualified for) |under fire |(?:terrible|bad|hopeless|awful|useless) at |adamant |unaware (?:of|that) |no longer (?:with|employed) |out of (?:his|her|their) depth |to blame |at fault |in the wrong |nowhere to be found |paying attention |careful |(?:in a|in too much of a) (?:rush|hurry) |slow (?=to |in |with |[.] |, )|late (?=to |in |with )|quick to |busy (?=to |with |doing )|the (?:culprit|problem|reason|weak link|cause) |(?:solely |fully |clearly |ultimately |entirely )?responsible for (?:the|our|all|every|this|that|much of the) (?:[a-z]+ ){0,2}(?:outage|incident|failure|downtime|mess|problem|problems|error|errors|issue|disruption|breach|loss|delay|bug|mistake|regression|crash|damage)))`;
const lacking = `(?:${oneOf('lacked lacks lacking')}(?:the |any |all |basic |sufficient |adequate |even )*(?:[a-z]+ )?${oneOf('skill skills knowledge experience training understanding discipline diligence competence care expertise attention rigour rigor common')}|(?:has|had|have) (?:no|little) (?:real |prior |previous )?${oneOf('idea clue experience training understanding business regard respect interest excuse')})`;

/** What only people do, or leave undone. */
const duties =
  'test check review verify validate confirm ask tell inform notify warn communicate announce coordinate consult read follow plan consider think understand recognise recognize realise realize notice anticipate foresee appreciate heed listen look care bother document specify escalate apologise apologize explain train supervise oversee monitor renew pay remember prepare carry conduct perform do address implement enforce ensure make take give provide own admit disclose acknowledge act investigate pick put set clean patch rotate configure install double-check doublecheck sanity-check backup revoke schedule request submit sign coordinate agree commit honour honor deliver maintain replace inspect secure protect enable disable undo revert tidy allocate assign hand learn write invest budget order answer reply respond get keep learn alert raise flag file log report update upgrade include use spot catch adhere comply observe exercise account factor think arrive turn show call pick come reach contact phone ring help attend watch guard foresee';
const humanly = oneOf(duties);
const humanPast = oneOf(
  'tested checked double-checked doublechecked cross-checked reviewed verified validated confirmed asked told informed notified warned communicated announced coordinated consulted read followed planned considered thought understood recognised recognized realised realized noticed anticipated appreciated listened looked cared bothered documented specified escalated apologised apologized explained trained supervised monitored renewed paid remembered prepared carried conducted performed done addressed implemented enforced ensured made taken given provided admitted disclosed acknowledged acted investigated configured installed revoked scheduled rotated patched responded replied answered updated upgraded put set kept used bought backed took gave made did wrote knew sent paid ran reached came called answered showed turned got picked helped contacted phoned rang arrived returned attended tried logged recorded noted mentioned raised flagged spotted owned rehearsed questioned challenged wanted learned learnt run rehearsed practised practiced cleaned paying checking following',
);

/** Verbs that say what was left undone; with "not" before them they tell of nothing that was seen or had. */
const unseen = oneOf(
  'have has had see seen need needed receive received find found get got want wanted show shown appear experience experienced lose lost cause caused affect affected observe observed expect expected mention mentioned agree require required contain involve involved begin begun start started know known detect feel use used believe think work worked return yet been be available aware able present immediately only just report reported page paged happen happened necessarily involve change changed attempt lead succeed recover responsible authorise authorize paged informed told notified given updated alerted impacted affected warned sure certain clear even so',
);
const degree =
  '(?:[a-z]+ly |even |also |yet |bother to |think to |care to |take the time to |want to |stop to |seem to |manage to |ever |really )*';
const undone = `(?:(?:did|do|does) (?:[a-z]+ly |also |just |even |still |again |either )?not ${degree}${humanly}|had (?:[a-z]+ly |also |just |even |still |again )?(?:not|never) ${degree}${humanPast}|(?:has|have) (?:still not|yet to|never) ${degree}(?:${humanPast}|${humanly})|(?:was|were) (?:[a-z]+ly )?not ${oneOf('paying checking following monitoring watching reading testing listening doing taking communicating')}|never ${degree}(?:${humanPast}|${humanly})|(?:fail|fails|failed|failing) (?:[a-z]+ly )?to (?:[a-z]+ly |even )?${humanly}|could not (?:even )?(?:explain|say why|tell us|tell me|be bothered|be reached|give us|answer) |did not (?:even )?(?:know|see fit|have the (?:decency|courtesy|patience|sense)) |(?:left|leaving) (?:it |them |[^<.,;:]{1,40}? )(?:un[a-z]+ed |open |exposed |empty |blank |unset |incomplete |half done |unattended |wide |enabled |running |lying |in place |turned off |switched off |disabled |(?:on|off|in) (?=[.]|,|and|for|when|after ))|gave (?:us |our [a-z]+ )?no (?:[a-z]+ )?|(?:not|never) (?:[a-z]+ly )?(?:${humanPast}|acted )(?:(?:on|upon|up) )?(?=by )|(?:decided|chose|opted|elected|preferred|decides|chooses|opts) not to (?:[a-z]+ )?|sent (?:out )?no (?:[a-z]+ )?|provided no (?:[a-z]+ )?|(?:kept|took|made|had kept|had taken|had made) (?:nothing|no (?:backup|backups|copy|copies|record|records|notes|log|logs)) |took no |paid no |made no (?:attempt|effort|backup|check|checks|provision|mention|test|tests) |showed no )`;
/** Of those who cannot be software, any act that was not done counts. */
const idle = `(?:did|had) (?:[a-z]+ly |also |simply |just |even |still |again )?(?:not|never) ${degree}(?!${unseen})[a-z-]+ |never (?:[a-z]+ly |even |once )?(?!${oneOf('failed recovered stopped returned crashed reached received needed noticed seen experienced reported')})[a-z-]+ed `;
const tardy =
  'respond|acknowledge|notice|react|escalate|answer|reply|tell|inform|admit|confirm|join|show up|turn up|pick up|call|send|dispatch|approve|provide|return|get back|get hold|wake|realise|realize|page|open|arrive|own up|look|reach|understand|decide|agree|ask|warn|notify';
const slow = `(?:(?:only |finally )?(?:took|taking|takes|needed|spent|waited|wasted) (?:us )?(?:over |more than |more |nearly |almost |another |about |around |at least |well over )?(?:(?:<(?:span|more|ahead)> |hours |days |weeks |months )(?:to|before) (?:even |finally )?(?:${tardy}|[a-z]+ing us) |(?:far too|too|way too) long |forever |ages ))`;
const waved = `${oneOf('closed marked dismissed classified treated wrote')}(?:off )?(?:[^ .,;<]+ ){1,4}?as (?:a |an )?(?:solved|duplicate|duplicates|false|noise|harmless|resolved|fixed|minor|unimportant|low|benign|normal|spam|full|done|complete|completed|tested|good|safe|ok|not) `;
const partly = `(?:only (?:tested|checked|reviewed|verified|looked at|glanced|read|copied|backed up|updated|renewed|patched|moved) |(?:tested|checked|reviewed|verified|read|updated|patched|renewed|copied) only )`;
const commanded = `(?:ran|executed|issued|typed|entered|fired) (?:a |an |the |some )?(?:[a-z-]+ ){0,2}?(?:rm|chmod|chown|drop|truncate|mkfs|dd|recursive|destructive|wildcard|force-push|reset) |(?:pushed|waved|rushed|forced|nodded|hurried) through (?=by )|(?:pulled|pulling) the (?:[a-z-]+ ){0,2}?(?:breaker|plug|cord|fuse) (?!to )`;
const lapsed = 'let (?:[^ .,;<]+ |<[a-z]+> ){1,5}?(?:lapse|expire|slip|run out|run dry|fill up|run flat|die) ';
const anyWords = (most: number): string => `(?:[^ .,;<]+ |<[a-z]+> ){1,${most}}?`;
const toppled = `(?:(?:knocked|kicked|ripped|tore|yanked|knocking|yanking|ripping) ${anyWords(5)}(?:out|loose|over|off|down|offline) |(?:took|taken|taking|brought|bringing) (?!(?:the |our )?(?:error|errors|latency|temperature|rate|number|queue|backlog|traffic|cpu|memory|lag) )${anyWords(5)}(?:down|offline|off the internet|off the air) (?!(?:for|to|while|as|so|before|until|in order) )|(?:cut|cuts|cutting|severed|dug through|went through|cut through|drilled through|drilled into|dug into|dug up|hit|struck|damaged|sliced|nicked|backed into) (?:a|an|the|our|both|two|their|all) (?:<vendor> )?(?:[a-z-]+ ){0,3}?(?:<vendor> |<name> )?(?:cable|cables|fiber|fibre|fibers|line|lines|link|links|power|duct|conduit|feed|feeds) )`;
const deprived = `(?:disconnected|unplugged|suspended|blocked|revoked|deleted|wiped|cancelled|canceled|terminated|deactivated|closed|lost|dropped|rejected|pulled|emptied|shut) (?:our|us|all our|all of our|my|everyone|everything|both of our) |(?:switched|turned|shut|kicked|cut|locked) (?:us|everyone|our [a-z]+) (?:off|out|down) `;
const secret = oneOf('key keys password passwords passphrase credential credentials secret secrets token tokens');
const spilled = `(?:(?:pasted|posted|published|committed|uploaded|leaked|exposed|pushed|checked in|printed|logged) ${anyWords(4)}${secret}(?:in|into|to|on|onto|over) |(?:saved|stored|kept|wrote|typed|entered|gave|shared|reused|emailed|hard-coded) ${anyWords(5)}${secret}|(?:clicked|clicks) (?:on )?(?:a|an|the) (?:[a-z-]+ ){0,2}?(?:link|attachment|button|email) |(?:opened|opens) (?:a|an|the) (?:[a-z-]+ ){0,2}?(?:attachment|macro) )`;
const warned =
  '(?:had been|has been|have been|was|were) (?:already |repeatedly |explicitly |clearly |often )?(?:(?:warned|reminded) |(?:told|asked|informed|notified) (?:twice|before|repeatedly|several times|many times|more than once|not to|again and again|that|about) )|had been told (?!by |how |to )(?:[^ .,;:()]+ ){1,4}?that |(?:was|were|had been) repeatedly (?:told|asked|informed|notified) ';
const introduced = `(?:introduces|introduced) (?:a|an|the|this|that|these|another|some|several|many|two) (?:[a-z-]+ ){0,2}?${oneOf('bug bugs regression regressions error errors defect fault flaw problem problems vulnerability issue leak deadlock')}`;
const guards = `${oneOf('disabled disabling muted muting silenced silencing acknowledged snoozed dismissed overrode')}(?:the |our |a |all |every |its |their |some )?(?:<(?:vendor|name|service)> |'s )*(?:[a-z-]+ ){0,2}${oneOf('alarm alarms alert alerts check checks guard safeguard safeguards monitoring warning warnings protection interlock backups backup scanning validation firewall logging')}`;
const shutOut =
  '(?:locked|locking|shut|shutting|kicked|kicking|cut|cutting) (?:[^<.,;:]{1,30}? |<[a-z]+> )?(?:out|off) ';

const without = `(?:without (?:first |ever |even |properly )?(?!${oneOf('losing causing affecting interrupting restarting disrupting dropping needing breaking impacting touching incident having being harming hurting using changing requiring')})[a-z-]+ing |without (?:the|a|any) (?:[a-z-]+ ){1,2}(?:that|which) |(?:without|w/o) (?:any |a |an |the |our |prior |proper |first |even |so much as |due |further |adequate |sufficient |much |advance |their |having |ever |approved |valid |written |change |rollback |back-out |real |good |any |our |really |properly |fully |actually |giving |doing |bothering to )*(?:${oneOf('testing tests test approval approvals permission authorization authorisation notice notification warning warnings review reviews reviewing checking check checks telling asking consulting coordination coordinating informing notifying announcing communicating communication verifying verification validating validation confirming confirmation reading following understanding realising realizing considering thinking looking regard thought backup backups explanation consultation consent discussion discussing supervision care diligence qa staging authority announcement sign-off signoff heeding supplying letting consultation waiting rollback ticket knowledge clearance window plan reason authorisations knowing going documenting getting running taking making')}|a (?:backup|second|word|rollback|plan|canary) ))`;
const article =
  '(?:the |a |an |our |his |her |their |its |some |two |several |many )?(?:totally |completely |entirely |very |badly )?';
const wrongThing = `${article}${oneOf('wrong incorrect erroneous mistaken invalid errant stray accidental misplaced unintended')}`;
const brokenThing = `${article}${oneOf('bad empty incomplete truncated duplicate broken buggy untested unreviewed faulty flawed malformed defective unauthorised unauthorized unapproved unannounced unsuitable inadequate half-baked half-finished bogus rogue botched bungled misconfigured insecure unvetted outdated corrupt corrupted destructive malicious phishing hasty rushed undocumented hard-coded hardcoded breaking shoddy unsafe harmful unsupported incompatible unfinished experimental dangerous risky ill-advised misguided')}`;
const manner = any(
  'by mistake|by accident|in error|by error|against policy|against the policy|against our policy|against procedure|against the rules|against our advice|against advice|against the advice|against all advice|contrary to|in violation of|in breach of|forbidden|prohibited|not allowed|not permitted|despite|even though|unannounced|on a friday|instead of the|instead of|straight to production|straight to prod|straight to main|straight to master|straight to live|directly to production|directly on production|directly in production|directly to the release|directly to the main|straight to the release|directly to release|directly into production|straight into production|directly to the live|directly on the live|directly on the primary|directly on the server|directly to main|directly to master|directly to live|to all hosts|to all servers|to every host|to every server|to every region|to the whole fleet|to the entire fleet|all at once|at once|in one go|in the middle of the day|during peak hours|during business hours|in production|on production|against production|against prod|to production instead|on prod|on the live|in the live|against the live|on live|meant for another|meant for a different|meant for the other|intended for another|intended for a different|on a public|in a public|to a public|into a public|publicly|before finishing|before completing|before testing|before checking|before telling|before it was ready|before it was tested|before it was finished|before anyone|before they were ready|<span> early|<span> late|<past> the agreed|before the agreed|ahead of the agreed|earlier than agreed|earlier than planned|than agreed|than promised|far too many|way too many|far too much|far too few|too broad|far too wide|after testing only|after checking only|randomly|at random|haphazardly|on top of a running|by guesswork|in the hope|hoping for the best|for convenience|to save time|to save money|to save costs|to save space|from memory|in a hurry|of another customer|of the wrong|to a colleague who had left|of a colleague who had left|although|while customers|while users|while tests|at the same time|simultaneously|to unlimited|to infinite|to infinity|to zero|during office hours|during working hours|during trading hours|during opening hours|during the day|at peak time|at the busiest|during the busiest|nobody had agreed|nobody had asked|nobody asked|no one had asked|nobody had approved|no one had approved|too low|too high|too long|too short|too small|too large|too wide|too loose|too tight|too strict|too slow|too fast|too big|too many|too few|too far|too often|too hard|too close|too early|too soon|too late|too quickly|too aggressively|thinking it was|thinking that|thinking they|thinking he|assuming it was|assuming that|believing it was|believing that|no warning|no notice|no testing|open to the public|open to the world|open to the internet|on a whim|behind our back|as if it were|anyway|regardless|or so he thought|for no reason|for no good reason|knowing full well|knowing that|for the sake of|out of laziness',
);
const outcomes = join(
  'only to (?:cause|make|break|lose|bring|take|delete|crash|find) ',
  `(?:, |and |— |\\( |thereby |thus |so )(?:thereby |thus |in turn |which |that |so |instantly |immediately |then |promptly |effectively |inadvertently |and |it ){0,3}(?:${harms.ing}|causing (?!no )|crashing |corrupting |overloading |saturating |flooding |exhausting |deleting (?:the|all|our|every|it) |locking |triggering (?:a|an|the) (?:[a-z]+ )?(?:outage|crash|failure|cascade|storm|incident|failover|shutdown) |leading to |resulting in |aggravating |exacerbating |worsening |making (?:it|things|everything|matters) worse |leaving (?:us|the|our|customers|everyone|all|users|no|everybody) |bringing |taking (?:down|out|our|the|all|everything|us|it|checkout|production) (?:[a-z]+ )?(?:down |offline |out )?|cutting |disconnecting |interrupting |disrupting |losing )`,
  `(?:which|that|and|so|because it|as it|since it|, it|and it|, and it|, so it|, so|and so|, and|, and that|and that|and this|it|something that|that then) (?:then |in turn |immediately |promptly |instantly |also |thus |consequently |subsequently |has |had |is what |accidentally |inadvertently |eventually |unfortunately |obviously ){0,2}(?:${harms.finite}|${toppled}|caused |cut off |shut down |disconnected (?:the |our |all |us |every )|crashed |destroyed |damaged |interrupted |disrupted |bricked |corrupted |overloaded |saturated |flooded |exhausted |deleted (?:all|everything|the|our|every) |locked |triggered (?:a|an|the) (?:[a-z]+ )?(?:outage|crash|failure|cascade|storm|incident|shutdown) |led to |resulted in |ended up (?:breaking|deleting|taking|causing) |made (?:it|things|everything|matters) worse |cost us |only to (?:cause|make|break|lose|bring|take) |took (?:down|out) )`,
  `(?:and|so|, so|, and|, after which|and then|which meant|which meant that|— now|and now|, now) (?:now |then |that |suddenly )?(?:(?!errors |error |latency |alerts |load |traffic |the (?:errors|error|latency|queue|backlog|load) )[^<.,;:]{1,40}? )?(?:went down|is down|are down|was down|were down|went dark|went offline|fell over|stopped working|stopped responding|crashed|broke|died|is broken|are broken|is gone|are gone|was lost|were lost|was gone|were gone|are missing|is missing|were missing|was missing|are empty|was empty|are corrupt|is useless|are wrong|failed|collapsed|ground to a halt|came down|could not log in|cannot log in) `,
);

/** Of several people, none did what one of them had to. */
const nobody = `(?:neither|none|nobody|no one|noone|not one) (?:of|at|in|on|from|within) (?:[^ ,.;:()]+ ){1,4}?(?:[a-z]+ly |had |has |ever |even |actually |then )*(?:${humanPast}|thought |knew |owned )`;

/** What the tokens of a class are called, in the order in which they are looked for. */
const classes: readonly (readonly [string, string])[] = [
  ['<without>', without],
  ['<bad>', manner],
  ['<nobody>', nobody],
  ['<outcome>', outcomes],
  ['<undone>', undone],
  ['<idle>', idle],
  [
    '<fault>',
    join(
      incapable,
      lacking,
      `${made}${badThing}`,
      `${made}${badWork}`,
      splitUp,
      waved,
      commanded,
      partly,
      lapsed,
      warned,
      spilled,
      assumed,
      phrases,
      slow,
      mistaken,
      faults.finite,
    ),
  ],
  [
    '<faulting>',
    join(faults.ing, misdoing, any('taking full responsibility|taking the blame|accepting full responsibility')),
  ],
  ['<guard>', guards],
  ['<harm>', join(harms.finite, shutOut, toppled, deprived)],
  ['<failing>', join(failings.finite, introduced, any('blocked all|blocked our|blocked every|blocked everyone'))],
  ['<harming>', join(harms.ing, failings.ing)],
  ['<careless>', oneOf(careless)],
  ['<wrong>', wrongThing],
  ['<broken>', brokenThing],
];

/** Behind an article, what looks like a verb tells of a thing: "the damaged cable". */
const said = new Set(['<fault>', '<harm>', '<failing>']);
const noArticle =
  '(?<! (?:a|an|the|our|their|its|his|her|this|any|some|of|with|all|those|these|old|new|root|main|immediate|underlying|direct|likely|real|actual|primary|first|same|possible|exact|one) )';

const predicates: readonly Collapse[] = classes.map(([tag, source]) => ({
  pattern: new RegExp(`(?<= )${said.has(tag) ? noArticle : ''}${source}`, 'g'),
  tag: () => tag,
}));

/** Takes together what is said of somebody, as tokens that are called after their class. */
export const markPredicates = (tokens: readonly Token[]): readonly Token[] => collapse(tokens, predicates);
