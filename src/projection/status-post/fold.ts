import { type Post, postAfter, postKeyOf } from '../../domain/status-page/post.ts';
import type { PostEvent } from '../../domain/status-page/event.ts';

/** The key under which a post is found: keys are counted within a stream. */
export const placeOf = (page: string, key: string): string => `${page}/${key}`;

/** The posts that these events begin or go on with, by place. `page`: whose stream it is; null for an incident's. */
export function fold(
  before: Readonly<Record<string, Post>>,
  events: readonly PostEvent[],
  page: string | null,
): Record<string, Post> {
  const changed: Record<string, Post> = {};
  for (const event of events) {
    const about = postKeyOf(event, page);
    if (about === null) continue;
    const place = placeOf(about.page, about.key);
    const post = postAfter(changed[place] ?? before[place] ?? null, about.page, event);
    if (post) changed[place] = post;
  }
  return changed;
}
