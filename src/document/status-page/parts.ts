import type { ComponentStatus } from '../../domain/status-page/page.ts';
import { maintenanceTimes, type Post, statusOf } from '../../domain/status-page/post.ts';
import type { ComponentView, PageView } from '../../domain/status-page/view.ts';
import type { Instant } from '../../domain/time.ts';
import { componentWords, percent, postWords } from '../../text/status-words.ts';
import { escapeHtml } from '../page.ts';
import { iso } from './place.ts';

const dayWidth = 4;

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
  });
  clocks.set(zone, made);
  return made;
}

/** A time in the zone of the page, which it names. */
export const timeText = (at: Instant, zone: string): string => `${clockOf(zone).format(at)} ${zone}`;

export const timeHtml = (at: Instant, zone: string): string =>
  `<time datetime="${iso(at)}">${escapeHtml(timeText(at, zone))}</time>`;

/** Plain text as paragraphs. */
export const textHtml = (text: string): string =>
  text
    .split(/\n{2,}/)
    .map((part) => `<p>${escapeHtml(part.trim()).replaceAll('\n', '<br>')}</p>`)
    .join('');

/** Runs of days of one status, as short as can be: a dash is a day. */
function barPaths({ uptime: { days } }: ComponentView): string {
  let html = '';
  for (let at = 0; at < days.length;) {
    const worst = days[at]?.worst ?? null;
    let end = at + 1;
    while (end < days.length && (days[end]?.worst ?? null) === worst) end += 1;
    const length = (end - at) * dayWidth - 1;
    const look = worst === null ? 'stroke="url(#hatch)"' : `class="${worst}"`;
    html += `<path ${look} d="M${at * dayWidth} 12h${length}"/>`;
    at = end;
  }
  return html;
}

const told: readonly ComponentStatus[] = [
  'major_outage',
  'partial_outage',
  'degraded_performance',
  'under_maintenance',
];

/** What the bar shows, in words. */
function barText({ name, uptime: { days } }: ComponentView): string {
  const unknown = days.filter(({ worst }) => worst === null).length;
  const parts = told.flatMap((status) => {
    const many = days.filter(({ worst }) => worst === status).length;
    return many === 0 ? [] : [`${many === 1 ? '1 day' : `${many} days`} ${componentWords[status].toLowerCase()}`];
  });
  const good = parts.length === 0 ? ['no day with a known problem'] : parts;
  const gap = unknown === 0 ? [] : [`no record of ${unknown === 1 ? '1 day' : `${unknown} days`}`];
  return `${name}, the last ${days.length} days: ${[...good, ...gap].join(', ')}.`;
}

export function componentHtml(component: ComponentView): string {
  const { name, description, status, uptime } = component;
  const share = uptime.share === null ? 'No record yet' : `${percent(uptime.share)} up over the time on record`;
  const width = uptime.days.length * dayWidth - 1;
  return `<div class="part"><div class="line"><h3>${escapeHtml(name)}</h3><span class="state ${status}">${componentWords[status]}</span></div>
${description === '' ? '' : `<p class="quiet">${escapeHtml(description)}</p>`}<svg class="bar" viewBox="0 0 ${width} 24" preserveAspectRatio="none" role="img" aria-label="${escapeHtml(barText(component))}">${barPaths(component)}</svg>
<div class="ends quiet"><span>${uptime.days.length} days ago</span><span>${share}</span><span>Today</span></div></div>`;
}

/** Drawn where nothing is on record: neither good nor bad. */
export const hatch = `<svg class="defs" aria-hidden="true"><defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0v4"/></pattern></defs></svg>`;

function updatesHtml(post: Post, { now, page: { timeZone } }: PageView): string {
  const newest = [...post.updates].reverse();
  const rows = newest.map(
    ({ id, status, text, at }) =>
      `<li id="u-${id}"><b>${postWords[status]}</b>${textHtml(text)}${timeHtml(at, timeZone)}</li>`,
  );
  const byItself = post.kind === 'maintenance' ? statusOf(post, now) : null;
  const ahead = byItself !== null && byItself !== post.updates.at(-1)?.status;
  return `<ol class="updates">${ahead ? `<li><b>${postWords[byItself]}</b></li>` : ''}${rows.join('')}</ol>`;
}

/** A problem or maintenance with all that was said of it, the newest first. */
export function postHtml(post: Post, view: PageView): string {
  const { timeZone } = view.page;
  const names = new Map(view.components.map(({ key, name }) => [key, name]));
  const about = [...new Set(post.updates.flatMap(({ components }) => components.map(({ component }) => component)))];
  const affected = about.map((key) => names.get(key) ?? key).join(', ');
  const times = post.kind === 'maintenance' ? maintenanceTimes(post) : null;
  const when = times === null ? '' : `<p>${timeHtml(times.from, timeZone)} – ${timeHtml(times.to, timeZone)}</p>`;
  return `<article class="post" id="p-${post.id}"><h3>${escapeHtml(post.title)}</h3>${when}${
    affected === '' ? '' : `<p class="quiet">${escapeHtml(affected)}</p>`
  }${updatesHtml(post, view)}</article>`;
}

/** As many pieces as fit: a page stays small however much was written. */
export function fitting(pieces: readonly string[], mostBytes: number): string[] {
  let left = mostBytes;
  return pieces.filter((piece) => {
    left -= piece.length * (/[^\u0000-\u007f]/.test(piece) ? 2 : 1);
    return left > 0;
  });
}
