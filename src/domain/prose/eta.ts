import { clausesOf } from './clauses.ts';
import type { ProseFinding } from './finding.ts';
import { any, gap, has, oneOf, rule, word, matchesOf } from './pattern.ts';
import { lineOf, spanOf, type Line, type Token } from './tokens.ts';

const landed =
  'fixed|resolved|solved|reconnected|restored|recovered|sorted|sorted out|mitigated|remediated|repaired|back|up and running|up again|online|operational|functional|functioning|working|normal|normalized|normalised|stable|stabilized|stabilised|healthy|available|accessible|reachable|good to go|all clear|over|cleared|gone|rectified|corrected|addressed|remedied|reinstated|brought back|brought up|usable|green|contained|at full capacity|at full strength|complete|completed|done|finished|concluded|live|deployed|released|shipped|rolled out|in place|applied|merged|ready|processed|delivered|caught up|drained|propagated|rebuilt|re-enabled|reenabled|up';
const done = any(landed);
const doneFirm = any(landed.replace(/[|]up$/, ''));
const land = oneOf(
  'resolve fix restore recover return resume clear subside finish complete conclude end land ship deploy release stabilize stabilise normalize normalise mitigate reach repair drain propagate reinstate settle improve disappear dissipate reopen re-enable reenable solve rectify remediate address sort process deliver catch start go come function drop fall decrease work take bring roll see have get rebuild push flow reappear trickle sync reconnect connect heal flush empty log order login ease lift load reload',
);
const arrive = oneOf(
  'resolve fix restore recover return resume clear subside finish complete conclude land ship deploy release stabilize stabilise normalize normalise mitigate repair drain propagate reinstate settle improve disappear dissipate reopen solve rectify remediate rebuild last wrap',
);
const fixNoun = oneOf(
  'fix fixes hotfix patch resolution recovery restoration repair mitigation solution service services functionality access rollback failover operations normality normalcy workaround remediation system systems connectivity performance traffic remedy',
);
const hopeVerb = any(
  'expect|expects|expecting|expected|anticipate|anticipates|anticipating|anticipated|hope|hopes|hoping|aim|aims|aiming|plan|plans|planning|estimate|estimates|estimating|estimated|predict|predicts|projected|intend|intends|target|targeting|trust|reckon|on track|on course|looking to|looking for|looking good|confident that|confident this|confident we|confident it|optimistic|hopeful|hopefully',
);
const modal = oneOf('will should shall would ought might may could');
const ahead = oneOf('<ahead> <soon> <more>');
const anyTime = oneOf('<ahead> <soon> <more> <span> <clock> <day>');

const telling = has(
  `(?:(?:${any(
    'next update|further update|another update|updates|an update|update|more information|more info|further information|additional information|information|more details|further details|details|more news|let you know|keep you|informed|posted|report back|check back|get back to you|touch base|notify|notified|be in touch|post-mortem|postmortem|post-incident|incident report|full report|report|write-up|rca|root cause analysis|summary|follow up|share more|say more|know more|hear from us|announce|announcement|communicate|reply|respond|a response|callback|call back|retrospective|review|statement|call|meeting|bridge|more to follow|more soon',
  )}))`,
);
const shipping = has(
  `(?:${oneOf('deploy deployed roll rolled released installed ship shipped fix fixed patch resolved restored')})`,
);
const planned = has(
  `(?:${any('maintenance|scheduled|planned maintenance|planned work|planned outage|planned downtime|planned upgrade|window|freeze|credit|credits|refund|refunds|refunded|credited|sla')})`,
);
const unknown = has(
  `(?:(?:${any(
    'no eta|not have an eta|no estimated|not have an estimated|not have an estimate|no estimate|not given an estimate|without an eta|not have a timeline|no timeline|not yet have|cannot say when|can not say|not know when|not know yet|do not know|not sure when|unable to give|unable to provide|cannot estimate|can not give|not able to provide|not able to give|not have a time|eta is unknown|eta unknown|eta yet|not have any eta|no firm|too early to|no longer',
  )}))`,
);
const pastVerb = has(
  `${oneOf('was were had did took finished ended lasted began monitoring monitor watching watch observe observing')}`,
);
const anyModal = has(`(?:${modal}|${hopeVerb}|${oneOf('going is are to')})`);

