import { filled } from '../../domain/communications/communications.ts';
import { numbersFor } from '../../domain/policy/policy.ts';
import { later } from '../../domain/time.ts';
import { holdingStatement, variablesOf } from '../../text/draft.ts';
import { updateView } from '../brief.ts';
import { type Door, readable } from '../door.ts';
import { communications, draftFrom, draftView } from '../draft.ts';
import type { EndpointHandlers } from '../endpoint.ts';
import { iso, isoOrNull } from '../view.ts';

type Names =
  'showDraft' | 'listUpdates' | 'showHoldingStatement' | 'listDeliveries' | 'checkWords' | 'showCommunications';

/** What goes to people outside, and how it is written. */
export function speakingHandlers(door: Door): EndpointHandlers<Names> {
  return {
    async showDraft({ incident, audience }, { subject }) {
      return draftView(door, await readable(door, subject, incident), audience);
    },

    async listUpdates({ incident }, { subject }) {
      return { items: (await readable(door, subject, incident)).updates.map(updateView) };
    },

    async showHoldingStatement({ incident }, { subject }) {
      const state = await readable(door, subject, incident);
      const facts = await door.facts.of(state);
      const from = await draftFrom(door, state, 'leadership');
      const { updateEveryMs, holdingStatementWithinMs } = numbersFor(facts.policy, state);
      const nextAt = later(facts.now, updateEveryMs);
      const by = state.confirmedAt === null ? null : later(state.confirmedAt, holdingStatementWithinMs);
      return {
        text: holdingStatement(from, nextAt, Math.round(updateEveryMs / 60_000)),
        nextAt: iso(nextAt),
        by: isoOrNull(by),
      };
    },

    async listDeliveries({ incident }, { subject }) {
      const { id } = await readable(door, subject, incident);
      const rows = await door.deliveries.ofIncident(id);
      return {
        items: rows.map((row) => ({ ...row, createdAt: iso(row.createdAt), settledAt: isoOrNull(row.settledAt) })),
      };
    },

    async checkWords({ incident, audience, status, know, doing, dontKnow }, { subject }) {
      const state = await readable(door, subject, incident);
      const words = filled({ status, know, doing, dontKnow }, variablesOf(await draftFrom(door, state, audience)));
      return { filled: words, findings: [...(await door.prose(words))] };
    },

    async showCommunications() {
      const { version, recipients, templates } = await communications(door);
      return {
        version,
        recipients: recipients.map(({ name, audience, channel, severities, standIn }) => ({
          name,
          audience,
          channel,
          severities: [...severities],
          standIn: standIn?.name ?? null,
        })),
        templates: templates.map((template) => ({ ...template, severities: [...template.severities] })),
      };
    },
  };
}
