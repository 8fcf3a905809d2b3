import type { PageProjector, Projector, Transaction } from '../../command/ports.ts';
import { incidentStream } from '../../domain/log/record.ts';
import type { PostEvent } from '../../domain/status-page/event.ts';
import { pageStream } from '../../domain/status-page/page.ts';
import { type Post, postKeyOf } from '../../domain/status-page/post.ts';
import type { Query, StatusPosts } from '../ports.ts';
import { fold, placeOf } from './fold.ts';

/** More than anybody reads; what is older stays in the log. */
const mostPosts = 1000;

const upsert = `insert into status_post_v1 (id, stream, page, key, opened_at, changed_at, post)
  select (post->>'id')::uuid, $2, post->>'page', post->>'key', to_timestamp((post->>'openedAt')::bigint / 1000.0),
    to_timestamp((post->>'changedAt')::bigint / 1000.0), post
  from jsonb_array_elements($1::jsonb) as post
  on conflict (id) do update set changed_at = excluded.changed_at, post = excluded.post`;

/** What status pages tell, of incidents and of the pages themselves: kept in the transaction of each publication. */
export const statusPost = (query: Query): Projector & PageProjector & StatusPosts => {
  async function put(
    transaction: Transaction,
    stream: string,
    events: readonly PostEvent[],
    page: string | null,
  ): Promise<void> {
    if (events.every((event) => postKeyOf(event, page) === null)) return;
    const rows = await query<{ post: Post }>(
      'select post from status_post_v1 where stream = $1',
      [stream],
      transaction,
    );
    const before = Object.fromEntries(rows.map(({ post }) => [placeOf(post.page, post.key), post]));
    const changed = Object.values(fold(before, events, page));
    if (changed.length > 0) await query(upsert, [JSON.stringify(changed), stream], transaction);
  }

  return {
    name: 'status-post',
    project: (transaction, incident, events) => put(transaction, incidentStream(incident), events, null),
    projectPage: (transaction, page, events) => put(transaction, pageStream(page), events, page),

    async ofPage(page) {
      const rows = await query<{ post: Post }>(
        'select post from status_post_v1 where page = $1 order by opened_at desc, id desc limit $2',
        [page, mostPosts],
      );
      return rows.map(({ post }) => post);
    },

    async find(id) {
      const [row] = await query<{ post: Post }>('select post from status_post_v1 where id = $1', [id]);
      return row?.post ?? null;
    },
  };
};
