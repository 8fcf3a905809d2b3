import type { Deliveries, PageDeliveries, Transaction } from '../command/ports.ts';
import { incidentStream } from '../domain/log/record.ts';
import { componentsOf, type Post, postKeyOf } from '../domain/status-page/post.ts';
import { queryIn } from './database.ts';
import { enqueue, type NewDelivery } from './outbox.ts';
import type { Vault } from './vault.ts';

interface SubscriberRow {
  readonly id: string;
  readonly channel: 'email' | 'webhook';
  readonly addressSealed: Buffer;
}

/** The channel by which mail goes out: the one that was set up first. Null where none is. */
export async function mailChannel(transaction: Transaction): Promise<string | null> {
  const [row] = await queryIn<{ id: string }>(
    transaction,
    `select id from channel where integration = 'email' and revoked_at is null order by created_at limit 1`,
  );
  return row?.id ?? null;
}

/** Subscribers have no names here. */
const nobody = '';

/** Those who want to hear of a post about these components; of one about none everybody hears. */
async function subscribersOf(
  transaction: Transaction,
  page: string,
  components: readonly string[],
): Promise<SubscriberRow[]> {
  return queryIn<SubscriberRow>(
    transaction,
    `select id, channel, address_sealed as "addressSealed" from status_subscriber
      where page = $1 and confirmed_at is not null
        and (components = '{}' or $2::text[] = '{}' or components && $2::text[])`,
    [page, components],
  );
}

/** Puts a row in the outbox for each subscriber of what was published. */
export function postDeliveries(vault: Vault, nextId: () => string): PageDeliveries {
  async function postAt(transaction: Transaction, stream: string, page: string, key: string): Promise<Post | null> {
    const [row] = await queryIn<{ post: Post }>(
      transaction,
      'select post from status_post_v1 where stream = $1 and page = $2 and key = $3',
      [stream, page, key],
    );
    return row?.post ?? null;
  }

  return {
    async enqueuePosts(transaction, stream, page, events) {
      for (const event of events) {
        const about = postKeyOf(event, page);
        const post = about && (await postAt(transaction, stream, about.page, about.key));
        if (!about || !post) continue;
        const components = componentsOf(post).map(({ component }) => component);
        const told = await subscribersOf(transaction, about.page, components);
        const mail = told.some(({ channel }) => channel === 'email') ? await mailChannel(transaction) : null;
        const due = told.flatMap(({ id, channel, addressSealed }): NewDelivery[] => {
          const target = channel === 'email' ? mail : id;
          if (target === null) return [];
          const recipient = { name: nobody, address: vault.openSecret(addressSealed) };
          const parameters = { subscriber: id, post: post.id, update: event.id };
          return [
            { id: nextId(), stream: null, event: null, kind: 'status-post', channel, target, recipient, parameters },
          ];
        });
        await enqueue(transaction, vault, due);
      }
    },
  };
}

/** The same for what is published from a room. */
export const ofIncidents = (posts: PageDeliveries): Deliveries => ({
  enqueue: (transaction, events, state) => posts.enqueuePosts(transaction, incidentStream(state.id), null, events),
});
