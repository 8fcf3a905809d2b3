import type { RefusalCode } from '../../domain/refusal.ts';
import { type ProblemRow, row } from './row.ts';

type PageCode = Extract<RefusalCode, `page/${string}`> | 'page/target-not-found' | 'page/subscriber-not-found';

/** Problems with what was to be told on a status page. */
export const pageProblems: Readonly<Record<PageCode, ProblemRow>> = {
  'page/not-found': row(
    404,
    'No such status page',
    'No status page that you may see has this name.',
    'List the pages with `allclear page list`, or set one up with `allclear apply -f <file>` (`kind: status-pages`).',
  ),
  'page/component-unknown': row(
    422,
    'The page has no such component',
    'A component is named that is not on this page.',
    'Take the key from `allclear page show <page>`.',
  ),
  'page/post-not-found': row(
    404,
    'No such post on this page',
    'No notice or maintenance of this page has this key.',
    'Take the key from `allclear page show <page>`, or leave it out to begin a new post.',
  ),
  'page/title-missing': row(
    422,
    'A new post needs a title',
    'A post begins with a title; a later update may leave it out.',
    'Say what customers notice, in a few words.',
  ),
  'page/ends-before-it-starts': row(
    422,
    'It would end before it starts',
    'Maintenance ends after it has started.',
    'Give a later end.',
  ),
  'page/maintenance-over': row(
    409,
    'This maintenance is over',
    'Its end has passed, or somebody said that it is completed.',
    'Schedule another, or post a notice.',
  ),
  'page/incident-private': row(
    409,
    'A private incident is not told on a public page',
    'The incident is known to its members only; the page is read by everybody.',
    'Publish on a private page, or post a notice on the page itself in words that give nothing away.',
  ),
  'page/exercise': row(
    409,
    'An exercise is not told on a public page',
    'Customers would take it for a real problem.',
    'Rehearse on a private page.',
  ),
  'page/target-not-found': row(
    404,
    'No such target',
    'This page has no copy of that name, or one that needs no secret.',
    'Take the name from the document: `kind: status-pages`.',
  ),
  'page/subscriber-not-found': row(
    404,
    'No such subscriber',
    'Nobody is subscribed under this id.',
    'List them with `allclear page subscribers <page>`.',
  ),
};
