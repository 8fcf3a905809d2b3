import type { ChatSystem } from '../../chat/ports.ts';
import type { AllowedNets } from '../address.ts';
import { blocksOf } from './blocks.ts';
import { agentFor, callsTo, deadlines } from './call.ts';
import { slackLink } from './link.ts';
import { readRequest } from './read.ts';

/** Slack as a place to work from. */
export function slackSystem(allowed: AllowedNets): ChatSystem & { close(): Promise<void> } {
  const agent = agentFor(allowed);
  const known = new Map<string, Parameters<typeof slackLink>[1]>();
  return {
    name: 'slack',
    open(channel) {
      const key = JSON.stringify([channel.settings.apiUrl, channel.secrets.botToken]);
      const us = known.get(key) ?? { self: null };
      known.set(key, us);
      return slackLink(callsTo(channel, agent, allowed, deadlines.answer()), us);
    },
    read: (request, secrets, now) => readRequest(request, secrets.signingSecret ?? '', now),
    answer: (message) => JSON.stringify({ response_type: 'ephemeral', ...blocksOf(message) }),
    faults: (errors) => JSON.stringify({ response_action: 'errors', errors }),
    close: () => agent.close(),
  };
}
