import type { SettingField } from '../../dispatch/ports.ts';

/** What is asked when an e-mail channel is set up. */
export const settings: readonly SettingField[] = [
  {
    name: 'host',
    label: 'Mail server',
    secret: false,
    required: true,
    help: 'Name or address of the SMTP server, such as smtp.example.org.',
  },
  {
    name: 'port',
    label: 'Port',
    secret: false,
    required: false,
    help: '587 if left out; 465 with security "tls".',
  },
  {
    name: 'security',
    label: 'Security',
    secret: false,
    required: false,
    help: 'starttls (as a rule), tls from the first byte, or none for a relay on this machine.',
    choices: ['starttls', 'tls', 'none'],
  },
  {
    name: 'from',
    label: 'From',
    secret: false,
    required: true,
    help: 'The address that mail comes from, such as Allclear <allclear@example.org>.',
  },
  { name: 'user', label: 'User name', secret: false, required: false, help: 'If the server wants one.' },
  { name: 'password', label: 'Password', secret: true, required: false, help: 'If the server wants one.' },
];
