import { call } from '../../data/call.ts';
import type { StatusPage, StoredPages } from '../../../domain/status-page/page.ts';
import type { RouteReply } from '../../data/call.ts';

export interface Stored {
  readonly version: number;
  readonly pages: readonly StatusPage[];
}

export type Plan = RouteReply<'POST /api/settings/{name}/plan'>;

const name = 'status-pages';

export async function loadPages(signal: AbortSignal): Promise<Stored> {
  const { version, document } = await call('GET /api/settings/{name}', { name }, { signal });
  return { version, pages: (document as StoredPages).pages };
}

/** The document with this page in place of the one of that name; null adds it at the end. */
export const withPage = (stored: Stored, before: string | null, page: StatusPage): StoredPages => ({
  pages: before === null ? [...stored.pages, page] : stored.pages.map((each) => (each.slug === before ? page : each)),
});

export const planPages = (document: StoredPages): Promise<Plan> =>
  call('POST /api/settings/{name}/plan', { name, document });

export const applyPages = (version: number, document: StoredPages): Promise<unknown> =>
  call('PUT /api/settings/{name}', { name, version, document });

export const emptyPage = (): StatusPage => ({
  slug: '',
  name: '',
  about: '',
  url: null,
  subscribeUrl: null,
  visibility: 'public',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  components: [],
  targets: [],
});
