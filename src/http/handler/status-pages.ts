import { addressOf } from '../../document/status-page/place.ts';
import type { PageCommand } from '../../domain/status-page/command.ts';
import { componentsOf, isOver, type Post, statusOf } from '../../domain/status-page/post.ts';
import type { PushTarget } from '../../domain/status-page/page.ts';
import { type Instant, instant } from '../../domain/time.ts';
import { summaryWords } from '../../text/status-words.ts';
import type { Door } from '../door.ts';
import type { Asked, EndpointHandlers } from '../endpoint.ts';
import type { ServedPage } from '../ports.ts';
import { fail, ProblemError } from '../problem.ts';
import { iso } from '../view.ts';

type Reading = 'listStatusPages' | 'showStatusPage' | 'previewStatusPage';
type Keeping = 'listSubscribers' | 'removeSubscriber' | 'setTargetSecret';
type Saying = 'postNotice' | 'scheduleMaintenance' | 'updateMaintenance';

const mostPosts = 50;
const orNull = (at: Instant | null): string | null => (at === null ? null : iso(at));

const summaryOf = ({ page, view }: ServedPage) => ({
  slug: page.slug,
  name: page.name,
  visibility: page.visibility,
  path: `/status/${page.slug}`,
  says: summaryWords(view),
  worst: view.worst,
  open: view.open.length + view.active.length,
});

const postOf = (post: Post, now: Instant) => ({
  id: post.id,
  key: post.key,
  kind: post.kind,
  title: post.title,
  status: statusOf(post, now),
  over: isOver(post, now),
  openedAt: iso(post.openedAt),
  changedAt: iso(post.changedAt),
  startsAt: orNull(post.startsAt),
  endsAt: orNull(post.endsAt),
  text: post.updates.at(-1)?.text ?? '',
  components: componentsOf(post),
});

const whereOf = (target: PushTarget): string =>
  target.kind === 'directory' ? target.path : `${target.endpoint}/${target.bucket}/${target.prefix}`;

async function targetsOf(door: Door, { page }: ServedPage) {
  const states = await door.statusPages.pushes(page.slug);
  return page.targets.map((target) => {
    const state = states.find((each) => each.target === target.name);
    return {
      name: target.name,
      kind: target.kind,
      where: whereOf(target),
      hasSecret: state?.hasSecret ?? false,
      current: state?.current ?? false,
      pushedAt: orNull(state?.pushedAt ?? null),
      failedAt: orNull(state?.failedAt ?? null),
      failure: state?.failure ?? null,
      nextAt: orNull(state?.nextAt ?? null),
    };
  });
}

function found(door: Door, slug: string): ServedPage {
  const page = door.statusPages.find(slug);
  if (page === null) throw fail('page/not-found');
  return page;
}

function readingHandlers(door: Door): EndpointHandlers<Reading> {
  return {
    async listStatusPages() {
      return { items: door.statusPages.all().map(summaryOf) };
    },

    async showStatusPage({ page: slug }) {
      const page = found(door, slug);
      const { components, problems, maintenance, now } = page.view;
      const posts = [...problems, ...maintenance].toSorted((one, other) => other.changedAt - one.changedAt);
      return {
        ...summaryOf(page),
        address: addressOf(page.page),
        takesMail: page.page.subscribeUrl !== null && (await door.subscribers.takesMail()),
        subscribers: await door.subscribers.count(slug),
        components: components.map(({ key, name, group, service, status, uptime }) => ({
          key,
          name,
          group,
          service,
          status,
          uptime: uptime.share,
        })),
        posts: posts.slice(0, mostPosts).map((post) => postOf(post, now)),
        targets: await targetsOf(door, page),
      };
    },

    async previewStatusPage({ page, ...draft }) {
      const html = door.statusPages.preview(page, draft);
      if (html === null) throw fail('page/not-found');
      return { html };
    },
  };
}

function keepingHandlers(door: Door): EndpointHandlers<Keeping> {
  return {
    async listSubscribers({ page }) {
      const items = await door.subscribers.list(found(door, page).page.slug);
      return {
        items: items.map((each) => ({ ...each, components: [...each.components], createdAt: iso(each.createdAt) })),
      };
    },

    async removeSubscriber({ page, subscriber }) {
      if (!(await door.subscribers.remove(page, subscriber))) throw fail('page/subscriber-not-found');
      return {};
    },

    async setTargetSecret({ page, target, secret }) {
      if (!(await door.statusPages.setSecret(found(door, page).page.slug, target, secret)))
        throw fail('page/target-not-found');
      return {};
    },
  };
}

/** What is said of a page itself. */
function sayingHandlers(door: Door): EndpointHandlers<Saying> {
  async function say(page: string, { subject }: Asked, command: PageCommand) {
    const { outcome, key, repeated } = await door.pages.handle({ page, subject, command });
    if (outcome.kind === 'refused') throw new ProblemError(outcome.problem);
    await door.statusPages.refresh();
    return { key: key ?? '', repeated };
  }

  return {
    async postNotice({ page, id, ...body }, asked) {
      return say(page, asked, { id, verb: 'post-notice', body });
    },

    async scheduleMaintenance({ page, id, startsAt, endsAt, ...rest }, asked) {
      const times = { startsAt: instant(startsAt), endsAt: instant(endsAt) };
      return say(page, asked, { id, verb: 'schedule-maintenance', body: { ...rest, ...times } });
    },

    async updateMaintenance({ page, id, ...body }, asked) {
      return say(page, asked, { id, verb: 'update-maintenance', body });
    },
  };
}

/** Status pages for those who run them. */
export const statusPageHandlers = (door: Door): EndpointHandlers<Reading | Keeping | Saying> => ({
  ...readingHandlers(door),
  ...keepingHandlers(door),
  ...sayingHandlers(door),
});
