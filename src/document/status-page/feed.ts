import { Feed } from 'feed';
import type { Post } from '../../domain/status-page/post.ts';
import type { PageView } from '../../domain/status-page/view.ts';
import { postWords, summaryWords } from '../../text/status-words.ts';
import { escapeHtml } from '../page.ts';
import { textHtml, timeText } from './parts.ts';
import { addressOf } from './place.ts';

const mostItems = 25;

function contentOf({ updates }: Post, zone: string): string {
  return [...updates]
    .reverse()
    .map(
      ({ status, text, at }) =>
        `<p><b>${postWords[status]}</b> · ${escapeHtml(timeText(at, zone))}</p>${textHtml(text)}`,
    )
    .join('');
}

/** The history for feed readers. An item keeps its id while updates come. */
export function feeds(view: PageView): { readonly rss: string; readonly atom: string } {
  const { page, changedAt } = view;
  const link = addressOf(page);
  const feed = new Feed({
    id: link,
    title: page.name,
    description: summaryWords(view),
    link,
    updated: new Date(changedAt),
    copyright: page.name,
    generator: 'Allclear',
    feedLinks: { atom: `${link}/history.atom`, rss: `${link}/history.rss` },
  });
  const all = [...view.problems, ...view.maintenance].toSorted((one, other) => other.changedAt - one.changedAt);
  for (const post of all.slice(0, mostItems)) {
    feed.addItem({
      id: `urn:uuid:${post.id}`,
      guid: `urn:uuid:${post.id}`,
      title: post.title,
      link: `${link}#p-${post.id}`,
      date: new Date(post.changedAt),
      published: new Date(post.openedAt),
      content: contentOf(post, page.timeZone),
      description: post.updates.at(-1)?.text ?? '',
    });
  }
  return { rss: feed.rss2(), atom: feed.atom1() };
}