interface EtaRule {
  readonly name: string;
  readonly pattern: RegExp;
}

const aux = `(?:${oneOf('be have been see get getting return come go also all start starts begin again then')}|to )`;
const rules: readonly EtaRule[] = [
  {
    name: 'hope-recovery',
    pattern: rule(
      `${hopeVerb}${gap(8)}(?:${done}|${fixNoun}|${arrive}|${oneOf('recovers returns resolves normal fixing restoring resolving returning improvement relief')})(?:${gap(8)}${anyTime})?`,
    ),
  },
  {
    name: 'fix-expected',
    pattern: rule(
      `(?:${fixNoun}|${done})${gap(6)}${oneOf('is are')}(?:currently |now |still )?${oneOf('expected anticipated estimated due imminent targeted projected planned')}(?:${gap(4)}${anyTime})?`,
    ),
  },
  {
    name: 'modal-recovered',
    pattern: rule(`${oneOf('will should shall')}${gap(3)}(?:${aux})${gap(4)}${done}(?:${gap(7)}${anyTime})?`),
  },
  { name: 'modal-land-time', pattern: rule(`(?:${modal}|going to |to )${gap(3)}${land}${gap(10)}(?:${ahead}|<day> )`) },
  {
    name: 'modal-land-time',
    pattern: rule(
      `(?:will |should |would |going to )${gap(2)}${oneOf('resolve recover return resume clear subside finish complete conclude land stabilize stabilise normalize normalise end')}${gap(6)}(?:${anyTime}|in about |back )`,
    ),
  },
  {
    name: 'modal-land-time',
    pattern: rule(
      `(?:${modal}|going to )${gap(2)}be ${gap(1)}${oneOf('restoring rolling deploying fixing releasing resolving recovering returning bringing shipping applying completing finishing replacing repairing')}${gap(8)}(?:${ahead}|<day> )`,
    ),
  },
  {
    name: 'modal-land-time',
    pattern: rule(
      `(?:will |should |may |might |ought to )(?:also |then |all )?be ${gap(2)}(?:${done}|${oneOf('installed included replaced swapped reverted repaired')}|rolled back )${gap(5)}(?:${ahead}|<day> |after (?:<day>|<clock>) )`,
    ),
  },
  {
    name: 'takes-time',
    pattern: rule(
      `(?:has|have|is|are|with|still|about) (?:still )?<(?:span|more)> ${oneOf('left remaining')}|<(?:span|more)> (?:left )?to go `,
    ),
  },
  {
    name: 'fix-expected',
    pattern: rule(
      `(?:(?:${fixNoun}|completion )(?:is |are |of ${gap(4)})?(?:now |currently )?${oneOf('expected anticipated estimated due targeted projected')}|${oneOf('likely hopefully probably ideally')})${gap(1)}(?:${ahead}|<clock> |<day> )`,
    ),
  },
  {
    name: 'takes-time',
    pattern: rule(
      `${oneOf('rollback restart restore rebuild failover deploy rollout fix recovery resync replay reindex reboot')}(?:usually |typically |normally |also )?takes (?:another )?<(?:span|more)> `,
    ),
  },
  {
    name: 'hours-not-days',
    pattern: rule(`${any('hours|minutes|days')}(?:away )?(?:,? ?)(?:rather than|not|instead of) (?:hours|days|weeks) `),
  },
  {
    name: 'hope-by',
    pattern: rule(
      `${oneOf('expect expects expecting anticipate anticipates anticipating estimate estimates estimating')}(?!${oneOf('further continued additional intermittent increased some slower higher more traffic load')})(?:(?!${oneOf('delays errors latency impact disruption downtime interruptions maintenance traffic slowness')})${word}){1,8}?(?:<(?:ahead|soon)> )`,
    ),
  },
  {
    name: 'able-again',
    pattern: rule(`${oneOf('will should hopefully')}${gap(5)}(?:able to |access to |back in )${gap(7)}${ahead}`),
  },
  {
    name: 'time-then-recovery',
    pattern: rule(`${ahead}${gap(6)}${oneOf('will should')}${gap(3)}(?:${done}|${land}|${oneOf('serving again')})`),
  },
  {
    name: 'projection',
    pattern: rule(
      `(?:current |latest |best )?${oneOf('projection estimate forecast target eta')}(?:for|of|to) ${gap(5)}${oneOf('is remains stands : at')}${gap(3)}${anyTime}`,
    ),
  },
  {
    name: 'should-improve',
    pattern: rule(
      `should (?:start to |begin to |also |soon |gradually |slowly |all )?${oneOf('recover return resume clear subside improve normalize normalise stabilize stabilise disappear settle resolve work')}(?!${oneOf('their your the any its out')})(?:${gap(5)}${anyTime})?`,
    ),
  },
  {
    name: 'see-improvement',
    pattern: rule(
      `should (?:start |begin |be |soon )?(?:to )?${oneOf('see seeing notice noticing experience feel')}${gap(4)}${oneOf('better improvement improvements recovery improved improving recovering normal return restored resolved relief')}`,
    ),
  },
  {
    name: 'takes-time',
    pattern: rule(
      `(?:${modal}|can |expected to |likely to |going to |estimated to |${oneOf('expect expects anticipate anticipates estimate estimates')}${gap(5)}to )(?:probably |likely |about |still |not |only |also )?(?:take|require|be|(?:need|last) (?=[^.]*<(?:span|more|ahead)>)) ${gap(2)}(?:${any('<span>|<more>|<ahead>|<past>|much longer|a while|some time|the rest of the day|longer|long|all day')})`,
    ),
  },
  {
    name: 'eta',
    pattern: rule(
      `(?:eta|etr|ettr|eta's|estimated time of (?:resolution|recovery|repair|restoration|arrival|fix)|estimated time to (?:resolution|recovery|repair|restore|restoration|resolve|fix|recover)|estimated (?:resolution|recovery|restoration|fix|repair)(?: time)?|time to (?:fix|recovery|resolution)) ${gap(5)}(?::|-|~|=|—)? ?${gap(3)}(?:${anyTime}|[0-9]+ )`,
    ),
  },
  {
    name: 'soon',
    pattern: rule(
      `(?:${fixNoun}|${doneFirm}|${oneOf('coming fix incoming resume resumes restored resumed')})${gap(6)}${ahead}`,
    ),
  },
  {
    name: 'more-time',
    pattern: rule(
      `(?:just |only |give us |give it |need |looking at |about |maybe )?(?:a few more |a couple more |another few |another |ten more |[0-9]+ more )${oneOf('<span> minutes mins hours moments seconds')}`,
    ),
  },
  {
    name: 'more-time',
    pattern: rule(
      `(?:${any('give us|give it|just|only|looking at|another|we need|i need|needs|need|hang on|hold on')})(?:for )?${gap(1)}(?:<span> |<clock> )(?:more |until |till |and |for |to )?`,
    ),
  },
  { name: 'more-time', pattern: rule('<more> ') },
  {
    name: 'modal-land-time',
    pattern: rule(
      `(?:should|ought to) (?:all |then |again )?(?:be|work|run|flow|return|recover|load) ${gap(5)}(?:from|after|around|at|by|before) (?:about |around |roughly )?(?:<clock> |<day> )`,
    ),
  },
  {
    name: 'takes-time',
    pattern: rule(
      `(?:likely|expected|going|set|bound|estimated) to (?:run|last|go on|drag on|stretch|continue) (?:until|till|into|to) ${gap(2)}(?:<day> |<clock> |<ahead> )|(?:likely|expected|going|set) to (?:run|last|go on) <ahead> `,
    ),
  },
  {
    name: 'projection',
    pattern: rule(
      `(?:gives|give|gave|quotes|quoted|quoting|names|named|told us|tells us|says|promises|promised)(?: us)? ${gap(1)}(?:<clock> |<day> |<ahead> )(?:as|for) (?:the |their |an |its )?${oneOf('time eta repair fix end completion restoration recovery restore resolution')}`,
    ),
  },
  {
    name: 'see-improvement',
    pattern: rule(
      `should (?:soon |then |also )?(?:see|let|bring|have) ${gap(4)}${oneOf('restore restored return returning resume recover recovering back online')}`,
    ),
  },
  {
    name: 'modal-land-time',
    pattern: rule(
      `(?:want|wants|wish|need|looking|trying|working|plan|mean|hoping) to ${gap(1)}${oneOf('ship fix restore resolve deploy finish complete release have get close recover')}${gap(8)}(?:<ahead> |<soon> |<day> )`,
    ),
  },
  { name: 'nearly-there', pattern: rule('we are (?:very |really |quite )?close (?:now )?(?=$)') },
  {
    name: 'nearly-there',
    pattern: rule(
      any(
        'we are close now|we are very close|almost there|nearly there|almost done|nearly done|almost fixed|nearly fixed|almost back|nearly back|almost resolved|nearly finished|almost finished|close to a fix|close to fixing|close to resolving|close to a resolution|close to done|close to restoring|close to being|close to having|near a resolution|nearing a resolution|nearing completion|close to recovery|close to full|not be long|be long now|not long now|not take long|not take much|minutes from|moments from|hours from|minutes away|hours away|moments away|<span> away|<span> out|<span> from having|<span> from being|<span> from a|<span> from full|around the corner|light at the end|home stretch|final stretch|within reach|wo not be long|on the home straight|fix imminent|about to be|about to deploy|about to resolve|about to restore',
      ),
    ),
  },
];

