import type { ChatWork } from '../../chat/ports.ts';
import type { Letter, Notifier } from '../../dispatch/ports.ts';
import type { AllowedNets } from '../address.ts';
import { agentFor, callsTo, deadlines } from './call.ts';
import { letterMessage } from './letter.ts';
import { slackLink } from './link.ts';

/** Posts letters to a channel or a member, and hands the open workspace to deliveries that are more than one message. */
export function slackNotifier(allowed: AllowedNets): Notifier & { close(): Promise<void> } {
  const agent = agentFor(allowed);
  return {
    channel: 'slack',
    async send({ settings, secrets, recipient }, { body }) {
      const link = slackLink(callsTo({ settings, secrets }, agent, allowed, deadlines.delivery()), { self: null });
      if ('work' in (body as object)) return (body as ChatWork).work(link);
      const to = recipient?.address ?? settings.announceChannel ?? '';
      if (to === '') return { kind: 'gave-up', reason: 'no-channel' };
      // Reminders go to people, whom Allclear knows by their mail addresses.
      const member = to.includes('@') ? await link.userOf(to) : null;
      if (member?.ok === false) return member.sent;
      if (member?.value === null) return { kind: 'gave-up', reason: 'no-channel' };
      const posted = await link.post(member?.value ?? to, letterMessage(body as Letter));
      return posted.ok ? { kind: 'sent' } : posted.sent;
    },
    close: () => agent.close(),
  };
}
