import type { ChangeResult, Role } from '../domain/incident/vocabulary.ts';
import { shortTime } from './measure.ts';

/** Words of the results of a change, on buttons and in replies. */
export const resultWords: Readonly<Record<ChangeResult, string>> = {
  improved: 'improved',
  worse: 'worse',
  'no-effect': 'no effect',
  'cant-tell': "can't tell",
};

const roleWords = (role: Role): string => role.replaceAll('-', ' ');

/** Everything that a chat shows. */
export const chatWords = {
  topic: (severity: string, title: string): string => `${severity}: ${title}`,
  purpose: (number: string, address: string): string => `Incident ${number}. Its log: ${address}`,
  heading: (number: string, title: string): string => `[${number}] ${title}`,
  standing: (phase: string, severity: string, commander: string | null): string =>
    `${severity}. ${phase} ${commander === null ? 'Nobody commands yet.' : `${commander} commands.`}`,
  affected: 'Affected',
  underWay: 'Under way',
  waiting: 'Waits for somebody',
  next: 'Next',
  howTo: 'How this room works',
  how: (days: number): string =>
    [
      'The log is kept in Allclear; this room is a way into it.',
      '• An entry is made by: /allclear and a verb (/allclear help lists them), a message that mentions the app, a reply in a thread of the app, a pinned message.',
      `• Everything else that is written here stays a side transcript: it is no part of the log, and Allclear deletes it after ${days === 1 ? 'a day' : `${days} days`}.`,
      '• What is held is shown to you alone, with what lifts it. The app speaks unasked at most once in five minutes; this message always says how things stand.',
    ].join('\n'),
  link: (address: string): string => `The whole room: ${address}`,
  announced: (number: string, severity: string, title: string, room: string): string =>
    `Incident ${number}, ${severity}: ${title}. It is worked on in #${room}.`,
  entry: (at: number, line: string): string => `${shortTime(at)}  ${line}`,

  confirm: 'Confirm…',
  dismiss: 'Dismiss…',
  takeCommand: 'Take command',
  accept: (role: Role): string => `Accept ${roleWords(role)}`,
  start: (change: string): string => `Start ${change}`,
  queue: (change: string): string => `Queue ${change}`,
  approve: (change: string): string => `Give the go for ${change}`,
  alone: (change: string): string => `Alone: type the target of ${change}…`,
  came: (change: string, result: ChangeResult): string => `${change} ${resultWords[result]}`,
  scope: 'Say what is affected…',
  instrument: 'Check an instrument…',
  signal: 'Name a key signal…',
  sendDraft: (audience: string): string => `Send the draft to ${audience}`,
  told: (audience: string): string => `Told ${audience}…`,
  reword: 'Write it differently…',
  allClear: 'Declare the all-clear…',
  override: 'Override…',

  unconfirmed: 'Is it real?',
  nobodyCommands: 'Nobody commands.',
  offered: (role: Role, to: string, handover: string): string => `${roleWords(role)} is offered to ${to}: ${handover}`,
  offeredToYou: (role: Role, by: string): string =>
    `${by} hands you the role of ${roleWords(role)}. Until you accept it they hold it.`,
  whatCame: (change: string, what: string): string => `${change} is under way: ${what}. What came of it?`,
  queued: (change: string, what: string): string => `${change} is next: ${what}`,
  owed: (promise: string, audience: string, at: number): string =>
    `${promise}: an update to ${audience} is promised for ${shortTime(at)}.`,
  clean: 'Everything that is watched has been clean long enough.',

  done: 'In the log:',
  again: 'That was in the log already.',
  inThread: 'What did you see? Reply in a thread of the app, and it becomes a part of it.',
  lifts: 'What lifts it',
  held: (practice: string, waits: string): string => `${practice}: ${waits}`,
  kept: 'Nothing of what you wrote is lost. Only you see this.',
  reason: 'Why is it right to go on now?',
  reasonHint: 'It stands in the log beside the override.',
  overrideTitle: 'Override a hold',
  overrideSubmit: 'Override',
  overrideLead: ({ practice, verb }: { readonly practice: string; readonly verb: string }): string =>
    `${practice} holds "${verb}". Going past it is one step, yours, and kept with your reason.`,
  formSubmit: 'Say it',
  gone: 'That button is too old: what was held is not kept any longer. Say it again.',
  noRoom: 'This channel belongs to no incident. /allclear declare "<what is wrong>" opens one.',
  noVerb: (word: string, near: readonly string[]): string =>
    near.length === 0
      ? `There is no verb "${word}". /allclear help lists them all. Nothing was stored.`
      : `There is no verb "${word}". Did you mean ${near.join(', ')}? Nothing was stored.`,
  notHere: 'This incident is not shared with the chat.',
  unknown:
    'Allclear does not know you: nobody active there has the mail address that you have here. Ask whoever runs Allclear to add you. Nothing was stored.',
  unreachable: 'Slack did not answer in time. Please try again.',
  noDraft: 'Nothing is promised to them any more.',
  help: 'A verb and its words, as after the slash in the cockpit. Times: +30min, or 15:30Z. What is missing is asked for.',
  verbs: 'Verbs',
  pinnedBy: (text: string, pinner: string): string => `${text} (pinned by ${pinner})`,
  quoted: (author: string, text: string): string => `${author}: ${text}`,
} as const;
