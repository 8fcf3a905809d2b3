import type { Instant } from '../time.ts';
import { lastDays } from './day.ts';
import { type ComponentStatus, type PageComponent, type StatusPage, worseOf } from './page.ts';
import { isOver, maintenanceStatus, type Post, spellsOf } from './post.ts';
import { type Uptime, uptimeOf } from './uptime.ts';

export type Indicator = 'none' | 'minor' | 'major' | 'critical';

export interface ComponentView extends PageComponent {
  readonly status: ComponentStatus;
  readonly since: Instant;
  /** When its status last changed. */
  readonly changedAt: Instant;
  readonly uptime: Uptime;
}

/** A page as somebody reads it at a time. */
export interface PageView {
  readonly page: StatusPage;
  readonly now: Instant;
  /** When something last changed that customers read. */
  readonly changedAt: Instant;
  readonly components: readonly ComponentView[];
  readonly worst: ComponentStatus;
  readonly indicator: Indicator;
  /** Newest first, each of these. */
  readonly problems: readonly Post[];
  readonly maintenance: readonly Post[];
  readonly open: readonly Post[];
  readonly active: readonly Post[];
  /** The next one first. */
  readonly upcoming: readonly Post[];
}

export const shownDays = 90;

const indicators: Readonly<Record<ComponentStatus, Indicator>> = {
  operational: 'none',
  under_maintenance: 'none',
  degraded_performance: 'minor',
  partial_outage: 'major',
  major_outage: 'critical',
};

/** What Statuspage calls the impact of a status. */
export const indicatorOf = (status: ComponentStatus): Indicator => indicators[status];

export interface PageFacts {
  readonly page: StatusPage;
  readonly posts: readonly Post[];
  /** When each component was first on the page, by key. */
  readonly since: Readonly<Record<string, Instant>>;
  /** When the page was last set up differently. */
  readonly configuredAt: Instant;
  readonly now: Instant;
}

/** Everything that a page tells, from how it is set up and what was published. */
export function viewOf({ page, posts, since, configuredAt, now }: PageFacts): PageView {
  const days = lastDays(page.timeZone, now, shownDays);
  const spells = posts.flatMap((post) => spellsOf(post, now));
  const components = page.components.map((component): ComponentView => {
    const own = spells.filter((spell) => spell.component === component.key);
    const going = own.filter(({ to }) => to === null);
    const begun = since[component.key] ?? configuredAt;
    const changes = own.flatMap(({ from, to }) => [from, to ?? from]);
    return {
      ...component,
      status: going.reduce<ComponentStatus>((worst, { status }) => worseOf(worst, status), 'operational'),
      since: begun,
      changedAt: Math.max(begun, ...changes) as Instant,
      uptime: uptimeOf(own, days, begun, now),
    };
  });
  const newest = posts.toSorted((one, other) => other.openedAt - one.openedAt);
  const problems = newest.filter(({ kind }) => kind === 'problem');
  const maintenance = newest.filter(({ kind }) => kind === 'maintenance');
  const open = problems.filter((post) => !isOver(post, now));
  const worst = components.reduce<ComponentStatus>((sofar, { status }) => worseOf(sofar, status), 'operational');
  const indicator = indicatorOf(worst);
  return {
    page,
    now,
    changedAt: Math.max(configuredAt, ...posts.map(({ changedAt }) => changedAt)) as Instant,
    components,
    worst,
    // Something is told, and nobody has said yet of which component.
    indicator: indicator === 'none' && open.length > 0 ? 'minor' : indicator,
    problems,
    maintenance,
    open,
    active: maintenance.filter((post) => ['in_progress', 'verifying'].includes(maintenanceStatus(post, now))),
    upcoming: maintenance
      .filter((post) => maintenanceStatus(post, now) === 'scheduled')
      .toSorted((one, other) => (one.startsAt ?? 0) - (other.startsAt ?? 0)),
  };
}