const weak = /^(?:modal-land-time|takes-time|soon|more-time)$/;

/** Forecasts of when a fix, a mitigation or recovery lands. */
export function etaFindings(tokens: readonly Token[]): ProseFinding[] {
  const whole = lineOf(tokens).text;
  if (planned.test(whole) || unknown.test(whole)) return [];
  const found: ProseFinding[] = [];
  for (const clause of clausesOf(tokens)) {
    const line = lineOf(clause.tokens);
    if (tellsOnly(line.text)) continue;
    for (const { name, pattern } of rules) {
      for (const match of matchesOf(pattern, line.text)) {
        if (clause.open && !/<(?:ahead|soon|more)>/.test(match[0])) continue;
        if (stands(line, name, match[0], match.index)) {
          found.push({ kind: 'eta', ...spanOf(line, match.index, match[0].length), rule: name, parameters: {} });
        }
      }
    }
  }
  return found;
}

const tellsOnly = (text: string): boolean => telling.test(text) && !shipping.test(text);

const notForecast = has(
  `(?:${any('gone for|will need to|will have to|never have|should not have|than normal|than usual|will be postponed|be rescheduled|should now|will now|now be|should already|should again be|will be monitoring|continue|continues|continuing|will keep|not affected|not expect any|not expect further|not expect to lose|not expect data|nothing|able to use|until|no impact|no further|not anticipate|not anticipating|not expecting|will remain|be retried|could be|might be|may be|may see|may still|might see|may experience')})`,
);

