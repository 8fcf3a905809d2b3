import { hours, later } from '../../domain/time.ts';
import { personId } from '../authenticate.ts';
import { type Door, readable } from '../door.ts';
import type { EndpointHandlers } from '../endpoint.ts';
import type { BriefLinkRecord } from '../ports.ts';
import { fail, ProblemError } from '../problem.ts';
import { iso, isoOrNull } from '../view.ts';

type Names = 'listBriefLinks' | 'createBriefLink' | 'revokeBriefLink';

const linkLasts = hours(24);

const linkView = ({ incident: _incident, ...link }: BriefLinkRecord) => ({
  ...link,
  createdAt: iso(link.createdAt),
  expiresAt: iso(link.expiresAt),
  revokedAt: isoOrNull(link.revokedAt),
  lastOpenedAt: isoOrNull(link.lastOpenedAt),
});

/** Personal links to a brief, as those who respond hand them out. */
export function briefLinkHandlers(door: Door): EndpointHandlers<Names> {
  return {
    async listBriefLinks({ incident }, { subject }) {
      const { id } = await readable(door, subject, incident);
      return { items: (await door.briefLinks.list(id)).map(linkView) };
    },

    async createBriefLink({ incident, name }, { subject }) {
      const state = await readable(door, subject, incident);
      const [link, expiresAt] = [door.identities.next(), later(await door.log.now(), linkLasts)];
      const command = {
        id: door.identities.next(),
        verb: 'share-brief',
        body: { link, name, expiresAt },
        happenedAt: null,
        override: null,
      } as const;
      const { outcome } = await door.handler.handle({ incident: state.id, subject, command });
      if (outcome.kind === 'refused') throw new ProblemError(outcome.problem);
      const by = personId(subject);
      const secret = await door.briefLinks.make({ id: link, incident: state.id, name, by, expiresAt });
      const made = (await door.briefLinks.list(state.id)).find(({ id }) => id === link);
      if (!made) throw new Error('a link that was made is in the list');
      return { ...linkView(made), secret };
    },

    async revokeBriefLink({ incident, id }, { subject }) {
      const state = await readable(door, subject, incident);
      const known = (await door.briefLinks.list(state.id)).find((link) => link.id === id && link.revokedAt === null);
      if (!known) throw fail('brief/link-not-found');
      const command = {
        id: door.identities.next(),
        verb: 'end-brief-link',
        body: { link: id, name: known.name },
        happenedAt: null,
        override: null,
      } as const;
      const { outcome } = await door.handler.handle({ incident: state.id, subject, command });
      if (outcome.kind === 'refused') throw new ProblemError(outcome.problem);
      await door.briefLinks.revoke(state.id, id);
      return {};
    },
  };
}
