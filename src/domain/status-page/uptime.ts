import type { DurationMs, Instant } from '../time.ts';
import type { Day } from './day.ts';
import { type ComponentStatus, worseOf } from './page.ts';
import type { Spell } from './post.ts';

/** One day of a component. `worst` is null where nothing was recorded: that is no good day. */
export interface UptimeDay {
  readonly date: string;
  readonly worst: ComponentStatus | null;
  readonly downMs: DurationMs;
}

export interface Uptime {
  readonly days: readonly UptimeDay[];
  /** From 0 to 1, over the time that was recorded; null when that is none. */
  readonly share: number | null;
}

/** A partial outage weighs less than a full one; slowness and maintenance weigh nothing. */
const weight: Readonly<Partial<Record<ComponentStatus, number>>> = { major_outage: 1, partial_outage: 0.3 };

const overlap = (from: number, to: number, day: Pick<Day, 'from' | 'to'>): DurationMs =>
  Math.max(0, Math.min(to, day.to) - Math.max(from, day.from));

/** The greatest weight at each moment, summed over a stretch of time: overlapping posts do not count twice. */
function downtime(spells: readonly Spell[], within: Pick<Day, 'from' | 'to'>, now: Instant): DurationMs {
  const weighing = spells.filter(({ status }) => status in weight);
  const edges = [...new Set(weighing.flatMap(({ from, to }) => [from, to ?? now]))].toSorted((a, b) => a - b);
  let sum = 0;
  edges.forEach((from, index) => {
    const to = edges[index + 1];
    if (to === undefined) return;
    const here = weighing.filter((spell) => spell.from <= from && (spell.to ?? now) >= to);
    sum += Math.max(0, ...here.map(({ status }) => weight[status] ?? 0)) * overlap(from, to, within);
  });
  return sum;
}

/** How a component was, day by day. `since`: when it was first on the page. */
export function uptimeOf(spells: readonly Spell[], days: readonly Day[], since: Instant, now: Instant): Uptime {
  let recorded = 0;
  let down = 0;
  const told = days.map(({ date, from, to }): UptimeDay => {
    const within = { from: Math.max(from, since) as Instant, to: Math.min(to, now) as Instant };
    if (within.to <= within.from) return { date, worst: null, downMs: 0 };
    const here = spells.filter((spell) => spell.from < within.to && (spell.to ?? now) > within.from);
    const downMs = downtime(here, within, now);
    recorded += within.to - within.from;
    down += downMs;
    const worst = here.reduce<ComponentStatus>((sofar, { status }) => worseOf(sofar, status), 'operational');
    return { date, worst, downMs };
  });
  return { days: told, share: recorded === 0 ? null : 1 - down / recorded };
}
