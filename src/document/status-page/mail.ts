import type { Post, PostUpdate } from '../../domain/status-page/post.ts';
import type { StatusPage } from '../../domain/status-page/page.ts';
import { componentWords, postWords } from '../../text/status-words.ts';
import { escapeHtml } from '../page.ts';
import { textHtml, timeText } from './parts.ts';
import { addressOf, iso } from './place.ts';

export interface MailBody {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const htmlMail = (body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head><body>${body}</body></html>`;

const linkHtml = (url: string, words: string): string => `<a href="${escapeHtml(url)}">${escapeHtml(words)}</a>`;

/** Asks whether somebody wants this. Nothing is sent before they agree. */
export function confirmMail({ name }: StatusPage, confirm: string): MailBody {
  const asks = `Somebody, probably you, asked that changes of "${name}" be sent to this address.`;
  const not = 'If it was not you, do nothing: nothing more will come.';
  return {
    subject: oneLine(`Confirm: updates of ${name}`),
    text: `${asks}\n\nConfirm it here:\n${confirm}\n\n${not}\n`,
    html: htmlMail(`<p>${escapeHtml(asks)}</p><p>${linkHtml(confirm, 'Confirm it')}</p><p>${escapeHtml(not)}</p>`),
  };
}

function affected(page: StatusPage, { components }: PostUpdate): string[] {
  const names = new Map(page.components.map(({ key, name }) => [key, name]));
  return components.map(({ component, status }) => `${names.get(component) ?? component}: ${componentWords[status]}`);
}

/** One update of a post, in the words that stand on the page. */
export function postMail(page: StatusPage, post: Post, update: PostUpdate, unsubscribe: string): MailBody {
  const address = `${addressOf(page)}#p-${post.id}`;
  const when = timeText(update.at, page.timeZone);
  const planned =
    post.startsAt === null || post.endsAt === null
      ? []
      : [`${timeText(post.startsAt, page.timeZone)} – ${timeText(post.endsAt, page.timeZone)}`];
  const lines = [...planned, ...affected(page, update)];
  const listed = lines.length === 0 ? '' : `${lines.join('\n')}\n\n`;
  return {
    subject: oneLine(`[${page.name}] ${post.title}: ${postWords[update.status]}`),
    text: `${post.title}\n${postWords[update.status]} · ${when}\n\n${listed}${update.text}\n\n${address}\n\nNo more of these: ${unsubscribe}\n`,
    html: htmlMail(
      `<h1>${escapeHtml(post.title)}</h1><p><b>${postWords[update.status]}</b> · ${escapeHtml(when)}</p>${
        lines.length === 0 ? '' : `<ul>${lines.map((each) => `<li>${escapeHtml(each)}</li>`).join('')}</ul>`
      }${textHtml(update.text)}<p>${linkHtml(address, page.name)} · ${linkHtml(unsubscribe, 'No more of these')}</p>`,
    ),
    headers: { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  };
}

/** The same for a program. */
export const postCall = (page: StatusPage, post: Post, update: PostUpdate, unsubscribe: string): object => ({
  type: 'status.post',
  timestamp: iso(update.at),
  data: {
    page: { id: page.slug, name: page.name, url: addressOf(page) },
    post: { id: post.id, kind: post.kind, title: post.title, url: `${addressOf(page)}#p-${post.id}` },
    update: { id: update.id, status: update.status, text: update.text, components: update.components },
    unsubscribe_url: unsubscribe,
  },
});

export const confirmCall = (page: StatusPage, confirm: string): object => ({
  type: 'status.subscription',
  data: {
    page: { id: page.slug, name: page.name, url: addressOf(page) },
    says: 'POST to confirm_url within two days and updates come here; otherwise nothing does.',
    confirm_url: confirm,
  },
});
