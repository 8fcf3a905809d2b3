import type { ChatAct, ChatDesk, ChatLink, ChatPerson } from './ports.ts';

/** The chat did not say who somebody is; it may the next time. */
export class Unreached extends Error {}

interface Place {
  readonly channel: string;
  readonly link: ChatLink;
}

const keptMs = 10 * 60_000;
const explainedMs = 24 * 3_600_000;
const most = 5000;
const mention = /<@([A-Z0-9]+)>/g;

/** Who people of a chat are here: by mail address, asked for again after ten minutes. */
export interface Members {
  who(place: Place, user: string): Promise<ChatPerson | null>;
  /** Mentions turned into names, or into addresses for the fields of a verb. */
  named(place: Place, text: string, as: 'name' | 'address'): Promise<string>;
  /** Whether this stranger was told lately why nothing happens. Whoever asks something is told each time. */
  explained(place: Place, user: string, kind: ChatAct['kind']): boolean;
}

export function membersOf(desk: ChatDesk): Members {
  const addresses = new Map<string, { readonly email: string | null; readonly until: number }>();
  const strangers = new Map<string, number>();

  async function emailOf({ channel, link }: Place, user: string): Promise<string | null> {
    const key = `${channel} ${user}`;
    const known = addresses.get(key);
    if (known && known.until > performance.now()) return known.email;
    const asked = await link.emailOf(user);
    if (!asked.ok) {
      if (asked.sent.kind === 'gave-up') return null;
      throw new Unreached(asked.error);
    }
    if (addresses.size >= most) addresses.clear();
    addresses.set(key, { email: asked.value, until: performance.now() + keptMs });
    return asked.value;
  }

  const who: Members['who'] = async (place, user) => {
    const email = await emailOf(place, user);
    return email === null ? null : desk.person(email);
  };

  return {
    who,
    async named(place, text, as) {
      const users = new Set([...text.matchAll(mention)].map(([, user]) => user as string));
      const told = new Map<string, string>();
      for (const user of users) {
        const email = await emailOf(place, user);
        const person = email === null ? null : await desk.person(email);
        if (person && email) told.set(user, as === 'name' ? `@${person.name}` : email);
      }
      return text.replaceAll(mention, (whole, user: string) => told.get(user) ?? whole);
    },
    explained({ channel }, user, kind) {
      if (kind !== 'said') return false;
      const key = `${channel} ${user}`;
      if ((strangers.get(key) ?? 0) > performance.now()) return true;
      if (strangers.size >= most) strangers.clear();
      strangers.set(key, performance.now() + explainedMs);
      return false;
    },
  };
}
