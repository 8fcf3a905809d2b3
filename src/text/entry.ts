import type { IncidentEventBodies, IncidentEventType } from '../domain/incident/event.ts';
import type { ChangePlan } from '../domain/incident/item.ts';
import { written } from '../domain/telemetry/condition.ts';
import { allClearText } from './all-clear.ts';
import { readingWords, sentence } from './catalogue.ts';
import { effectText } from './effect.ts';
import { figure, minutesOf, moment as at } from './measure.ts';

/** How ids are told: a person's name for a person id. */
export type NameOf = (person: string) => string;

const withReason = (text: string, reason: string | null): string => (reason ? `${text}: ${reason}` : text);

function alertList(alerts: readonly { readonly name: string; readonly status: string }[]): string {
  const [first] = alerts;
  return alerts.length === 1 && first ? `alert ${first.name} (${first.status})` : `${alerts.length} alerts`;
}

/** The key of an item says more than the verb; any other word says less. */
const named = (about: string | null, command: string): string =>
  about !== null && /^[A-Z]\d+$/.test(about) ? about : command;

type Lines = { readonly [Type in IncidentEventType]: (body: IncidentEventBodies[Type], name: NameOf) => string };

const roomLines: Partial<Lines> = {
  IncidentDeclared: ({ severity, exercise, title }) => `declared ${severity}${exercise ? ' (exercise)' : ''}: ${title}`,
  IncidentConfirmed: ({ evidence }) => `confirmed: ${evidence}`,
  IncidentDismissed: ({ as, reason }) => withReason(`dismissed as ${as}`, reason),
  IncidentReopened: ({ reason }) => withReason('reopened', reason),
  ConfirmationOverdue: ({ waitedMs }) => `still unconfirmed after ${minutesOf(waitedMs)} min: is it real?`,
  NoteAdded: ({ text }) => text,
  EntryCorrected: ({ entry, text }) => `correction of ${entry}: ${text}`,
  EntryRedacted: ({ entry, reason }) => withReason(`redacted ${entry}`, reason),
  FileAttached: ({ file, text }) => withReason(`file ${file.name}`, text),
  ResponderJoined: ({ person }, name) => `${name(person)} joined`,
  ResponderLeft: ({ person }, name) => `${name(person)} left`,
  RoleAssigned: ({ person, role }, name) => `${name(person)} is ${role}`,
  RoleOffered: ({ role, to, handover }, name) => `${role} offered to ${name(to)}: ${handover}`,
  SeveritySet: ({ previous, severity, reason }) => withReason(`severity ${previous} → ${severity}`, reason),
  KindSet: (body) => `kind ${body.previous} → ${body.kind}${body.private ? ', private' : ''}`,
  MemberAdded: ({ person }, name) => `${name(person)} was let in`,
  MemberRemoved: ({ person }, name) => `${name(person)} was taken out`,
  ImpactStarted: (body) => `impact since ${at(body.at)}: ${body.evidence}`,
  ImpactEnded: (body) => `impact ended ${at(body.at)}: ${body.evidence}`,
  DetectionRecorded: ({ by, evidence }) => withReason(`noticed first by a ${by}`, evidence),
  AlertsAttached: ({ alerts }) => `attached ${alertList(alerts)}`,
  AlertsDetached: ({ fingerprints, reason }) =>
    withReason(`detached ${fingerprints.length === 1 ? '1 alert' : `${fingerprints.length} alerts`}`, reason),
  AlertsChanged: ({ changes }) => changes.map(({ name, status }) => `${name} ${status}`).join(', '),
  IncidentMerged: ({ intoNumber, reason }) => withReason(`merged into ${intoNumber}`, reason),
  IncidentAbsorbed: ({ fromNumber }) => `took in ${fromNumber}`,
  IncidentClosed: ({ waiver }) => `closed, postmortem waived: ${waiver}`,
  CommandHeld: ({ practice, command, about, waits, parameters }) =>
    `${practice} held ${named(about, command)}: ${sentence(waits, parameters) ?? ''}`.trimEnd(),
  CommandCautioned: ({ practice, command, about, says, parameters }) =>
    `${practice} cautioned ${named(about, command)}: ${sentence(says, parameters) ?? says}`,
  GuardrailOverridden: ({ practice, command, about, reason }) =>
    `${practice} overridden for ${named(about, command)}: ${reason}`,
  GuardrailsWeakened: ({ policyVersion, practices }) => `policy ${policyVersion} weakens ${practices.join(', ')}`,
  DeliveryGivenUp: ({ channel, target, reason }) => `not delivered by ${channel} to ${target}: ${reason}`,
  PersonCalledIn: ({ who, why }, name) => withReason(`called in ${name(who)}`, why),
  NotDelivered: ({ to, what }, name) => `not delivered: no channel (to ${name(to)}: ${what})`,
  ParentLinked: ({ number }) => `is a part of ${number}`,
  ChildLinked: ({ number }) => `${number} is a part of this`,
  SideChannelOpened: ({ name, why }) => withReason(`side channel ${name}`, why),
  FindingsReturned: ({ name, findings }) => `found in ${name}: ${findings}`,
  SilenceNoticed: ({ silentMs }) => `nobody has written for ${minutesOf(silentMs)} min: what is being done?`,
};

