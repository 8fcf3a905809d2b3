const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Words that name that something was wrong, and nothing of what. */
const strong = set(
  'issue issues problem problems error errors bug bugs glitch glitches failure failures fault faults hiccup hiccups malfunction malfunctions mistake mistakes misconfiguration misconfigurations anomaly anomalies complication complications difficulty difficulties oversight defect defects blip blips mishap irregularity trouble troubles breakdown circumstances factors instability mis-configuration overload overloading accident behavior behaviour condition conditions incompatibility deficiency deficiencies challenges misbehavior slowness degradation snag snags disturbance disturbances oversights event events shortcomings weakness gap gaps limitation limitations regression misunderstanding misunderstandings miscommunication miscommunications luck',
);
/** Words that may stand for a cause, where nothing but other words of this kind stands with them. */
const weak = set(
  'load loads traffic crash disruption interruption deployment deploy release update upgrade change changes patch rollout demand usage volume stress incident outage outages mismatch situation maintenance conflict contention utilization utilisation capacity congestion activity requests pressure process procedure lapse lapses work bottleneck bottlenecks constraints migration exhaustion operation task push settings setup testing monitoring communication planning redundancy visitors users connections calls server servers database databases network switch switches router routers balancer hardware component disk drive hypervisor host firewall configuration config machine node appliance gateway link circuit cable connection connectivity performance equipment provider device',
);
const surge = set('spike spikes surge increase peak burst rise influx jump growth lack shortage amount drop');
const broken = set(
  'misconfigured faulty bad broken failed failing defective corrupted corrupt malfunctioning unresponsive overloaded incorrect unstable degraded',
);
const plain = set(
  `a an the our some several various certain another one multiple its their both two three any of number series combination mixture range variety couple
  technical unhandled uncaught resource resources cpu ram io memory bandwidth unusually unexpectedly extremely very particularly abnormally higher than normal expected usual network networking hardware software server servers database databases human operator user operational internal external unexpected unforeseen unknown unspecified minor temporary transient intermittent general generic isolated rare configuration config infrastructure connectivity dns power storage disk memory capacity performance third-party third party upstream provider provider's vendor deployment code coding programming application backend frontend api cloud service services platform high heavy increased excessive elevated abnormal unusual extreme peak recent underlying faulty bad broken severe serious critical major significant large larger sudden massive unanticipated incorrect wrong improper failed failing buggy new latest system systems process procedural manual data routing security core single web website site login payment mechanical electrical environmental random strange weird odd mysterious undetermined unidentified hidden previously undetected undiscovered latent complex simple small one-off related production primary secondary main central unplanned regression 's load traffic misconfigured cascading hosting data-center datacenter data center centre isp edge and or
  too many much customer customers client key global local regional isp telecom caching cache authentication message messaging queue email mail communication integration scheduled routine planned regular normal tooling vendors partner partners supplier suppliers carrier redundant backup synchronization replication clustering virtualization telephony voice carrier maintenance inadvertent accidental unintended unintentional insufficient inadequate limited poor overall combined partial complete total catastrophic fatal prolonged brief earlier previous existing known common simply just likely mostly primarily mainly own physical virtual corrupt corrupted defective malfunctioning overloaded unresponsive unstable degraded app mobile back-end front-end internet backbone datacentre data-centre beginner bad sheer`,
);
const places = set(
  `database databases db server servers network networks system systems platform infrastructure service services application applications app apps api apis backend site website code codebase software configuration settings cluster clusters cloud environment production storage balancer balancers load datacenter data center centre provider providers provider's vendor vendors supplier partner host hosts hosting firewall router routers switch switches cache queue deployment deploy pipeline dns hardware stack side end region regions component components gateway machine machines equipment layer process processes release version update upgrade cdn internet company isp carrier maintenance migration work window operation operations outage incident cooling power grid rack racks device devices module system's provisioning login authentication users customers requests traffic usage demand activity volume queries time experienced facility internally tier subsystem services' monitoring integration deployments caching messaging search payments payment facility colocation site office hall london frankfurt datacentre data-centre backbone`,
);
const linking = set(
  'in on with within of at from to inside by for between across during after following as affecting experienced encountered among under the',
);
const bounds = set('during after following');
/** Words that say how. */
const telling =
  /[\d_/]|^(?:that|which|when|whenever|where|whose|who|because|since|while|until|if|not|never|no|without|instead|being|having|deadlock\w*|leak\w*|race|expir\w*|timeouts?|exhaust\w*|overflow\w*|off-by-one|loop\w*|typo|regex|null|pointer|certificate|certificates|cert|fiber|fibre|index|lock|locks|locking|threads?|duplicat\w*|retry|retries|stale|quota|ttl|missing|recursi\w*|mutex|corrupting|infinite|permission\w*|invalid\w*|limit|limits|wrote|ran|sent|dropped|deleted|removed|x+|attack|ddos|lightning|fire|flood\w*|storm|squirrel|rejected|unindexed|query)$/;
