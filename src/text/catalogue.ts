import type { Parameters } from '../domain/outcome.ts';
import { duration, figure, timeOfDay } from './measure.ts';
import { changeWords, speakingSentences } from './speaking.ts';

/** Sentences by code. `{name}` is filled from the parameters. */
const sentences: Readonly<Record<string, string>> = {
  ...speakingSentences,
  'access/denied': 'Your role or token does not allow {action}.',
  'command/id-reused': 'The id {id} belongs to another command that was accepted before.',
  'incident/already-exists': 'Incident {number} already has this UUID.',
  'incident/wrong-phase': 'The incident is {phase}; this needs it to be {phases}.',
  'incident/closed': 'Incident {number} is closed.',
  'incident/entry-not-found': 'There is no entry {entry} in this log.',
  'incident/entry-redacted': 'The body of entry {entry} was destroyed.',
  'incident/entry-not-correctable': 'An entry of type {type} is a fact that decisions rest on.',
  'incident/role-not-offered': 'No open offer of {role} names you.',
  'incident/merge-target-closed': 'Incident {number} has ended.',
  'incident/merge-target-private': 'Incident {number} is public.',
  'incident/alert-not-attached': 'No attached alert has the fingerprint {fingerprint}.',
  'page/component-unknown': 'The page has no component {component}. It has: {known}.',
  'page/post-not-found': 'The page has no post {post}.',
  'page/incident-private': 'The incident is private, and everybody may read the page {page}.',
  'page/exercise': 'The incident is an exercise, and everybody may read the page {page}.',
  'person/not-found': 'Nobody active is known as {person}.',
  'person/not-a-member': '{person} is not a member of this private incident.',
  'attachment/not-found': 'No uploaded file has the digest {digest}.',
  'practice/override-mismatch': '{practice} holds; the override names {given}.',
  'practice/override-not-yours': '{commander} commands this incident and may override {practice}.',
  'practice/override-through-token': '{practice} is overridden by a signed-in person only.',
  'incident/item-not-found': 'There is no {item} in this incident.',
  'incident/change-not-started': '{change} is {state}: nothing was done that could be observed.',
  'incident/change-started': '{change} is under way.',
  'incident/change-settled': '{change} is {state} already.',
  'incident/not-commander': 'This is the incident commander’s word, and {commander} commands.',
  'incident/second-yourself': '{change} needs a second pair of eyes, and you proposed it.',
  'incident/source-unknown': 'No telemetry source is called "{source}". Known: {known}.',
  'incident/no-new-level': '{signal} has not settled at a level of its own.',
  'incident/signal-not-asked': '{signal} is watched by people: it has no condition.',
  'incident/service-not-planned': '{service} is not in the restore plan.',
  'incident/already-linked': 'Incident {number} is linked already, or would be a part of itself.',
  'incident/relapse-too-late': 'The all-clear of incident {number} has held for longer than a relapse may take.',
  'incident/never-all-clear': 'Incident {number} had no all-clear that could have been premature.',
  'missing/confirmation': 'the alarm to be confirmed',
  'missing/scope': 'one line of scope',
  'missing/instruments': 'a look at the instruments',
  'missing/second': 'a second person to agree',
  'missing/alone': 'somebody to agree or, as you are alone, the name of the target and the undo typed out',
  'lifting/confirmation': 'confirm',
  'lifting/scope': 'state-scope',
  'lifting/instruments': 'check-instrument',
  'lifting/second': 'second-change by somebody else',
  'lifting/alone': 'start-change with --target <name>, where an undo was said',
  'practice/A1/irreversible-waits': '{change} "{what}" cannot be taken back, so it waits for {missing|missing}.',
  'practice/A1/unsure-waits':
    'Nobody has said how "{what}" ({change}) would be undone, so it counts as irreversible and waits for {missing|missing}.',
  'practice/A1/lifts': '{missing|lifting}. What can be undone is said again with --undo.',
  'practice/A1/evidence-says':
    '"{what}" takes away memory, connections and local logs that explain the failure. Capture what you can first.',
  'practice/A1/evidence-lifts': 'Nothing waits.',
  'practice/A3/side-channel-says': 'What is found in {name} is not known here until somebody brings it back.',
  'practice/A3/side-channel-lifts': 'return-findings "{name}" "<what was found>".',
  'practice/B1/waits': '"{cause}" is a *why*, and nobody has said yet *what* is affected. It is parked as {parked}.',
  'practice/B1/lifts': 'state-scope; {parked} then comes back by itself.',
  'practice/B3/degraded-says': 'The instruments are degraded ({degraded}): you may not see what "{what}" does.',
  'practice/B3/unchecked-says': 'Nobody has checked the instruments: you may not see what "{what}" does.',
  'practice/B3/lifts': 'check-instrument <name> fresh, or telemetry that answers.',
  'practice/B5/waits': '"{what}" could make this worse ({risk}), so it waits for the incident commander’s go.',
  'practice/B5/nobody-waits':
    '"{what}" could make this worse ({risk}) and nobody commands. Take command, then it is yours to decide.',
  'practice/B5/lifts': 'approve-change {change} by the incident commander.',
  'practice/B6/waits':
    '{change} "{what}" waits: {open} "{doing}" is under way and touches the same, so nobody could tell which of the two helped.',
  'practice/B6/lifts':
    'Saying what came of {open} (observe-change {open}) or rolling it back. Until then: queue-change {change}.',
  'practice/B6/elsewhere-waits':
    '{change} "{what}" waits: {open} "{doing}" of incident {number} is under way and touches the same.',
  'practice/B6/elsewhere-lifts': 'The result of {open} in incident {number}. Until then: queue-change {change}.',
  'practice/B6/bundle-waits': '"{what}" is {steps} changes in one: if it helps, nobody will know which of them did.',
  'practice/B6/bundle-lifts': 'One at a time; or --purpose contain, where they contain something together.',
  'practice/B6/cant-tell-waits': 'It is early to give {change} up: its effect may still show until {until|time}.',
  'practice/B6/cant-tell-lifts': 'Waiting until {until|time}, or a result: improved, worse, no-effect.',
  'practice/D3/unverified-says': '{service} needs {first}, which nobody has verified yet.',
  'practice/D3/down-waits': '{service} needs {first}, which is known to be down: it would fail again.',
  'practice/D3/lifts': 'verify-restore {first} "<what was seen>", or --good-enough.',
  'practice/D4/no-signal-waits': 'No key signal has been named, so nothing can show that it is over.',
  'practice/D4/breached-waits': '{signal} is out of its healthy range now ({value|figure}).',
  'practice/D4/instrument-waits': 'The source {source} is {health}: silence is not health.',
  'practice/D4/unknown-waits': '{signal} is unknown ({missing|reading}): silence is not health.',
  'practice/D4/unproven-waits':
    '{signal} was never seen unhealthy or seen to move, so it proves nothing yet; three spaced observations would.',
  'practice/D4/unsettled-waits': '{signal} does not count as being as before: {unsettled|unsettled}.',
  'practice/D4/observations-waits':
    '{signal} has {have} spaced observations of 3; one must come from whoever reported it.',
  'practice/D4/child-waits': 'Incident {number}, a part of this one, has no all-clear.',
  'practice/D4/window-waits': '{signal} must stay clean for {leftMs|duration} more.',
  'practice/D4/lifts':
    'Clean telemetry for the whole window of {windowMs|duration}; `allclear show` prints what is left.',
  'practice/D5/says':
    'Nobody has said what came of {change} "{what}". That it should have worked is no ground for an all-clear.',
  'practice/D5/lifts': 'observe-change {change}.',
  'practice/E1/hypothesis-waits':
    'Nothing would follow from "{cause}" while people are hurt, so *why* can wait. It is parked as {parked}; the evidence is kept.',
  'practice/E1/hypothesis-lifts': 'The action that would follow if it were true (--then-action), or the all-clear.',
  'practice/E1/root-cause-waits':
    'The root cause is for after the all-clear; now it is about getting people back. Your words are parked as {parked}.',
  'practice/E1/root-cause-lifts': 'The all-clear.',
  'next/A2/confirm': 'Nobody has said yet that it is real.',
  'next/A6/command': 'Nobody commands: say who decides.',
  'next/A6/scribe': 'Nobody keeps the log for the others.',
  'next/B6/roll-back': '{change} "{what}" made it worse and is still in.',
  'next/B6/queued': '{change} "{what}" is next in the queue, and nothing is under way.',
  'next/B7/observe': 'The effect of {change} "{what}" is due: what came of it?',
  'next/B1/scope': 'It is real, and nobody has said what is affected.',
  'next/B3/unchecked': 'Nobody has checked whether logs and metrics can be trusted.',
  'next/B3/degraded': 'Instruments are degraded ({degraded}): what they do not show may be wrong too.',
  'next/B4/act': '{hypothesis} "{cause}" is supported, and "{thenAction}" would follow from it.',
  'next/B4/test': '{hypothesis} "{cause}" is open: what does its test show?',
  'next/A4/call-in': '{team} owns {services} and has not been called.',
  'next/A3/findings': 'What was found in {name} has not come back.',
  'next/D4/signals': 'No key signal is named yet: nothing could show that it is over.',
  'next/D4/new-level':
    '{signal} {name} has settled at {level|figure} for {count} readings; before the incident it lay at {before|figure}. Is that its new usual level?',
  'next/D4/all-clear': 'Every key signal has been clean for the whole window: the all-clear is yours to declare.',
  'next/D2/relief': 'Could users be routed around it while you look?',
  'next/D1/impact-start': 'Nobody has said since when people are affected.',
  'next/D1/impact-end': 'Signals are healthy: since when are people no longer affected?',
  'next/D1/fix': 'Service is back; the cause itself is not recorded as mended.',
  'next/B2/stale': '{evidence} "{claim}" was seen a while ago: is it still so?',
  'next/B2/contradicted': '{evidence} "{claim}" is contradicted by its own signal.',
  'next/E4/silence': 'Nobody has written for {silentMs|duration}.',
  'next/E4/chase': 'It is time to chase {on} ({wait}).',
  'next/E1/why-waits': '*Why* can wait: what was parked is kept for after the all-clear.',
  'next/G2/successor': 'The incident commander has commanded for {commandMs|duration}: who takes over?',
  'practice/D4/close-waits':
    'Incident {number} is still {phase} and had no all-clear. Closing it waits for one: clean telemetry for the whole window.',
  'practice/D4/close-lifts': 'An all-clear. If it is no incident at all, dismiss it instead.',
};

