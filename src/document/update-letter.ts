import type { Update, UpdateWords } from '../domain/incident/item.ts';
import { shortTime } from '../text/measure.ts';
import { escapeHtml } from './page.ts';

/** A letter's words, for programs that show HTML and for those that do not. */
export interface LetterWords {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Which incident a letter is about, in words for people outside. */
export interface About {
  readonly number: string;
  readonly title: string;
  readonly exercise: boolean;
}

/** A heading with what stands under it. */
export interface Part {
  readonly heading: string;
  readonly body: string;
}

const withBreaks = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>');

/** What an update says besides its status, as far as it says it. */
export const partsOf = ({ know, doing, dontKnow }: UpdateWords): Part[] =>
  [
    { heading: 'What we know', body: know },
    { heading: 'What we are doing', body: doing },
    { heading: 'What we do not know yet', body: dontKnow },
  ].filter(({ body }) => body.trim() !== '');

// Mail programs know tables and inline styles; the simplest of them show the text instead.
const frame = (lead: string, parts: readonly Part[], foot: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head><body style="margin:0;padding:24px;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Arial,sans-serif"><table role="presentation" width="100%" style="max-width:600px;border-collapse:collapse"><tr><td><p style="margin:0 0 20px;font-size:18px;font-weight:600">${withBreaks(lead)}</p>${parts
    .map(
      ({ heading, body }) =>
        `<p style="margin:0 0 2px;font-size:13px;font-weight:600">${escapeHtml(heading)}</p><p style="margin:0 0 16px">${withBreaks(body)}</p>`,
    )
    .join(
      '',
    )}<p style="margin:20px 0 0;padding-top:12px;border-top:1px solid #8888;font-size:13px">${withBreaks(foot)}</p></td></tr></table></body></html>`;

const plain = (lead: string, parts: readonly Part[], foot: string): string =>
  [lead, ...parts.map(({ heading, body }) => `${heading}:\n${body}`), `--\n${foot}`].join('\n\n');

const named = ({ number, title, exercise }: About): string => `${exercise ? '[Exercise] ' : ''}[${number}] ${title}`;

/** When the next update comes. */
export const nextWords = ({ nextAt }: Pick<Update, 'nextAt'>): string =>
  nextAt === null
    ? 'This is the last update that was promised.'
    : `Next update at ${shortTime(nextAt)}, or at once if it changes materially.`;

/** An update as a letter. The subject stays the same through an incident, so that mail programs keep it together. */
export function updateLetter(about: About, update: Update, questions: ReadonlyMap<string, string>): LetterWords {
  const corrects = update.corrects === null ? '' : 'This corrects what we wrote before. ';
  const lead = `${corrects}${update.status}`;
  const answers = update.answers.map(({ question, answer }) => ({
    heading: `You asked: ${questions.get(question) ?? question}`,
    body: answer,
  }));
  const next = nextWords(update);
  const parts = [...partsOf(update), ...answers];
  return { subject: named(about), text: plain(lead, parts, next), html: frame(lead, parts, next) };
}

/** A reminder of a promise to whoever is to keep it, with the draft in it. */
export function reminderLetter(about: About, lead: string, draft: UpdateWords, address: string): LetterWords {
  const parts = [{ heading: 'Draft', body: draft.status }, ...partsOf(draft)];
  const foot = `Send it from ${address}`;
  return { subject: `${named(about)}: ${lead}`, text: plain(lead, parts, foot), html: frame(lead, parts, foot) };
}

/** Shows that a channel works. */
export function testLetter(channel: string): LetterWords {
  const lead = `This is a test of the channel "${channel}". Nothing is wrong.`;
  const foot = 'Sent by Allclear because somebody pressed "Send test".';
  return { subject: 'Allclear: test of a channel', text: plain(lead, [], foot), html: frame(lead, [], foot) };
}
