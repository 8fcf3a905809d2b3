import { createHash } from 'node:crypto';
import { pageFiles } from '../../document/status-page/files.ts';
import { pageHtml } from '../../document/status-page/page.ts';
import { livePlace } from '../../document/status-page/place.ts';
import type { Post } from '../../domain/status-page/post.ts';
import { type PageFacts, viewOf } from '../../domain/status-page/view.ts';
import type { StatusPage } from '../../domain/status-page/page.ts';
import { type Instant, instant } from '../../domain/time.ts';
import type { Draft, ServedFile, ServedPage } from '../../http/ports.ts';
import type { StatusPosts } from '../../projection/ports.ts';
import type { RunningFollower } from '../../store/follower.ts';
import type { StatusPageReader } from '../../store/status-pages.ts';

/** What happens within this time is rendered once. */
const gatherMs = 100;
/** Ages, uptime and maintenance go on without anybody saying anything. */
const renewMs = 60_000;

export interface SnapshotNeeds {
  readonly reader: StatusPageReader;
  readonly posts: StatusPosts;
  readonly follower: Pick<RunningFollower, 'onCommit'>;
  readonly warn: (message: string, error: unknown) => void;
  /** Told when something changed that a page tells. */
  readonly changed: () => void;
}

export interface Snapshots {
  readonly all: () => readonly ServedPage[];
  readonly find: (slug: string) => ServedPage | null;
  readonly preview: (slug: string, draft: Draft) => string | null;
  /** What a page tells now, and what it is told from. */
  readonly facts: (slug: string) => PageFacts | null;
  readonly refresh: () => Promise<void>;
  /** Says where this server listens. */
  readonly standsAt: (url: string) => void;
  readonly stop: () => Promise<void>;
}

/** Where a page is read that names no address of its own: at this server. */
const placed = (page: StatusPage, base: string): StatusPage =>
  page.url === null && page.subscribeUrl === null ? { ...page, url: `${base}/status/${page.slug}` } : page;

function served(facts: PageFacts, base: string): ServedPage {
  const view = viewOf({ ...facts, page: placed(facts.page, base) });
  const files = Object.entries(pageFiles(view, livePlace(facts.page))).map(
    ([name, { type, body }]): [string, ServedFile] => {
      const bytes = Buffer.from(body);
      const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;
      return [name, { type, body: bytes, etag }];
    },
  );
  return { page: facts.page, view, files: new Map(files) };
}

/** The posts as they would be with a draft. */
function withDraft(posts: readonly Post[], page: string, draft: Draft, now: Instant): Post[] {
  const { post: id, title, status, text, components } = draft;
  const before = posts.find((post) => post.id === id);
  const update = { id: 'draft', at: now, status, text, components };
  const post: Post = {
    id: before?.id ?? 'draft',
    page,
    key: before?.key ?? '',
    kind: 'problem',
    title: title === '' ? (before?.title ?? '') : title,
    openedAt: before?.openedAt ?? now,
    changedAt: now,
    startsAt: null,
    endsAt: null,
    updates: [...(before?.updates ?? []), update],
  };
  return [post, ...posts.filter((each) => each !== before)];
}

/** Facts by page, the pages rendered from them, and the time by the database, which goes on without it. */
class Rendered {
  pages: ReadonlyMap<string, ServedPage> = new Map();
  told: ReadonlyMap<string, Omit<PageFacts, 'now'>> = new Map();
  base = 'http://localhost';
  readonly #warn: SnapshotNeeds['warn'];
  #clock = { now: Date.now(), at: performance.now() };

  constructor(warn: SnapshotNeeds['warn']) {
    this.#warn = warn;
  }

  now(): Instant {
    return instant(Math.round(this.#clock.now + performance.now() - this.#clock.at));
  }

  setClock(now: Instant): void {
    this.#clock = { now, at: performance.now() };
  }

  render(): void {
    const rendered = new Map<string, ServedPage>();
    for (const [slug, facts] of this.told) {
      try {
        rendered.set(slug, served({ ...facts, now: this.now() }, this.base));
      } catch (error) {
        // One page that cannot be rendered takes down neither the others nor what it told before.
        this.#warn(`the status page ${slug} could not be rendered`, error);
        const before = this.pages.get(slug);
        if (before) rendered.set(slug, before);
      }
    }
    this.pages = rendered;
  }

  preview(slug: string, draft: Draft): string | null {
    const facts = this.told.get(slug);
    if (facts === undefined) return null;
    const at = this.now();
    const drafted = { ...facts, now: at, posts: withDraft(facts.posts, slug, draft, at) };
    return pageHtml(viewOf(drafted), livePlace(facts.page));
  }
}

/** Looks whether something has changed that pages tell, and renders them if so. */
function looker({ reader, posts, changed }: SnapshotNeeds, rendered: Rendered): () => Promise<void> {
  let mark = '';
  return async () => {
    const seen = await reader.fingerprint();
    rendered.setClock(seen.now);
    if (seen.mark === mark) return;
    const setUp = await reader.setUp();
    const all = await Promise.all(
      setUp.pages.map(async (page): Promise<[string, Omit<PageFacts, 'now'>]> => {
        const since = setUp.since[page.slug] ?? {};
        return [page.slug, { page, posts: await posts.ofPage(page.slug), since, configuredAt: setUp.configuredAt }];
      }),
    );
    rendered.told = new Map(all);
    mark = seen.mark;
    rendered.render();
    changed();
  };
}

/**
 * Every page rendered in memory, on every replica: anew when something commits that it tells, and each minute.
 * Without the database the last ones stay.
 */
export async function openSnapshots(needs: SnapshotNeeds): Promise<Snapshots> {
  const { follower, warn } = needs;
  const rendered = new Rendered(warn);
  const look = looker(needs, rendered);
  let waiting: NodeJS.Timeout | null = null;
  let looking: Promise<void> = Promise.resolve();

  // One look after the other: a slow one must not put back what a later one has found.
  function refresh(): Promise<void> {
    looking = looking.then(look).catch((error: unknown) => warn('status pages could not be renewed', error));
    return looking;
  }

  await look();
  const unsubscribe = follower.onCommit(() => {
    waiting ??= setTimeout(() => {
      waiting = null;
      void refresh();
    }, gatherMs);
  });
  const renewal = setInterval(() => void refresh().then(() => rendered.render()), renewMs);

  return {
    refresh,
    standsAt: (url) => {
      rendered.base = url;
      rendered.render();
    },
    all: () => [...rendered.pages.values()],
    find: (slug) => rendered.pages.get(slug) ?? null,
    preview: (slug, draft) => rendered.preview(slug, draft),
    facts: (slug) => {
      const facts = rendered.told.get(slug);
      return facts === undefined ? null : { ...facts, now: rendered.now() };
    },
    stop: async () => {
      unsubscribe();
      clearInterval(renewal);
      if (waiting) clearTimeout(waiting);
      await looking;
    },
  };
}
