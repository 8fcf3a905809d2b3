import type { Instant } from '../../domain/time.ts';
import type { StatusPage } from '../../domain/status-page/page.ts';

/** Where the pages that are rendered together find each other. */
export interface Place {
  /** Live pages are written anew each minute; a copy only when something changes. */
  readonly kind: 'live' | 'copy';
  readonly home: string;
  readonly history: string;
  /** What the names of all other files stand behind. */
  readonly beside: string;
  /** Where somebody subscribes; null where nobody can. */
  readonly subscribe: string | null;
}

const subscribeAt = ({ slug, subscribeUrl }: StatusPage): string | null =>
  subscribeUrl === null ? null : `${subscribeUrl.replace(/\/$/, '')}/status/${slug}/subscribe`;

export const livePlace = (page: StatusPage): Place => ({
  kind: 'live',
  home: `/status/${page.slug}`,
  history: `/status/${page.slug}/history`,
  beside: `/status/${page.slug}/`,
  subscribe: page.subscribeUrl === null ? null : `/status/${page.slug}/subscribe`,
});

export const copyPlace = (page: StatusPage): Place => ({
  kind: 'copy',
  home: 'index.html',
  history: 'history.html',
  beside: '',
  subscribe: subscribeAt(page),
});

/** The address that feeds and JSON name: where customers read the page. */
export function addressOf({ url, subscribeUrl, slug }: StatusPage): string {
  if (url !== null) return url.replace(/\/$/, '');
  return subscribeUrl === null ? `/status/${slug}` : `${subscribeUrl.replace(/\/$/, '')}/status/${slug}`;
}

export const iso = (at: Instant): string => new Date(at).toISOString();