const listed = (items: readonly string[]): string => items.join(', ');
const results = { improved: 'better', worse: 'worse', 'no-effect': 'no effect', 'cant-tell': "can't tell" } as const;

const diagnosisLines: Partial<Lines> = {
  ScopeStated: ({ name, kind, status, boundary, evidence }) =>
    withReason(`scope: ${kind} ${name} ${status}${boundary === '' ? '' : ` (${boundary})`}`, evidence),
  EvidenceGiven: ({ key, claim, works, how, source, again }) =>
    `${key} ${again ? 'looked at again' : works ? 'works' : 'does not work'}: ${claim} (${withReason(how, source)})`,
  EvidenceStale: ({ key, claim }) => `${key} is stale, look again: ${claim}`,
  EvidenceContradicted: ({ key, claim, signal }) => `${signal} contradicts ${key}: ${claim}`,
  InstrumentChecked: ({ instrument, health, evidence }) => withReason(`instrument ${instrument} ${health}`, evidence),
  InstrumentTurned: ({ source, health, because }) => withReason(`instrument ${source} ${health}`, because),
  HypothesisProposed: ({ key, cause, test, thenAction, from }) =>
    [
      `${key} ${from === null ? '' : `(was ${from}) `}perhaps ${cause}`,
      ...(test === '' ? [] : [`test: ${test}`]),
      ...(thenAction === '' ? [] : [`if so: ${thenAction}`]),
    ].join('; '),
  HypothesisTested: ({ hypothesis, finding }) => `${hypothesis} tested: ${finding}`,
  HypothesisRuled: ({ hypothesis, verdict, evidence }) => withReason(`${hypothesis} ${verdict}`, evidence),
  CauseParked: ({ key, cause, until }) =>
    `${key} parked until ${until === 'scope' ? 'the scope is said' : 'the all-clear'}: ${cause}`,
  CauseReturned: ({ key, cause }) => `${key} is back: ${cause}`,
};

function planText(plan: ChangePlan): string {
  const { what, steps, purpose, addedRisk, reversibility, undo, touches, hypothesis, expected, before } = plan;
  return [
    what,
    ...(steps.length === 0 ? [] : [`steps: ${listed(steps)}`]),
    ...(purpose === 'remediate' ? [] : [`to ${purpose}`]),
    ...(touches.length === 0 ? [] : [`touches ${listed(touches)}`]),
    ...(hypothesis === null ? [] : [`for ${hypothesis}`]),
    ...(reversibility === 'irreversible' ? ['irreversible'] : []),
    ...(undo === '' ? [] : [`undo: ${undo}`]),
    ...(undo === '' && reversibility === 'unsure' ? ['no undo known'] : []),
    ...(addedRisk === '' ? [] : [`risk: ${addedRisk}`]),
    ...(expected === '' ? [] : [`expected: ${expected}`]),
    ...(before === '' ? [] : [`before: ${before}`]),
  ].join('; ');
}

const changeLines: Partial<Lines> = {
  ChangeProposed: (body) => `${body.key} proposed: ${planText(body)}`,
  ChangeQueued: ({ change, behind }) => `${change} queued${behind === '' ? '' : ` behind ${behind}`}`,
  ChangeApproved: ({ change }) => `${change} has the commander’s go`,
  ChangeSeconded: ({ change }) => `${change} seconded`,
  ChangeStarted: ({ change, what, alone, secondedBy }, name) =>
    `${change} started${alone ? ' alone' : secondedBy === null ? '' : ` (seconded by ${name(secondedBy)})`}: ${what}`,
  ChangeObserved: ({ change, result, observed, after }) =>
    withReason(`${change} ${results[result]}`, [observed, ...(after === '' ? [] : [`now ${after}`])].join('; ')),
  ChangeAbandoned: ({ change, reason }) => withReason(`${change} abandoned`, reason),
  ChangeRolledBack: ({ change, observed }) => withReason(`${change} rolled back`, observed),
  ChangeRecorded: (body) =>
    `${body.key} ${body.now ? 'done at once, to save life, safety or data' : 'made outside the lock'}: ${planText(body)}`,
  EffectMeasured: ({ change, effects }) => `${change}: ${effects.map(effectText).join('; ')}`,
  EffectDue: ({ change, expected }) =>
    `${change} should have shown an effect by now${expected === '' ? '' : ` (${expected})`}: what came of it?`,
};

