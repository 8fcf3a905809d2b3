import { overAt } from '../../domain/status-page/post.ts';
import type { ComponentView, PageView } from '../../domain/status-page/view.ts';
import { summaryWords } from '../../text/status-words.ts';
import { escapeHtml } from '../page.ts';
import { componentHtml, fitting, hatch, postHtml, timeHtml } from './parts.ts';
import type { Place } from './place.ts';

const recentMs = 14 * 86_400_000;
/** Of the 100 kB that a page may have. */
const openBytes = 40_000;
const partsBytes = 35_000;
const recentBytes = 15_000;
const historyBytes = 90_000;

function frame(view: PageView, place: Place, title: string, main: string): string {
  const { page, now } = view;
  const { beside } = place;
  const age =
    place.kind === 'live'
      ? `As of ${timeHtml(now, page.timeZone)}.`
      : `As of ${timeHtml(now, 'UTC')}; this copy is written when something changes, and at least once a day. If it is older than that, it could not be renewed.`;
  const subscribe = place.subscribe === null ? '' : `<li><a href="${escapeHtml(place.subscribe)}">Get updates</a></li>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title><link rel="stylesheet" href="${beside}status.css">
<link rel="alternate" type="application/atom+xml" href="${beside}history.atom" title="${escapeHtml(page.name)}">
<link rel="alternate" type="application/rss+xml" href="${beside}history.rss" title="${escapeHtml(page.name)}"></head>
<body>${hatch}<main><header><h1>${escapeHtml(page.name)}</h1>${page.about === '' ? '' : `<p>${escapeHtml(page.about)}</p>`}</header>
${main}</main>
<footer><p class="quiet">${age}</p><nav aria-label="More"><ul><li><a href="${place.home}">Now</a></li><li><a href="${place.history}">History</a></li>${subscribe}<li><a href="${beside}history.atom">Atom</a></li><li><a href="${beside}history.rss">RSS</a></li><li><a href="${beside}maintenance.ics">Calendar of maintenance</a></li><li><a href="${beside}api/v2/summary.json">JSON</a></li></ul></nav></footer></body></html>
`;
}

const section = (title: string, body: string): string =>
  body === '' ? '' : `<section><h2>${title}</h2>${body}</section>`;

function grouped(components: readonly ComponentView[]): string {
  const groups = [...new Set(components.map(({ group }) => group))];
  const html = groups.map((group) => {
    const own = components.filter((component) => component.group === group);
    const rows = `<div class="parts">${own.map(componentHtml).join('')}</div>`;
    return group === null ? rows : `<h3>${escapeHtml(group)}</h3>${rows}`;
  });
  return fitting(html, partsBytes).join('');
}

/** How it is now: one sentence, what is open, every component, what is planned, and the last two weeks. */
export function pageHtml(view: PageView, place: Place): string {
  const { page, worst, open, active, upcoming, components, problems, now } = view;
  const shown = components.filter(({ onlyShowIfDegraded, status }) => !onlyShowIfDegraded || status !== 'operational');
  const look = worst === 'operational' && open.length > 0 ? 'degraded_performance' : worst;
  const recent = problems.filter((post) => now - (overAt(post, now) ?? 0) < recentMs);
  const posts = (list: typeof open, bytes: number): string =>
    fitting(
      list.map((post) => postHtml(post, view)),
      bytes,
    ).join('');
  return frame(
    view,
    place,
    `${page.name}: ${summaryWords(view)}`,
    `<p class="now ${look}">${summaryWords(view)}</p>
${section('What is going on', posts([...open, ...active], openBytes))}${section('Components', grouped(shown))}
${section('Planned maintenance', posts(upcoming, recentBytes))}${section('The last two weeks', posts(recent, recentBytes) || '<p class="quiet">Nothing was reported.</p>')}`,
  );
}

/** Everything that was ever told, the newest first, as far as one page holds it. */
export function historyHtml(view: PageView, place: Place): string {
  const all = [...view.problems, ...view.maintenance].toSorted((one, other) => other.openedAt - one.openedAt);
  const pieces = all.map((post) => postHtml(post, view));
  const shown = fitting(pieces, historyBytes);
  const left = pieces.length - shown.length;
  const rest = left === 0 ? '' : `<p class="quiet">${left} older ones are not shown here.</p>`;
  const none = '<p class="quiet">Nothing was ever reported.</p>';
  return frame(view, place, `${view.page.name}: history`, section('History', (shown.join('') || none) + rest));
}

/** A page of the same look for a form or a word of thanks. `body` is HTML. */
export const plainHtml = (view: PageView, place: Place, title: string, body: string): string =>
  frame(view, place, `${view.page.name}: ${title}`, section(escapeHtml(title), body));
