import type { RefusalCode } from '../../domain/refusal.ts';
import { type ProblemRow, row } from './row.ts';

type IncidentCode = Extract<RefusalCode, `incident/${string}`>;

/** Problems with what was said of an incident. */
export const incidentProblems: Readonly<Record<IncidentCode, ProblemRow>> = {
  'incident/not-found': row(
    404,
    'No such incident',
    'No incident that you may see has this number or UUID.',
    'List the open ones with `allclear list`.',
  ),
  'incident/already-exists': row(
    409,
    'This incident exists already',
    'An incident with this UUID was declared before.',
    'Declare under a new UUID, or write to the one that exists.',
  ),
  'incident/wrong-phase': row(
    409,
    'Not in this phase',
    'The incident is in a phase from which this cannot happen.',
    'Look at its phase with `allclear show`; the detail names the phases it needs.',
  ),
  'incident/closed': row(
    409,
    'The incident is closed',
    'A closed incident takes notes, corrections and files only.',
    'Declare a new incident and link this one.',
  ),
  'incident/nothing-changes': row(
    409,
    'That is so already',
    'The incident already stands as this command would leave it.',
    'Nothing needs doing.',
  ),
  'incident/entry-not-found': row(
    404,
    'No such entry',
    'This incident’s log has no entry with this id.',
    'Take the id from `allclear show --log`.',
  ),
  'incident/entry-not-correctable': row(
    409,
    'This entry cannot be changed that way',
    'Only notes, files and corrections can be corrected or redacted; others are facts that decisions rest on.',
    'Write a note that says what is right, or say the command again with the right facts.',
  ),
  'incident/entry-redacted': row(
    409,
    'This entry was redacted',
    'Its body is gone for good.',
    'Write a new note if something must be said.',
  ),
  'incident/not-a-responder': row(
    409,
    'Not a responder here',
    'Only a person who joined can do this.',
    'Join first: `allclear join`.',
  ),
  'incident/role-not-offered': row(
    409,
    'That role was not offered to you',
    'No open offer of this role names you.',
    'Ask for it to be offered, or take it: `allclear assign-role <role> me`.',
  ),
  'incident/merge-with-itself': row(
    409,
    'An incident cannot merge with itself',
    'Both numbers are the same incident.',
    'Name the incident that shall survive.',
  ),
  'incident/merge-target-closed': row(
    409,
    'The other incident has ended',
    'A dismissed or closed incident takes nothing in.',
    'Merge the other way round, or reopen it first.',
  ),
  'incident/merge-target-private': row(
    409,
    'A private incident cannot merge into a public one',
    'Its people and alerts would become known to everybody.',
    'Merge the public one into the private one.',
  ),
  'incident/alert-not-attached': row(
    404,
    'That alert is not attached here',
    'No attached alert has this fingerprint.',
    'List them with `allclear alerts`.',
  ),
  'incident/not-private': row(
    409,
    'The incident is not private',
    'Everybody with the role can read it; it has no members.',
    'Nothing needs doing.',
  ),
  'incident/ended-before-started': row(
    409,
    'The end lies before the start',
    'Impact cannot end before it started.',
    'Check both times; each can be said again.',
  ),
  'incident/item-not-found': row(
    404,
    'No such item',
    'The key names no hypothesis, change, signal, workaround, wait or channel of this incident.',
    'Look at `allclear show` for the keys: H1, C2, S1, W1, V1.',
  ),
  'incident/change-not-started': row(
    409,
    'The change was not started',
    'Only what was done can be observed or rolled back.',
    'Start it, or abandon it.',
  ),
  'incident/change-started': row(
    409,
    'The change is under way',
    'It was started and nobody has said what came of it.',
    'Say what came of it with `observe-change`, or `roll-back`.',
  ),
  'incident/change-settled': row(
    409,
    'The change is settled',
    'It was observed, abandoned or rolled back before.',
    'Say it as a new change.',
  ),
  'incident/not-commander': row(
    409,
    'The incident commander says this',
    'Only whoever commands the incident may say it.',
    'Ask the commander; where nobody commands, take command: `assign-role incident-commander`.',
  ),
  'incident/second-yourself': row(
    409,
    'Somebody else has to agree',
    'Whoever proposed a change cannot second it.',
    'Ask another responder; alone, start it with its target typed out.',
  ),
  'incident/source-unknown': row(
    422,
    'No such telemetry source',
    'The signal names a source that is not configured, or names none although there are several.',
    'Name one of those listed, or apply a `kind: sources` document first.',
  ),
  'incident/query-incomplete': row(
    422,
    'The signal is only half said',
    'A query, its source and its healthy condition go together; so do a traffic query and its minimum.',
    'Give the query with `--healthy "< 0.01"`, or neither for a signal that people watch.',
  ),
  'incident/signal-not-asked': row(
    409,
    'The signal has no condition',
    'People watch it; there is nothing to loosen.',
    'Observe it, or drop it and add one with a query.',
  ),
  'incident/no-new-level': row(
    409,
    'No new level',
    'The signal is not judged by how it was before, or its newest readings do not lie together at a level of their own.',
    'Wait until it has settled, or give it a bound with `loosen-signal`.',
  ),
  'incident/service-not-planned': row(
    404,
    'Not in the restore plan',
    'The service is not among those that were planned.',
    'Plan it first: `plan-restore`.',
  ),
  'incident/time-passed': row(
    422,
    'That time has passed',
    'A promise, a chase or an expiry must lie ahead.',
    'Give a time that lies ahead.',
  ),
  'incident/already-linked': row(
    409,
    'The incidents are linked already',
    'An incident has one parent, and is no part of itself, however far up.',
    'Nothing needs doing, or name another parent.',
  ),
  'incident/relapse-too-late': row(
    409,
    'Too late for a relapse',
    'The same impact within the policy’s time is a relapse; later it is another incident.',
    'Declare a new incident and link it: `declare`, then `link-parent`.',
  ),
  'incident/never-all-clear': row(
    409,
    'There was no all-clear',
    'Only what was called over can come back.',
    'Go on working on it: it is still open, or reopen it.',
  ),
  'incident/duty-not-external': row(
    422,
    'A duty is owed outside',
    'What law or a contract asks is told to whom it is owed: the audience is external.',
    'Say `--audience external`, or leave `--duty` out.',
  ),
  'incident/too-many-questions': row(
    409,
    'Too many questions wait',
    'As many questions as one update can answer are waiting already.',
    'Wait for the next update: its time is on the brief.',
  ),
  'incident/private-brief': row(
    409,
    'A private incident has no brief to share',
    'What is private is read by its members alone.',
    'Let the person in as a member: `add-member`.',
  ),
};
