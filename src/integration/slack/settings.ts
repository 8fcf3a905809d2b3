import type { SettingField } from '../../dispatch/ports.ts';

export const plainApiUrl = 'https://slack.com/api/';

/** What is asked when a Slack workspace is set up as a channel. */
export const settings: readonly SettingField[] = [
  {
    name: 'botToken',
    label: 'Bot token',
    secret: true,
    required: true,
    help: 'xoxb-…, from "OAuth & Permissions" of your Slack app.',
  },
  {
    name: 'signingSecret',
    label: 'Signing secret',
    secret: true,
    required: true,
    help: 'From "Basic Information" of your Slack app. What Slack sends is checked with it.',
  },
  {
    name: 'announceChannel',
    label: 'Announce in',
    secret: false,
    required: false,
    help: 'A channel, such as #incidents, that hears once of each new incident. The app has to be in it.',
  },
  {
    name: 'mirrorPrivate',
    label: 'Private incidents too',
    secret: false,
    required: false,
    help: 'no (as a rule): private incidents never reach Slack. yes: they get a private channel. An owner decides.',
    choices: ['no', 'yes'],
    ownersOnly: true,
  },
  {
    name: 'keepDays',
    label: 'Keep side talk for',
    secret: false,
    required: false,
    help: 'Days after which what was said in a channel, and is no entry, is deleted here; 30 if left out.',
    choices: ['1', '7', '30', '90'],
  },
  {
    name: 'apiUrl',
    label: 'API address',
    secret: false,
    required: false,
    help: `${plainApiUrl} if left out. With a slash at its end.`,
  },
];
