import type { SettingField } from '../../dispatch/ports.ts';

/** What is asked when a webhook is set up as a channel. Whoever is told may have a URL of their own. */
export const settings: readonly SettingField[] = [
  {
    name: 'url',
    label: 'URL',
    secret: false,
    required: false,
    help: 'Where to send to, unless the recipient has a URL of its own.',
  },
  {
    name: 'secret',
    label: 'Signing secret',
    secret: true,
    required: true,
    help: 'whsec_ and 24 random bytes in base64, as standardwebhooks.com has it.',
  },
];
