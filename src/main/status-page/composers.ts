import type { Composer, DueDelivery, Message } from '../../dispatch/ports.ts';
import { confirmCall, confirmMail, postCall, postMail } from '../../document/status-page/mail.ts';
import type { StatusPage } from '../../domain/status-page/page.ts';
import type { StatusPosts } from '../../projection/ports.ts';
import { subscriberPages, tokenFor } from '../../store/subscribers.ts';
import type { Storage } from '../storage.ts';

export interface ComposerNeeds {
  readonly storage: Pick<Storage, 'background' | 'vault'>;
  readonly posts: StatusPosts;
  /** The page as it is set up now. */
  readonly page: (slug: string) => StatusPage | null;
}

const superseded = (why: string): Message => ({ kind: 'superseded', why });

/** Messages to subscribers of status pages, composed when they are sent. */
export function statusComposers({ storage, posts, page }: ComposerNeeds): Composer[] {
  const { background, vault } = storage;

  async function each(
    deliveries: readonly DueDelivery[],
    message: (
      delivery: DueDelivery,
      page: StatusPage,
      linkFor: (purpose: 'confirm' | 'unsubscribe') => string,
    ) => Promise<Message>,
  ): Promise<Message[]> {
    const ids = deliveries.map(({ parameters }) => String(parameters['subscriber']));
    const slugs = await subscriberPages(background, ids);
    return Promise.all(
      deliveries.map(async (delivery, index) => {
        const id = ids[index] ?? '';
        const slug = slugs.get(id);
        if (slug === undefined) return superseded('the subscriber is gone');
        const found = page(slug);
        if (!found || found.subscribeUrl === null) return superseded('the page takes no subscribers any more');
        const base = `${found.subscribeUrl.replace(/\/$/, '')}/status/${slug}`;
        return message(delivery, found, (purpose) => `${base}/${purpose}/${tokenFor(vault, purpose, id)}`);
      }),
    );
  }

  return [
    {
      kind: 'confirm-subscription',
      compose: (deliveries) =>
        each(deliveries, async ({ channel }, to, linkFor) => {
          const link = linkFor('confirm');
          return { kind: 'current', body: channel === 'email' ? confirmMail(to, link) : confirmCall(to, link) };
        }),
    },
    {
      kind: 'status-post',
      compose: (deliveries) =>
        each(deliveries, async ({ channel, parameters }, to, linkFor) => {
          const post = await posts.find(String(parameters['post']));
          const update = post?.updates.find(({ id }) => id === parameters['update']);
          if (!post || !update) return superseded('the post is gone');
          const body = (channel === 'email' ? postMail : postCall)(to, post, update, linkFor('unsubscribe'));
          return { kind: 'current', body };
        }),
    },
  ];
}
