import type { PageView } from '../../domain/status-page/view.ts';
import { badge } from './badge.ts';
import { calendar } from './calendar.ts';
import { feeds } from './feed.ts';
import { statuspageJson } from './json.ts';
import { historyHtml, pageHtml } from './page.ts';
import type { Place } from './place.ts';
import { style } from './style.ts';

export interface PageFile {
  readonly type: string;
  readonly body: string;
}

const html = (body: string): PageFile => ({ type: 'text/html; charset=utf-8', body });

/** Every file of a status page, by name: the same ones are served and put elsewhere. */
export function pageFiles(view: PageView, place: Place): Record<string, PageFile> {
  const { rss, atom } = feeds(view);
  const json = Object.entries(statuspageJson(view)).map(([name, value]): [string, PageFile] => [
    `api/v2/${name}`,
    { type: 'application/json; charset=utf-8', body: JSON.stringify(value) },
  ]);
  return {
    'index.html': html(pageHtml(view, place)),
    'history.html': html(historyHtml(view, place)),
    'status.css': { type: 'text/css; charset=utf-8', body: style },
    'history.rss': { type: 'application/rss+xml; charset=utf-8', body: rss },
    'history.atom': { type: 'application/atom+xml; charset=utf-8', body: atom },
    'maintenance.ics': { type: 'text/calendar; charset=utf-8', body: calendar(view) },
    'badge.svg': { type: 'image/svg+xml; charset=utf-8', body: badge(view) },
    ...Object.fromEntries(json),
  };
}
