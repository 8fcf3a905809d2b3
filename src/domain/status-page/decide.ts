import { accepted, type Outcome, refused } from '../outcome.ts';
import type { Instant } from '../time.ts';
import type { PageCommand, PageCommandBodies } from './command.ts';
import type { PageEvent } from './event.ts';
import { unknownComponent } from './known.ts';
import type { StatusPage } from './page.ts';
import { maintenanceStatus, type Post } from './post.ts';

export interface PageFactsFound {
  /** Null: no page has this name. */
  readonly page: StatusPage | null;
  /** What the stream of the page has told so far. */
  readonly posts: readonly Post[];
  readonly now: Instant;
}

type Decided = Outcome<PageEvent>;

const nextKey = (letter: string, posts: readonly Post[]): string =>
  `${letter}${posts.filter(({ key }) => key.startsWith(letter)).length + 1}`;

const keyed = (posts: readonly Post[], key: string): Post | undefined =>
  posts.find((post) => post.key === key.toUpperCase());

function notice(page: StatusPage, posts: readonly Post[], body: PageCommandBodies['post-notice']): Decided {
  const before = body.post === null ? undefined : keyed(posts, body.post);
  if (body.post !== null && before?.kind !== 'problem') {
    return refused('page/post-not-found', { post: body.post }, '/post');
  }
  const { status, text, components } = body;
  const title = body.title === '' ? (before?.title ?? '') : body.title;
  if (title === '') return refused('page/title-missing', {}, '/title');
  const key = before?.key ?? nextKey('N', posts);
  return (
    unknownComponent(
      page,
      components.map(({ component }) => component),
    ) ?? accepted<PageEvent>({ type: 'NoticePublished', body: { key, title, status, text, components } })
  );
}

function schedule(
  { page, posts, now }: { page: StatusPage; posts: readonly Post[]; now: Instant },
  body: PageCommandBodies['schedule-maintenance'],
): Decided {
  if (body.endsAt <= body.startsAt) return refused('page/ends-before-it-starts', {}, '/endsAt');
  if (body.endsAt <= now) return refused('page/maintenance-over', {}, '/endsAt');
  const key = nextKey('M', posts);
  return (
    unknownComponent(page, body.components) ??
    accepted<PageEvent>({ type: 'MaintenanceScheduled', body: { key, ...body } })
  );
}

function goOn(posts: readonly Post[], now: Instant, body: PageCommandBodies['update-maintenance']): Decided {
  const before = keyed(posts, body.maintenance);
  if (before?.kind !== 'maintenance') return refused('page/post-not-found', { post: body.maintenance }, '/maintenance');
  if (maintenanceStatus(before, now) === 'completed') return refused('page/maintenance-over', {}, '/maintenance');
  return accepted<PageEvent>({
    type: 'MaintenanceUpdated',
    body: { key: before.key, status: body.status, text: body.text },
  });
}

/** Decides what is said of a page itself: pure, like everything that decides. */
export function decidePage({ page, posts, now }: PageFactsFound, command: PageCommand): Decided {
  if (page === null) return refused('page/not-found');
  switch (command.verb) {
    case 'post-notice':
      return notice(page, posts, command.body);
    case 'schedule-maintenance':
      return schedule({ page, posts, now }, command.body);
    case 'update-maintenance':
      return goOn(posts, now, command.body);
  }
}
