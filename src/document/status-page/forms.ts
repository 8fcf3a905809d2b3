import type { PageView } from '../../domain/status-page/view.ts';
import { escapeHtml } from '../page.ts';
import { plainHtml } from './page.ts';
import type { Place } from './place.ts';

function choices({ components }: PageView): string {
  const ticks = components.map(
    ({ key, name }) =>
      `<label class="tick"><input type="checkbox" name="component" value="${escapeHtml(key)}"> ${escapeHtml(name)}</label>`,
  );
  return ticks.length === 0
    ? ''
    : `<fieldset><legend>Only about these; all if none is ticked</legend>${ticks.join('')}</fieldset>`;
}

/** The forms by which somebody asks to hear of changes. They work without a script. */
export function subscribeHtml(view: PageView, place: Place, takesMail: boolean, fault: string | null): string {
  const action = `${place.beside}subscribe`;
  const said = fault === null ? '' : `<p role="alert">${escapeHtml(fault)}</p>`;
  const mail = `<form method="post" action="${action}"><label>E-mail address<input type="email" name="email" required maxlength="254" autocomplete="email"></label>${choices(view)}<button>Send me updates</button></form>`;
  const hook = `<form method="post" action="${action}"><label>Webhook (https)<input type="url" name="url" required maxlength="2000"></label>${choices(view)}<button>Call this address</button></form>`;
  const feed = `<p>Or follow the <a href="${place.beside}history.atom">Atom</a> or <a href="${place.beside}history.rss">RSS</a> feed: nobody has to know you for that.</p>`;
  const body = `${said}${takesMail ? `<h3>By e-mail</h3>${mail}` : ''}<h3>For a program</h3>${hook}${feed}`;
  return plainHtml(view, place, 'Get updates', body);
}

/** The same answer whether the address is known or not. */
export const askedHtml = (view: PageView, place: Place): string =>
  plainHtml(
    view,
    place,
    'One more step',
    '<p>If this address can be reached, a message is on its way to it. Nothing else is sent until somebody agrees there.</p>',
  );

/** One button: reading a link never changes anything. */
export const oneButtonHtml = (view: PageView, place: Place, title: string, says: string, button: string): string =>
  plainHtml(
    view,
    place,
    title,
    `<p>${escapeHtml(says)}</p><form method="post"><button>${escapeHtml(button)}</button></form>`,
  );

export const doneHtml = (view: PageView, place: Place, title: string, says: string): string =>
  plainHtml(view, place, title, `<p>${escapeHtml(says)}</p>`);
