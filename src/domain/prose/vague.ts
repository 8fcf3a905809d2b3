import type { ProseFinding } from './finding.ts';
import { any, gap, has, oneOf, rule, word, matchesOf } from './pattern.ts';
import { lineOf, spanOf, type Line, type Token } from './tokens.ts';
import { saysLittle } from './vague-phrase.ts';

const determiner = oneOf('a an the some several various certain another our one multiple this its their');
const vagueAdjective = oneOf(
  "technical unhandled uncaught resource resources cpu ram io memory bandwidth unusually unexpectedly extremely very particularly abnormally higher than normal expected usual network networking hardware software server servers database databases human operator user operational internal external unexpected unforeseen unknown unspecified minor temporary transient intermittent general generic various some several certain isolated rare configuration config infrastructure connectivity dns power storage disk memory capacity performance third-party upstream provider vendor deployment code coding programming application backend frontend api cloud service platform high heavy increased excessive elevated abnormal unusual extreme peak recent underlying faulty bad broken severe serious critical major significant large larger sudden massive unanticipated incorrect wrong improper failed buggy new latest system systems process procedural manual data routing security core single web login payment mechanical electrical environmental random strange weird odd mysterious undetermined unidentified hidden previously undetected undiscovered latent complex simple small one-off related production primary main central underlying unplanned regression 's load traffic misconfigured cascading hosting data-center datacenter isp edge and or",
);
const vagueHead = oneOf(
  'issue issues problem problems error errors bug bugs glitch glitches failure failures fault faults hiccup hiccups malfunction malfunctions mistake mistakes load loads traffic overload overloading circumstances misconfiguration misconfigurations crash instability anomaly anomalies complication complications difficulty difficulties factors events disruption oversight defect defects degradation interruption blip blips deployment deploy release update upgrade change changes patch rollout demand usage volume stress irregularity trouble troubles mishap incident outage breakdown mismatch situation condition conditions maintenance behavior behaviour conflict accident event configuration regression contention',
);
const surge = `(?:${determiner})?(?:${vagueAdjective}){0,2}${oneOf('spike surge increase peak burst rise influx jump growth')}(?:in |of )(?:${vagueAdjective}){0,2}${oneOf('traffic load requests usage demand users volume activity')}`;
const place = oneOf(
  'database databases db server servers network networks system systems platform infrastructure service services application applications app apps api apis backend site website code codebase software configuration settings cluster clusters cloud environment production storage balancer balancers datacenter center centre provider providers vendor vendors supplier partner host hosts firewall router switch cache queue deployment pipeline dns hardware stack side end region component components gateway hosting machine machines equipment layer process release version update cdn internet company <vendor> <service>',
);
const placeBefore = oneOf(
  "our the a an one of some several its their primary main database network load data third-party upstream external internal cloud hosting service application production backend core payment api dns storage underlying central web server new latest recent software hardware email server-side 's message provider and",
);
const within = `(?:${oneOf('in on with within of at from to inside by')}(?:${placeBefore}){0,5}(?:${word}){0,1}${place}|${oneOf('in with on')}(?:${placeBefore}){0,3}(?:(?!${oneOf('that which where when who')})[a-z-]+ ){1,3}(?=[.,;!?] |$))`;
const badPlace = `(?:(?:${determiner})?(?:${vagueAdjective}){0,2}${oneOf('misconfigured faulty bad broken failed overloaded failing defective buggy incorrect unstable corrupted corrupt malfunctioning unresponsive')}(?:${vagueAdjective}|${placeBefore}){0,3}${place})`;
const noun = `(?:${badPlace}|(?:${determiner})?(?:${vagueAdjective}){0,5}${vagueHead}(?:${within}){0,2}|${surge}(?:${within})?|(?:${determiner})?(?:<vendor> |<service> )(?:'s )?${vagueHead}|${any('something|unknown reasons|unknown causes|unforeseen circumstances|unknown factors|overload|being overloaded|overloaded servers|an overloaded server|an overloaded database|an overloaded system|too much traffic|too much load|too many requests|reasons beyond our control|circumstances beyond our control|factors beyond our control|events beyond our control|unclear reasons|bad luck|a perfect storm|lack of capacity|a lack of capacity|insufficient capacity|insufficient resources|lack of resources|a lack of resources|resource exhaustion|capacity limits|limited capacity|a capacity shortage|lack of testing|insufficient testing|inadequate testing|poor communication|a combination of factors|a combination of issues|a combination of events|a combination of problems|a number of factors|a number of issues|a series of events|a series of issues|a chain of events|multiple factors|several factors|a fluke|technical reasons')})`;

