import type { Instant } from '../time.ts';
import type { ComponentSaid, MaintenanceStatus, PageEventBodies, PostBody, PostEvent, PostStatus } from './event.ts';
import { type ComponentStatus, worseOf } from './page.ts';

export interface PostUpdate {
  /** Of the event that said it. */
  readonly id: string;
  readonly at: Instant;
  readonly status: PostStatus | MaintenanceStatus;
  readonly text: string;
  readonly components: readonly ComponentSaid[];
}

/** Something that a page tells: a problem, or maintenance. */
export interface Post {
  /** Of the event that began it. */
  readonly id: string;
  readonly page: string;
  /** Within its stream: N1, or M1 for maintenance. */
  readonly key: string;
  readonly kind: 'problem' | 'maintenance';
  readonly title: string;
  readonly openedAt: Instant;
  readonly changedAt: Instant;
  /** Of maintenance, as planned. */
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
  /** Oldest first. */
  readonly updates: readonly PostUpdate[];
}

function problemAfter(post: Post | null, page: string, event: PostEvent, body: PostBody): Post {
  const { key, title, status, text, components } = body;
  const update: PostUpdate = { id: event.id, at: event.recordedAt, status, text, components };
  return {
    id: post?.id ?? event.id,
    page,
    key,
    kind: 'problem',
    title,
    openedAt: post?.openedAt ?? event.recordedAt,
    changedAt: event.recordedAt,
    startsAt: null,
    endsAt: null,
    updates: [...(post?.updates ?? []), update],
  };
}

function scheduled(page: string, event: PostEvent, body: PageEventBodies['MaintenanceScheduled']): Post {
  const { key, title, text, components, startsAt, endsAt } = body;
  const said = components.map((component) => ({ component, status: 'under_maintenance' as const }));
  return {
    id: event.id,
    page,
    key,
    kind: 'maintenance',
    title,
    openedAt: event.recordedAt,
    changedAt: event.recordedAt,
    startsAt,
    endsAt,
    updates: [{ id: event.id, at: event.recordedAt, status: 'scheduled', text, components: said }],
  };
}

/** The post that an event of this key begins or goes on with; null when it is about none. */
export function postAfter(post: Post | null, page: string, event: PostEvent): Post | null {
  if (event.body === null) return post;
  if (event.type === 'StatusPublished' || event.type === 'NoticePublished') {
    return problemAfter(post, page, event, event.body as PostBody);
  }
  if (event.type === 'MaintenanceScheduled') {
    return scheduled(page, event, event.body as PageEventBodies['MaintenanceScheduled']);
  }
  if (event.type !== 'MaintenanceUpdated' || post === null) return post;
  const { status, text } = event.body as PageEventBodies['MaintenanceUpdated'];
  const before = post.updates.at(-1)?.status ?? 'scheduled';
  const update = { id: event.id, at: event.recordedAt, status: status ?? before, text, components: [] };
  return { ...post, changedAt: event.recordedAt, updates: [...post.updates, update] };
}

/** The page and key that an event is about, or null. `stream`: the slug of the page whose stream it is in, or null. */
export function postKeyOf(event: PostEvent, stream: string | null): { page: string; key: string } | null {
  const types = ['StatusPublished', 'NoticePublished', 'MaintenanceScheduled', 'MaintenanceUpdated'];
  if (event.body === null || !types.includes(event.type)) return null;
  const { key, page } = event.body as { key: string; page?: string };
  const of = stream ?? page;
  return of === undefined ? null : { page: of, key };
}

/** When maintenance began and ended, by the plan or by what was said before it. */
export function maintenanceTimes({ updates, startsAt, endsAt }: Post): { from: Instant; to: Instant } {
  const first = updates[0]?.at as Instant;
  const begun = updates.find(({ status }) => status === 'in_progress' || status === 'verifying')?.at;
  const done = updates.find(({ status }) => status === 'completed')?.at;
  const from = Math.min(begun ?? Infinity, startsAt ?? first) as Instant;
  const to = Math.min(done ?? Infinity, endsAt ?? first) as Instant;
  // Called off before it began: it took no time.
  return { from: Math.min(from, to) as Instant, to };
}

/** How far maintenance is: the plan goes on by itself, and what people say is taken where it is ahead of the plan. */
export function maintenanceStatus(post: Post, now: Instant): MaintenanceStatus {
  const { from, to } = maintenanceTimes(post);
  if (now >= to) return 'completed';
  if (now < from) return 'scheduled';
  return post.updates.some(({ status, at }) => status === 'verifying' && at <= now) ? 'verifying' : 'in_progress';
}

/** The status of a post at a time. */
export function statusOf(post: Post, now: Instant): PostStatus | MaintenanceStatus {
  if (post.kind === 'maintenance') return maintenanceStatus(post, now);
  return post.updates.at(-1)?.status ?? 'investigating';
}

export const isOver = (post: Post, now: Instant): boolean => ['resolved', 'completed'].includes(statusOf(post, now));

/** When it was over; null while it goes on. */
export function overAt(post: Post, now: Instant): Instant | null {
  if (!isOver(post, now)) return null;
  return post.kind === 'maintenance' ? maintenanceTimes(post).to : (post.updates.at(-1)?.at ?? null);
}

/** How a component was, for a while. */
export interface Spell {
  readonly component: string;
  readonly status: ComponentStatus;
  readonly from: Instant;
  /** Null: it goes on. */
  readonly to: Instant | null;
}

/** What a post says of components, as times. What is resolved is operational. */
export function spellsOf(post: Post, now: Instant): Spell[] {
  if (post.kind === 'maintenance') {
    const { from, to } = maintenanceTimes(post);
    if (now < from || from === to) return [];
    const components = post.updates[0]?.components ?? [];
    return components.map(({ component, status }) => ({ component, status, from, to: now < to ? null : to }));
  }
  const open = new Map<string, Spell>();
  const done: Spell[] = [];
  const end = (component: string, at: Instant): void => {
    const spell = open.get(component);
    if (spell) done.push({ ...spell, to: at });
    open.delete(component);
  };
  for (const { at, status, components } of post.updates) {
    for (const said of components) {
      end(said.component, at);
      if (said.status !== 'operational') open.set(said.component, { ...said, from: at, to: null });
    }
    if (status === 'resolved') for (const component of Array.from(open.keys())) end(component, at);
  }
  return [...done, ...open.values()];
}

/** The components that a post is about, each as the post last said. */
export function componentsOf(post: Post): ComponentSaid[] {
  const last = new Map<string, ComponentStatus>();
  for (const { components } of post.updates)
    for (const { component, status } of components) last.set(component, status);
  return [...last].map(([component, status]) => ({ component, status }));
}

/** The worst that a post ever said of a component. */
export const worstOf = (post: Post): ComponentStatus =>
  post.updates
    .flatMap(({ components }) => components)
    .reduce<ComponentStatus>((worst, { status }) => worseOf(worst, status), 'operational');