const laterOnly = / (?:processed|delivered|merged|released|shipped|deployed|applied) $/;
const shows = /^(?:for (?:\S+ ){1,4})?to (?:load|appear|show|open|refresh|display|render|respond) /;

function stands(line: Line, name: string, found: string, index: number): boolean {
  const before = line.text.slice(0, index);
  const around = ` ${before.split(' ').slice(-4).join(' ')}${found}`;
  const timed = /<(?:ahead|soon|more)>/.test(found);
  if (name === 'eta' || name === 'nearly-there') return !/ (?:no|without) $/.test(before) && !pastVerb.test(line.text);
  if (
    notForecast.test(around.replace(/^ +/, ' ')) &&
    !(name === 'takes-time' || (timed && / (?:could|may|might) be /.test(around)))
  )
    return false;
  const after = line.text.slice(index + found.length);
  if (name === 'takes-time' && /^(?:may|might|can|could) /.test(found) && shows.test(after)) return false;
  if (name === 'modal-recovered' && laterOnly.test(found) && !timed) return false;
  if (pastVerb.test(line.text) && !anyModal.test(` ${found}`)) return false;
  if (weak.test(name) && pastVerb.test(line.text) && !/ (?:will|should) /.test(` ${found}`)) return false;
  if (/(?:has|have) been/.test(line.text) && name === 'soon') return false;
  return true;
}