const most = 16;
const unknownInHead = 1;
const unknownBehind = 3;

/** Whether a noun phrase names a cause and says neither condition, trigger nor mechanism. */
export function saysLittle(phrase: string): boolean {
  const words = phrase.trim().split(' ').filter(Boolean);
  if (words.length === 0 || words.length > most || words.some((word) => telling.test(word))) return false;
  if (words.some((word) => /^<(?:person|role|team|name)>$/.test(word))) return false;
  if (/^(?:this|that|these|such|same)$/.test(words[0] as string)) return false;
  if (
    /^(?:the|this|our) (?:outage|incident|disruption|issue|problem|maintenance|event|downtime|interruption|delay)s?$/.test(
      phrase.trim(),
    )
  )
    return false;
  const [head, behind] = parted(words);
  const name = head.at(-1) ?? '';
  const strange = head.slice(0, -1).filter((word) => !known(word)).length;
  if (surge.has(name)) return strange === 0 && behind.length > 0 && unknowns(behind) === 0;
  if (strong.has(name)) return strange <= unknownInHead && fits(behind, unknownBehind);
  if (!weak.has(name) || strange > 0) return false;
  const qualified = head.some((word) => broken.has(word) || surge.has(word));
  return (places.has(name) && !qualified ? loads.test(name) : true) && fits(behind, qualified ? 1 : 0);
}

const loads =
  /^(?:maintenance|migration|update|upgrade|deployment|deploy|release|demand|usage|volume|traffic|load|requests|activity|outage|incident|monitoring)$/;
const known = (word: string): boolean =>
  plain.has(word) || strong.has(word) || weak.has(word) || surge.has(word) || /^<(?:vendor|service)>$/.test(word);
const told = (word: string): boolean => known(word) || places.has(word) || linking.has(word) || word.startsWith('<');
const unknowns = (words: readonly string[]): number => words.filter((word) => !told(word)).length;

function fits(behind: readonly string[], allowed: number): boolean {
  const bound = behind.findIndex((word) => bounds.has(word));
  if (bound >= 0 && unknowns(behind.slice(bound)) > 0) return false;
  return unknowns(behind) <= allowed;
}

/** The noun phrase itself, and what is said of where it was. "A number of …" is passed over. */
function parted(words: readonly string[]): readonly [readonly string[], readonly string[]] {
  const amount = /^(?:bit|number|series|combination|mixture|range|variety|couple|case|matter|mix|set|result)$/;
  const from = words.findIndex((word, index) => amount.test(word) && words[index + 1] === 'of');
  const own = from >= 0 && from < 4 ? words.slice(from + 2) : words;
  const cut = own.findIndex((word, index) => index > 0 && linking.has(word) && word !== 'the');
  return cut < 0 ? [own, []] : [own.slice(0, cut), own.slice(cut)];
}