const stabilisingLines: Partial<Lines> = {
  StabilisingBegan: ({ by }) => `stabilising, by a ${by}`,
  WatchingBegan: ({ signals }) => `watching: ${listed(signals)} healthy`,
  WatchingInterrupted: ({ signal, status }) =>
    signal === '' ? 'no longer watching: no signal is left' : `no longer watching: ${signal} ${status}`,
  WorkaroundRecorded: ({ key, what, covers, debt, owner, expiresAt }, name) =>
    [
      `${key} workaround: ${what}`,
      ...(covers === '' ? [] : [`covers ${covers}`]),
      ...(debt === '' ? [] : [`debt: ${debt}`]),
      ...(owner === null ? [] : [`owner ${name(owner)}`]),
      ...(expiresAt === null ? [] : [`until ${at(expiresAt)}`]),
    ].join('; '),
  WorkaroundEnded: ({ workaround, reason }) => withReason(`${workaround} ended`, reason),
  WorkaroundExpired: ({ workaround, what }) => `${workaround} was to end by now: ${what}`,
  ReliefAsked: ({ impactMs }) => `${minutesOf(impactMs)} min of impact: could users be routed around it?`,
  WaitBegan: ({ key, on, what, nextChaseAt }) =>
    `${key} waiting on ${withReason(on, what)}; next chase ${at(nextChaseAt)}`,
  WaitEnded: ({ wait, outcome }) => withReason(`${wait} ended`, outcome),
  ChaseDue: ({ wait, on }) => `${wait} chase ${on} now`,
  DependencySketched: ({ from, dependsOn }) => `${from} needs ${dependsOn}`,
  RestorePlanned: ({ services, bootstrap, cycles }) =>
    [
      `restore in this order: ${listed(services)}`,
      ...(bootstrap.length === 0 ? [] : [`first of all ${listed(bootstrap)}`]),
      ...cycles.map((cycle) => `each needs the next: ${[...cycle, cycle[0]].join(' → ')}; which may come up first?`),
    ].join('; '),
  RestoreStepTaken: ({ service }) => `restoring ${service}`,
  RestoreStepVerified: ({ service, evidence, goodEnough }) =>
    withReason(`${service} ${goodEnough ? 'good enough to proceed' : 'is up'}`, evidence),
  SignalAdded: ({ key, name, asked }) =>
    asked === null
      ? `${key} ${name}: watched by people`
      : `${key} ${name}: healthy ${written(asked.healthy)} of ${asked.query}`,
  BaselineTaken: ({ signal, baseline }) =>
    `${signal} was ${figure(baseline.median)} before, by ${baseline.readings} readings from ${at(baseline.from)} to ${at(baseline.to)}`,
  BaselineAccepted: ({ signal, baseline, previous, reason }) =>
    withReason(
      `${signal}: ${figure(baseline.median)} is taken for usual, before ${figure(previous.median)}; the clock starts again`,
      reason,
    ),
  SignalLoosened: ({ signal, healthy, previous, reason }) =>
    withReason(`${signal} healthy ${written(previous)} → ${written(healthy)}; the clock starts again`, reason),
  SignalDropped: ({ signal, name, reason }) => withReason(`${signal} ${name} dropped; the clock starts again`, reason),
  SignalObserved: ({ signal, healthy, what, byReporter }) =>
    withReason(
      `${signal} seen ${healthy ? 'healthy' : 'unhealthy'}${byReporter ? ' by whoever reported it' : ''}`,
      what,
    ),
  SignalTurned: ({ signal, status, value, because }) =>
    withReason(`${signal} ${status}${value === null ? '' : ` at ${figure(value)}`}`, readingWords[because] ?? because),
  ClockPaused: ({ signal, because }) =>
    `${signal} has no reading now (${readingWords[because] ?? because}): its clock pauses`,
  ClockRestarted: ({ signal }) => `the clock of ${signal} starts again`,
  WatchDeferred: ({ until, watcher, wakeIf }, name) =>
    withReason(
      `watching overnight until ${at(until)}; ${name(watcher)} watches`,
      wakeIf === '' ? '' : `wake if ${wakeIf}`,
    ),
  WatchDeferralEnded: ({ watcher }, name) => `the night is over: ${name(watcher)} hands back`,
  AllClearDeclared: (body) => allClearText(body),
  RelapseReported: ({ evidence, afterMs }) =>
    withReason(`relapse ${minutesOf(afterMs)} min after the all-clear, which was premature`, evidence),
  LearningBegan: () => 'no relapse: learning begins',
  RootCauseFixSet: ({ what, at: when }) => `root cause fixed ${at(when)}: ${what}`,
};