/** What may follow without saying more of the mechanism: when it was, what it did to people, and that it is over. */
const when = oneOf(
  '<ahead> <past> <clock> <day> <span> yesterday today earlier on at around this last morning afternoon evening night week',
);
const duringWork = `(?:(?:during|after|following|in) (?:${oneOf('a an the our some routine scheduled planned regular recent normal system software database weekly nightly emergency')}){0,4}${oneOf('maintenance deployment upgrade migration update release work window deploy operation operations outage incident')})`;
const aftermath = any(
  'that has|which has|that have|which have|that was|which was|that we have|which we have|that is now|which is now|that we|which we|and has|and was|and is|and we|but|and the|and it|that caused|which caused|causing|that led|which led|leading|resulting|which resulted|that resulted|that affected|which affected|affecting|which made|making|that made|impacting|that impacted|which impacted|that prevented|which prevented|preventing|on our side|on our end|on their side|on their end|somewhere|that took|which took|has been|have been',
);
const tail = `(?:(?:${when}){0,4}|${duringWork})(?:${when}){0,4}(?=[.,;!?)—"|] |$|${aftermath})`;

const causedBy = `(?:(?:${any('caused by|cause by|had to do with|has to do with|put down to|due to|because of|as a result of|the result of|a result of|resulted from|resulting from|result from|stemmed from|stems from|attributed to|attributable to|triggered by|owing to|brought on by|down to|originated from|arose from|a consequence of|the consequence of|the product of|the outcome of|rooted in|arising from|traced to|traced back to|traced the problem to|traced the issue to|traced this to|traced it to|traced the outage to|traced it back to|traced this back to|traced the issue back to|traced the problem back to|blamed on|on account of|induced by|linked to|related to|driven by')})(?:simply |just |merely |basically |only |what was |by )?)`;
const rootCause = `(?:(?:root |primary |underlying |main |immediate |direct |ultimate |probable |actual |real )?(?:cause|causes|reason|culprit|trigger|explanation|(?<=(?:underlying|root|actual|real) )problem) (?:of |for |behind |here |analysis )?${gap(8)}(?:points to |pointed to |as |is |was |were |: |- |— |turned out to be |being |appears to be |has been |been )(?:determined |identified |found |traced |attributed |confirmed |simply |just |ultimately |believed |established |considered |thought |due |down |by |to |be |as |— |a case of )*)`;
const outage = `(?:(?:the|an|a|this|our|today's|yesterday's|all|some|several|multiple|widespread|major|brief|service|platform|site|system|network|complete|partial|total|full|customer|further|significant) )*(?:outage|outages|downtime|incident|disruption|disruptions|interruption|interruptions|issue|issues|problem|problems|errors|error|failure|failures|slowness|delays|delay|unavailability|degradation|latency|timeouts|crash|service|services|site|website|platform|system|systems|api|app|application|servers|server|<service>|database|loss) `;
const caused = any(
  'caused|is causing|was causing|were causing|are causing|led to|resulted in|was the cause of|was responsible for|was behind|brought down|took down|took out|triggered|interrupted|disrupted|affected|impacted|produced|knocked out|crashed|took|has caused|was the reason for|is responsible for|contributed to|created|were responsible for|were the cause of|meant',
);

const rootHead = '(?:problem|cause|causes|reason|culprit|trigger|explanation) ';
const suffers = '(?:had|experienced|encountered|suffered|ran|hit|faced|experiencing|having) ';
const causeFrame = rule(
  `(?:${causedBy}|${rootCause}|traced ${gap(6)}(?:back )?to |(?:boiled|boils|came|narrowed) ${gap(3)}down to |happened because |(?:this|it|that) (?:was|is) (?:an |a )?(?:simple |unfortunate |classic |clear |plain )?(?:case|instance|matter|example) of |occurred because )`,
);
const verdict = rule(
  `(?:${caused}|(?:was|is|were) (?:${any('responsible for|the cause of|to blame|at fault|behind|at the root of|at the heart of|at the core of|the cause|the culprit|the root cause|responsible|the reason|the source|the trigger|found to be the cause|identified as the cause|identified as the root cause')})|terminated |interrupted |prevented |(?:brought|took|taken|knocked) ${gap(4)}(?:down|offline|out) |(?:made|left|took|rendered) (?!by )(?=${gap(5)}(?:unavailable|offline|down|inaccessible|unable|unusable|unreachable) ))`,
);
const effect = has(
  `(?:${any('outage|outages|downtime|incident|disruption|disruptions|interruption|interruptions|unavailability|degradation|latency|timeouts|slowness|delays|delay|errors|failures|offline|unavailable|inaccessible|unreachable|unresponsive|down|to fail|to crash|fail|failing|crashed|loss|service|services|site|website|infrastructure|unable|problems|issues|degraded|slow|performance|connectivity|access|this|to restart|to stop|logged out|log in|to log|requests|slowly|slower|to respond|processing|delivery|delayed|failed|failure')})`,
);
const named =
  / (?:issue|problem|error|bug|glitch|failure|fault|hiccup|malfunction|misconfiguration|defect)s? (?:(?:in|on|with|at|of|within) |$)/;