/** Why a reading has no value, in words. */
export const readingWords: Readonly<Record<string, string>> = {
  unreachable: 'its source does not answer',
  refused: 'its source answers with an error',
  absent: 'there is no such series',
  stale: 'its newest sample is old',
  'clock-off': 'its source’s clock is off',
  'not-a-number': 'its value is no number',
  'low-traffic': 'too little traffic to judge by',
  silence: 'no reading came',
  none: 'no reading yet',
};

/** Why a signal in its band is not as before, in words. */
const unsettledWords: Readonly<Record<string, string>> = {
  'no-baseline': 'how it was before could not be read, or for too short a time; state a bound instead',
  few: 'too few readings to tell its level by',
  'out-of-band': 'its newest reading is out of band',
  level: 'its readings lie beside where they lay before',
};

/** Codes separated by commas, each in words. */
const words = (codes: string | number, known: Readonly<Record<string, string>>): string =>
  String(codes)
    .split(',')
    .map((code) => known[code] ?? code)
    .join(', ');

/** Codes separated by commas, each as the sentence that it has under a prefix. */
const listed =
  (prefix: string) =>
  (codes: string | number): string =>
    String(codes)
      .split(',')
      .map((code) => sentences[`${prefix}/${code}`] ?? code)
      .join(', ');

const formats: Readonly<Record<string, (value: string | number) => string>> = {
  missing: listed('missing'),
  lifting: listed('lifting'),
  changed: (kinds) => words(kinds, changeWords),
  unsettled: (code) => unsettledWords[String(code)] ?? String(code),
  reading: (code) => readingWords[String(code)] ?? String(code),
  duration: (ms) => duration(Number(ms)),
  time: (instant) => timeOfDay(Number(instant)),
  figure: (value) => (typeof value === 'number' ? figure(value) : 'no value'),
};

/**
 * The sentence for a code, or undefined when the code says enough by its problem row. `{name|format}` is written as
 * the format has it.
 */
export function sentence(code: string, parameters: Parameters = {}): string | undefined {
  return sentences[code]?.replace(/\{(\w+)(?:\|(\w+))?\}/g, (_whole, name: string, format?: string) => {
    const value = parameters[name] ?? '';
    return format === undefined ? String(value) : (formats[format]?.(value) ?? String(value));
  });
}

/** Every code that has a sentence. */
export const sentenceCodes = Object.keys(sentences);