const said = ({ component, status }: { readonly component: string; readonly status: string }): string =>
  `${component} ${status.replaceAll('_', ' ')}`;

function sentText(body: IncidentEventBodies['UpdateSent']): string {
  const { key, audience, status, know, doing, dontKnow, nextAt, promise, lateMs, corrects, answers } = body;
  return [
    `${key} update to ${audience}${corrects === null ? '' : `, correcting ${corrects}`}: ${status}`,
    ...(know === '' ? [] : [`we know: ${know}`]),
    ...(doing === '' ? [] : [`doing: ${doing}`]),
    ...(dontKnow === '' ? [] : [`we don’t know: ${dontKnow}`]),
    ...answers.map(({ question, answer }) => `${question}: ${answer}`),
    ...(nextAt === null ? [] : [`next ${at(nextAt)}`]),
    ...(promise === null ? [] : [lateMs > 0 ? `${promise} ${Math.ceil(lateMs / 60_000)} min late` : `${promise} kept`]),
  ].join('; ');
}

const speakingLines: Partial<Lines> = {
  StatusPublished: ({ key, page, title, status, text, components }) =>
    [`${key} published on ${page}, ${status}: ${title}`, ...components.map(said), text].join('; '),
  UpdatePromised: ({ key, audience, at: due, duty }) =>
    duty === '' ? `${key} next update to ${audience} promised for ${at(due)}` : `${key} ${duty} is due ${at(due)}`,
  UpdateReminded: ({ promise, audience, at: due }) => `${promise} update to ${audience} is due ${at(due)}`,
  UpdateDue: ({ promise, audience }) => `${promise} update to ${audience} is due now`,
  UpdateLate: ({ promise, audience }) => `${promise} update to ${audience} is late: the commander is told`,
  UpdateDrafted: ({ audience, status }) => `kept the draft to ${audience}: ${status}`,
  UpdateScheduled: ({ key, audience, sendAt, status }) => `${key} to ${audience} leaves ${at(sendAt)}: ${status}`,
  UpdateWithdrawn: ({ update, because }) =>
    because === 'changed' ? `${update} was not sent: it changed since it was written` : `${update} withdrawn`,
  UpdateSent: (body) => sentText(body),
  QuestionAsked: ({ key, text, by }) => `${key} asked${by === '' ? '' : ` by ${by}`}: ${text}`,
  QuestionSetAside: ({ question, reason }) => withReason(`${question} set aside`, reason),
  StakeholderAdmitted: ({ person }, name) => `${name(person)} was let into the room`,
  BriefShared: ({ name: whom, expiresAt }) => `brief shared with ${whom} until ${at(expiresAt)}`,
  BriefLinkEnded: ({ name: whom }) => `the brief is closed to ${whom}`,
  UpdateMissed: ({ promise, audience }) => `${promise} update to ${audience} was missed`,
  UpdateRecorded: ({ audience, toldWhom, channel, text, promise, lateMs }) =>
    [
      `update to ${audience}`,
      ...(toldWhom === '' ? [] : [`told ${toldWhom}`]),
      ...(channel === '' ? [] : [`by ${channel}`]),
      ...(promise === null
        ? []
        : [lateMs > 0 ? `${promise} ${Math.ceil(lateMs / 60_000)} min late` : `${promise} kept`]),
      ...(text === '' ? [] : [text]),
    ].join('; '),
};

const lines = { ...roomLines, ...diagnosisLines, ...changeLines, ...stabilisingLines, ...speakingLines } as Lines;

/** One line for an entry of the log, as people read it. An entry without its body was redacted. */
export function entryLine(type: string, body: unknown, name: NameOf): string {
  if (body === null) return 'redacted';
  const line = lines[type as IncidentEventType] as ((body: unknown, name: NameOf) => string) | undefined;
  return line?.(body, name) ?? type;
}