const copular = /^(?:was|is|were) /;
const phraseEnds = new RegExp(
  ` (?=(?:occurred|happened|was introduced during|were introduced during) |[.,;!?()—"|:] |(?:and|but|so|that|which) (?:has|have|was|were|is|we|it|the|caused|led|resulted|affected|impacted|made|prevented|took)|(?:causing|leading|resulting|affecting|making|impacting|preventing|somewhere|today|yesterday|earlier|this|last) |on (?:our|their) (?:side|end|part) |within our|<(?:ahead|past|clock|day|span)> |(?:on|at|around|from|between|since|for) <(?:ahead|past|clock|day|span)> )`,
);
const clauseStarts = / (?:that|,|:|—|;|because|and|where|\(|-|•|\*) /g;

const specific = has(`(?:because|when|whenever|in which|whereby|where|so that|since|whose|until|while) (?!of )`);
const frames: readonly (readonly [string, RegExp])[] = [
  ['caused-by-vague', rule(`${causedBy}${noun}${tail}`)],
  ['caused-by-vague', rule(`(?<=^ )${causedBy}${noun}(?=, |the |our |we |some |all |users |customers |a |an )`)],
  ['root-cause-vague', rule(`${rootCause}${noun}${tail}`)],
];
const active = rule(`${noun}${caused}${outage}`);
const wasCause = rule(
  `${noun}(?:was|is|were) (?:determined to be |found to be |identified as |likely )?(?:the |to |at )(?:root |main |primary |underlying |actual |sole )?(?:cause|blame|culprit|reason|fault|source) `,
);
const just = rule(
  `(?:it|this|that|which) (?:was|is) (?:just |simply |merely |all |basically |down to )*(?:bad luck|a fluke|human error|a glitch|a perfect storm|one of those things|an accident|a mistake|a technical issue|a technical problem|user error|operator error) `,
);
const itWas = rule(
  `(?:it|this|that) (?:was|is|turned out to be) (?:just |simply |merely |all |basically )*(?:due to |down to )?(?:${determiner})(?:${vagueAdjective}){1,3}${oneOf('issue problem error bug glitch failure fault mistake misconfiguration hiccup defect')}(?:${within})?${tail}`,
);
const opens =
  /^ (?:(?:unfortunately|we|found|that|determined|discovered|it|turned|out|learned|turns|today|yesterday|apparently|this|morning|on|<day>|<clock>|<past>|at|—|,|-|:|\*|summary|cause) )*$/;
const experienced = rule(
  `(?:we|our servers|our systems|our system|our database|our service|our provider|<vendor>|<service>|the system|the service|the platform|the database|the network|the site|the server|the servers) (?:had |experienced |encountered |suffered |suffered from |ran into |were hit by |was hit by |faced |were experiencing |was having |were having )(?:${determiner})?(?:${oneOf('technical network networking hardware software server database system systems internal unexpected unforeseen unknown some minor general connectivity infrastructure several various performance storage')}){0,3}${oneOf('issue issues problem problems difficulty difficulties glitch glitches hiccup hiccups failure failures fault trouble error errors bug')}(?:${within})?${tail}`,
);
const experiencedIn = rule(
  `(?:we|<vendor>) (?:had |experienced |encountered |suffered |ran into )(?:${oneOf('a an some several')})${oneOf('issue issues problem problems difficulties glitch hiccup trouble bug failure')}${within}${tail}`,
);
const lay = rule(
  `(?:problem|issue|fault|outage|failure|cause|error|errors|incident) (?:lay|lies|originated|began|started) (?:in|with|within|at|on|from) (?:${placeBefore}){0,4}(?:${place}|infrastructure )${tail}`,
);
const suffered = rule(
  `(?:we |<vendor> |<service> |our ${gap(3)}|the (?:system|service|platform|database|network|site|server|servers|cluster|provider) )(?:had |experienced |encountered |suffered |suffered from |faced |hit |ran into |were hit by |was hit by )`,
);
const thereWas = rule(
  `there (?:was|were) (?:${determiner})?(?:${vagueAdjective}){0,3}${oneOf('issue issues problem problems bug error errors glitch fault failure hiccup malfunction mistake')}(?:${within})?${tail}`,
);
const something = rule(
  `(?:something|things|it all|everything) (?:${oneOf('in with on within')}${gap(4)})?(?:went wrong|broke|failed|got stuck|misbehaved|crashed|happened|stopped working|malfunctioned|just broke|acted up|went sideways|blew up|fell over|glitched|was wrong|was off|was broken|got corrupted|unexpected happened|strange happened) ?(?:${oneOf('in with on at inside within somewhere')}${gap(5)})?(?=[.,;!?)—] |$|and |which |that |during |<)`,
);
const unknownReason = rule(
  `(?:reason|cause|trigger) (?:for |of |behind )?${gap(6)}(?:is|was|remains|are|remained) (?:still |currently |yet |as yet )*(?:unknown|unclear|undetermined|unexplained|a mystery|not known) |(?:for|due to|because of|owing to) (?:an? )?(?:some |as yet |still |reasons )?(?:unknown|unclear|undetermined|unexplained|unidentified|mysterious|some|no apparent|no obvious|no clear|various|technical|inexplicable) (?:reasons?|causes?|factors?)|for reasons (?:that )?(?:(?:we|are|is|remain|remains|nobody|no|not|still|have|beyond|yet|to|as|were|unknown) )${gap(6)}`,
);
const acted = rule(
  `(?:the |our |a |one of |some |several |many )${gap(4)}(?:failed unexpectedly|misbehaved|acted up|malfunctioned|glitched|had a hiccup|had hiccups|had issues|had problems|had a problem|had an issue|was acting up|went haywire|stopped working unexpectedly|failed unexpectedly|crashed unexpectedly|went down unexpectedly|experienced issues|experienced problems|experienced a failure|experienced an issue|experienced a problem|could not cope|could not handle the load|was overwhelmed|were overwhelmed|became overloaded|became overwhelmed|got overloaded|got overwhelmed|were overloaded|was overloaded) (?:with (?:the )?(?:load|traffic|demand) )?(?:${tail}|(?=and (?:stopped|failed|crashed|became|could) ))`,
);
const overloaded = rule(
  `(?:because|since|as) (?:the |our |one of )${gap(4)}(?:was|were|became|got) (?:overloaded|overwhelmed|down|broken|misconfigured|slow|unavailable|busy|unstable) ${tail}|(?:because|since|as) (?:the |our |one of )${gap(4)}(?:crashed|failed|died|broke|fell over|stopped working|went down|malfunctioned|gave out) ${tail}`,
);
const occurred = rule(
  `(?:a|an) (?:${vagueAdjective}){0,3}${oneOf('malfunction error failure fault glitch hiccup bug mistake')}(?:occurred|happened|arose|took place|was encountered) (?:${within})?${tail}`,
);
const denial = has(
  `(?:${any('not a root cause|is not the root cause|was not the root cause|not caused by|not due to|was not a|no root cause|not the cause|not because of|not the result of|ruled out|not related to|not a result')})`,
);
/** What a pattern cannot do without, where that is quicker to look for than the pattern. */
const heads = new Map<RegExp, RegExp>([
  ...frames.map(([name, pattern]) => [pattern, name === 'root-cause-vague' ? has(rootHead) : has(causedBy)] as const),
  [active, has(caused)],
  [wasCause, has('(?:cause|blame|culprit|reason|fault|source) ')],
  [itWas, has('(?:it|this|that) (?:was|is|turned) ')],
  [just, has('(?:it|this|that|which) (?:was|is) ')],
  [experienced, has(suffers)],
  [experiencedIn, has(suffers)],
  [lay, has('(?:lay|lies|originated|began|started) ')],
  [thereWas, has('there ')],
  [something, has('(?:something|things|all|everything) ')],
  [occurred, has('(?:occurred|happened|arose|took|encountered) ')],
  [overloaded, has('(?:because|since|as) ')],
]);
const apart = new Set(['something-wrong', 'unknown-reason']);

/** Root causes that name no condition, trigger or mechanism. */
export function vagueFindings(tokens: readonly Token[]): ProseFinding[] {
  const line = lineOf(tokens);
  if (denial.test(line.text)) return [];
  const found: ProseFinding[] = [];
  const look = (name: string, pattern: RegExp, accept: (match: RegExpExecArray) => boolean = () => true): void => {
    if (!(heads.get(pattern)?.test(line.text) ?? true)) return;
    for (const match of matchesOf(pattern, line.text)) {
      if (!apart.has(name) && explained(line.text, match.index + match[0].length)) continue;
      if (!accept(match)) continue;
      found.push({
        kind: 'vague-root-cause',
        ...spanOf(line, match.index, match[0].length),
        rule: name,
        parameters: {},
      });
    }
  };
  for (const [name, pattern] of frames)
    look(name, pattern, ({ index }) => !/ not (?:\w+ ){0,2}$/.test(line.text.slice(0, index)));
  found.push(...phrases(line));
  look('vague-caused', active, ({ index }) => opens.test(line.text.slice(0, index)));
  look(
    'vague-was-cause',
    wasCause,
    (match) =>
      opens.test(line.text.slice(0, match.index)) &&
      !/^of (?:the |our )?</.test(line.text.slice(match.index + match[0].length)),
  );
  look('just-vague', just);
  look('just-vague', itWas);
  look('experienced-vague', experienced);
  look('experienced-vague', experiencedIn);
  look('caused-by-vague', lay);
  look('there-was-vague', thereWas);
  look('something-wrong', something);
  look('unknown-reason', unknownReason);
  look('acted-up', acted);
  look('overloaded', overloaded);
  look('something-wrong', occurred, ({ index }) => opens.test(line.text.slice(0, index)));
  return found;
}

/** Noun phrases of vague words in the frame of a cause. */
const phrases = (line: Line): ProseFinding[] => [...framed(line), ...suffering(line), ...judged(line)];

const vague = (line: Line, rule: string, index: number, length: number): ProseFinding => ({
  kind: 'vague-root-cause',
  ...spanOf(line, index, length),
  rule,
  parameters: {},
});

function framed(line: Line): ProseFinding[] {
  return matchesOf(causeFrame, line.text).flatMap((match) => {
    const before = line.text.slice(0, match.index);
    if (/ not (?:\w+ ){0,2}$| (?:inconvenience|trouble|frustration|disruption) $/.test(before)) return [];
    if (/inconvenience /.test(match[0])) return [];
    const from = match.index + match[0].length;
    const phrase = phraseAt(line.text, from);
    if (!saysLittle(phrase) || explained(line.text, from + phrase.length)) return [];
    const name = /(?:cause|reason|culprit|trigger|explanation)s? /.test(match[0])
      ? 'root-cause-vague'
      : 'caused-by-vague';
    return [vague(line, name, match.index, match[0].length + phrase.length)];
  });
}

function suffering(line: Line): ProseFinding[] {
  return matchesOf(suffered, line.text).flatMap((match) => {
    const from = match.index + match[0].length;
    const phrase = phraseAt(line.text, from);
    const little = saysLittle(phrase) && named.test(` ${phrase}`) && !explained(line.text, from + phrase.length);
    return little ? [vague(line, 'experienced-vague', match.index, match[0].length + phrase.length)] : [];
  });
}

function judged(line: Line): ProseFinding[] {
  return matchesOf(verdict, line.text).flatMap((match) => {
    const before = line.text.slice(0, match.index);
    const [start] = matchesOf(clauseStarts, before).slice(-1);
    const from = start === undefined ? 0 : start.index + start[0].length - 1;
    const subject = before.slice(from).replace(opening, ' ');
    const end = match.index + match[0].length;
    const next = line.text.slice(end).split(' ').slice(0, 10).join(' ');
    const tells = copular.test(match[0]) || named.test(subject) || effect.test(` ${match[0]}${next} `);
    if (!tells || !saysLittle(subject) || explained(line.text, end)) return [];
    const found = subject.trimStart().length;
    return [vague(line, 'vague-caused', match.index - found, found + match[0].length)];
  });
}

const opening = /^ (?:(?:unfortunately|apparently|today|yesterday|overnight|early|late|then|<\w+>|on|at|in|around) )+/;

/** What stands from here to the end of the clause, or to what tells only its consequence. */
function phraseAt(text: string, from: number): string {
  const rest = text.slice(from - 1);
  const end = phraseEnds.exec(rest);
  return rest.slice(1, end === null ? rest.length : end.index + 1);
}

/** Whether what follows in the sentence tells the condition or the mechanism after all. */
function explained(text: string, from: number): boolean {
  const rest = text.slice(from);
  if (
    /^(?:(?:on|at|around|from|since|<\w+>|, |\() ?)+(?:that|which|when|where|in which|whose) (?!(?:was|is|has|have|we|caused|led|resulted|affected|impacted|took|made|prevented|occurred|happened|arose) )/.test(
      rest,
    )
  )
    return true;
  if (/^(?:: |— |\( )/.test(rest) && rest.length > 30) return true;
  return specific.test(` ${rest}`) && rest.length > 40;
}
