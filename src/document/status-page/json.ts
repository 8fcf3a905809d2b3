import type { MaintenanceStatus, PostStatus } from '../../domain/status-page/event.ts';
import { componentsOf, maintenanceTimes, overAt, type Post, statusOf, worstOf } from '../../domain/status-page/post.ts';
import { type ComponentView, indicatorOf, type PageView } from '../../domain/status-page/view.ts';
import { statuspageDescription } from '../../text/status-words.ts';
import { addressOf, iso } from './place.ts';

const mostListed = 50;

/** What readers of Statuspage know. Its *identified* claims a known cause; nothing of ours does, but they have no other word. */
const wireStatus: Readonly<Record<PostStatus | MaintenanceStatus, string>> = {
  investigating: 'investigating',
  working: 'identified',
  watching: 'monitoring',
  resolved: 'resolved',
  scheduled: 'scheduled',
  in_progress: 'in_progress',
  verifying: 'verifying',
  completed: 'completed',
};

const groupId = (index: number): string => `group-${index + 1}`;

function componentJson({ page, components }: PageView, component: ComponentView): object {
  const groups = groupsOf(components);
  const { key, name, status, description, group, onlyShowIfDegraded, since, changedAt } = component;
  return {
    id: key,
    name,
    status,
    created_at: iso(since),
    updated_at: iso(changedAt),
    position: components.indexOf(component) + 1,
    description: description === '' ? null : description,
    showcase: true,
    start_date: iso(since).slice(0, 10),
    group_id: group === null ? null : groupId(groups.indexOf(group)),
    page_id: page.slug,
    group: false,
    only_show_if_degraded: onlyShowIfDegraded,
  };
}

const groupsOf = (components: readonly ComponentView[]): string[] => [
  ...new Set(components.flatMap(({ group }) => (group === null ? [] : [group]))),
];

function groupJson(view: PageView, group: string, index: number): object {
  const own = view.components.filter((component) => component.group === group);
  const worst = own.toSorted(
    (one, other) =>
      ['none', 'minor', 'major', 'critical'].indexOf(indicatorOf(other.status)) -
      ['none', 'minor', 'major', 'critical'].indexOf(indicatorOf(one.status)),
  )[0];
  const at = iso((worst as ComponentView).since);
  return {
    id: groupId(index),
    name: group,
    status: worst?.status,
    created_at: at,
    updated_at: iso(Math.max(...own.map(({ changedAt }) => changedAt)) as ComponentView['changedAt']),
    position: index + 1,
    description: null,
    showcase: false,
    start_date: null,
    group_id: null,
    page_id: view.page.slug,
    group: true,
    only_show_if_degraded: false,
    components: own.map(({ key }) => key),
  };
}

const componentsJson = (view: PageView): object[] => [
  ...groupsOf(view.components).map((group, index) => groupJson(view, group, index)),
  ...view.components.map((component) => componentJson(view, component)),
];

function postJson(view: PageView, post: Post): object {
  const { page, now } = view;
  const done = overAt(post, now);
  const watching = post.updates.find(({ status }) => status === 'watching')?.at;
  const named = new Set(componentsOf(post).map(({ component }) => component));
  const over = done === null ? null : iso(done);
  const times = post.kind === 'maintenance' ? maintenanceTimes(post) : null;
  const status = statusOf(post, now);
  return {
    id: post.id,
    name: post.title,
    status: wireStatus[status],
    created_at: iso(post.openedAt),
    updated_at: iso(post.changedAt),
    monitoring_at: watching === undefined ? null : iso(watching),
    resolved_at: over,
    impact: times === null ? indicatorOf(worstOf(post)) : 'maintenance',
    shortlink: `${addressOf(page)}#p-${post.id}`,
    started_at: iso(times?.from ?? post.openedAt),
    page_id: page.slug,
    incident_updates: [...post.updates].reverse().map(({ id, status: said, text, at }) => ({
      id,
      status: wireStatus[said],
      body: text,
      incident_id: post.id,
      created_at: iso(at),
      updated_at: iso(at),
      display_at: iso(at),
    })),
    components: view.components.filter(({ key }) => named.has(key)).map((each) => componentJson(view, each)),
    ...(times === null
      ? {}
      : { scheduled_for: iso(post.startsAt ?? times.from), scheduled_until: iso(post.endsAt ?? times.to) }),
  };
}

/** The public part of Statuspage’s API v2, by file name under `api/v2/`. */
export function statuspageJson(view: PageView): Record<string, object> {
  const { page: settings, changedAt, indicator } = view;
  const page = {
    id: settings.slug,
    name: settings.name,
    url: addressOf(settings),
    time_zone: settings.timeZone,
    updated_at: iso(changedAt),
  };
  const status = { indicator, description: statuspageDescription(view) };
  const posts = (list: readonly Post[]): object[] => list.slice(0, mostListed).map((post) => postJson(view, post));
  const components = componentsJson(view);
  const incidents = posts(view.open);
  const planned = posts([...view.active, ...view.upcoming]);
  return {
    'summary.json': { page, components, incidents, scheduled_maintenances: planned, status },
    'status.json': { page, status },
    'components.json': { page, components },
    'incidents.json': { page, incidents: posts(view.problems) },
    'incidents/unresolved.json': { page, incidents },
    'scheduled-maintenances.json': { page, scheduled_maintenances: posts(view.maintenance) },
    'scheduled-maintenances/upcoming.json': { page, scheduled_maintenances: posts(view.upcoming) },
    'scheduled-maintenances/active.json': { page, scheduled_maintenances: posts(view.active) },
    // Who is subscribed is nobody else's business.
    'subscribers.json': { page, subscribers: [] },
  };
}
