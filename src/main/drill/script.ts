import type { EndpointReply } from '../../api/endpoint-table.ts';
import type { PracticeId } from '../../domain/practice/table.ts';
import { figure } from '../../text/measure.ts';

export type Picture = EndpointReply<'showPicture'>;

/** What a wait looks at. */
export interface Seen {
  readonly picture: Picture;
  /** What Prometheus itself answers; NaN when it has nothing. */
  value(query: string): Promise<number>;
}

/** A line of the story: what is done, the practice that it is about, and why. */
export type Step = { readonly practice?: PracticeId; readonly why: string } & (
  | { readonly kind: 'allclear'; readonly args: Args; readonly held?: PracticeId }
  /** Done to the shop, by a POST to its admin port. */
  | { readonly kind: 'shop'; readonly path: string }
  | { readonly kind: 'prometheus'; readonly does: 'kill' | 'restart' }
  | { readonly kind: 'sources' }
  | { readonly kind: 'wait'; readonly until: (seen: Seen) => boolean | Promise<boolean>; readonly clock?: true }
);

/** What is typed after `allclear`; figures come from what was last seen. */
type Args = readonly string[] | ((picture: Picture) => readonly string[]);

/** So short that a drill lives through it. The policy says why, and the all-clear quotes that. */
export const settings = (prometheus: string): string => `kind: sources
sources:
  - { name: main, kind: prometheus, url: '${prometheus}' }
---
kind: policy
allClearWindowMs: 12000
allClearWindowReason: a drill lasts two minutes
readEveryMs: 1000
effectWithinMs: 5000
`;

const errorRate = 'sum(rate(shop_orders_total{code=~"5.."}[5s])) / sum(rate(shop_orders_total[5s]))';
const orderSeconds = 'sum(rate(shop_order_seconds_sum[5s])) / sum(rate(shop_order_seconds_count[5s]))';
const charged = 'sum(rate(shop_orders_total{code="200"}[5s]))';
const cause = 'the session pool of payments is exhausted';

/** Well above the 0.4 s of a wedged pool, in which most orders are sent away at once. */
const clearlyWorseSeconds = 0.8;

/** Of the twenty a second that customers send. */
const usualOrders = 10;

const last = ({ signals }: Picture, key: string): number => signals.find((each) => each.key === key)?.last ?? 0;
const all = ({ signals }: Picture, status: string): boolean => signals.every((each) => each.status === status);
const cleanMs = ({ signals }: Picture): number => Math.min(...signals.map((signal) => signal.cleanMs));

const opening: readonly Step[] = [
  {
    kind: 'allclear',
    args: ['apply', '-f', 'settings.yaml', '--yes'],
    practice: 'D4',
    why: 'How long telemetry must be clean is policy. A window this short needs its reason, and every all-clear quotes it.',
  },
  { kind: 'sources', practice: 'B3', why: 'Is the source alive, and fresh? Silence would look just like health.' },
  {
    kind: 'shop',
    path: '/payments/break/wedged',
    why: 'Payments wedges: every session that is taken hangs. Orders begin to fail, for real.',
  },
  {
    kind: 'allclear',
    args: ['declare', 'Checkout answers 503', '--severity', 'SEV-1', '--exercise'],
    practice: 'A2',
    why: 'One line opens an incident. It is unconfirmed: an alarm is a claim.',
  },
  {
    kind: 'allclear',
    args: ['confirm', 'Three of three orders of my own failed'],
    practice: 'A2',
    why: 'It is real, and the log says how we know.',
  },
  {
    kind: 'allclear',
    args: ['assign-role', 'incident-commander'],
    practice: 'A6',
    why: 'Somebody decides. Alone, that is you.',
  },
  {
    kind: 'allclear',
    args: ['propose-hypothesis', cause, '--then-action', 'recycle the sessions', '--test', 'count them'],
    held: 'B1',
    practice: 'B1',
    why: 'Everybody has a theory at once. *Why* waits for *what*; the words are kept.',
  },
  {
    kind: 'allclear',
    args: [
      'state-scope',
      'checkout',
      '--boundary',
      'every order',
      '--evidence',
      'My own orders, and the queue of the desk',
    ],
    practice: 'B2',
    why: 'What is affected, how far, and how we know. The theory comes back by itself.',
  },
  {
    kind: 'allclear',
    args: ['check-instrument', 'logs', 'fresh', '--evidence', 'Newest line is 2 s old'],
    practice: 'B3',
    why: 'What nobody looked at proves nothing.',
  },
  {
    kind: 'allclear',
    args: ['add-signal', 'error rate', errorRate, '--healthy', '< 0.01'],
    practice: 'D4',
    why: 'The end is decided now, while it is bad: these signals must be clean.',
  },
  {
    kind: 'allclear',
    args: ['add-signal', 'seconds an order', orderSeconds, '--healthy', '< 0.25'],
    practice: 'D4',
    why: 'A signal counts only if it was seen unhealthy. These two are about to be.',
  },
  { kind: 'wait', until: ({ picture }) => all(picture, 'breached'), why: 'Waiting until both were seen unhealthy.' },
  {
    kind: 'allclear',
    args: [
      'record-update',
      'Orders fail at checkout; we are on it',
      '--told-whom',
      'Head of shop',
      '--next-in',
      '30min',
    ],
    practice: 'C2',
    why: 'Each update promises the time of the next, and then nobody has to ask.',
  },
];

const changing: readonly Step[] = [
  {
    kind: 'allclear',
    args: [
      'change',
      'raise the payments pool to 64',
      '--undo',
      'set it back to 8',
      '--touches',
      'payments',
      '--hypothesis',
      'H1',
      '--expected-within',
      '5s',
      '--before',
      'pool of 8',
    ],
    practice: 'B7',
    why: 'A remedy that sounds right. It is written down with its undo before it is made.',
  },
  { kind: 'shop', path: '/payments/pool/64', why: 'It is made.' },
  {
    kind: 'allclear',
    args: [
      'change',
      'recycle the sessions of payments',
      '--undo',
      'none needed',
      '--touches',
      'payments',
      '--hypothesis',
      'H1',
    ],
    held: 'B6',
    practice: 'B6',
    why: 'A second pair of hands has a second idea. Two at once, and nobody knows which of them did it.',
  },
  { kind: 'allclear', args: ['queue-change', 'C2'], practice: 'B6', why: 'It is not lost: it is next.' },
  {
    kind: 'wait',
    until: ({ picture }) => last(picture, 'S2') > clearlyWorseSeconds,
    why: 'Watching what the first change does.',
  },
  {
    kind: 'allclear',
    args: (picture) => ['observe-change', 'C1', 'worse', `An order takes ${figure(last(picture, 'S2'))} s now`],
    practice: 'B8',
    why: 'Worse is a result, and honest.',
  },
  { kind: 'allclear', args: ['next'], practice: 'B6', why: 'At 03:00 nobody should have to think what comes next.' },
  { kind: 'shop', path: '/payments/pool/8', why: 'Back to where it was.' },
  {
    kind: 'allclear',
    args: ['roll-back', 'C1', 'The pool is 8 again'],
    practice: 'B6',
    why: 'Taking a change back never waits for anything.',
  },
  { kind: 'shop', path: '/checkout/route-around/on', why: 'Customers first: orders are taken now and charged later.' },
  {
    kind: 'allclear',
    args: [
      'workaround',
      'orders are taken without payment',
      '--covers',
      'all customers',
      '--debt',
      'charge them later',
    ],
    practice: 'D2',
    why: 'They relieve people, and what they cost is written down.',
  },
  { kind: 'wait', until: ({ picture }) => all(picture, 'healthy'), why: 'Waiting until customers feel it.' },
  {
    kind: 'allclear',
    args: ['declare-all-clear', 'Orders go through'],
    held: 'D4',
    practice: 'D4',
    why: 'It looks good, everybody is tired, and somebody says "all clear". Telemetry does not.',
  },
];

const ending: readonly Step[] = [
  {
    kind: 'allclear',
    args: ['start-change', 'C2'],
    practice: 'B6',
    why: 'The first change is settled: now the second one.',
  },
  { kind: 'shop', path: '/payments/clear', why: 'The sessions are recycled.' },
  { kind: 'shop', path: '/checkout/route-around/off', why: 'Orders ask payments again: it must show now.' },
  {
    kind: 'wait',
    until: async (seen) => (await seen.value(charged)) > usualOrders,
    why: 'Waiting until orders are charged.',
  },
  {
    kind: 'allclear',
    args: ['observe-change', 'C2', 'improved', 'Orders are charged again'],
    practice: 'B8',
    why: 'Seen, not assumed.',
  },
  {
    kind: 'allclear',
    args: ['end-workaround', 'W1', 'Payments is back'],
    practice: 'D2',
    why: 'And the debt is being charged.',
  },
  { kind: 'prometheus', does: 'kill', why: 'Now the monitoring itself dies. No error is on any screen.' },
  {
    kind: 'wait',
    until: ({ picture }) => picture.instruments.some(({ health }) => health === 'absent') && all(picture, 'unknown'),
    why: 'Does anybody notice?',
  },
  {
    kind: 'allclear',
    args: ['declare-all-clear', 'No errors to be seen'],
    held: 'D4',
    practice: 'D4',
    why: 'Silence is never health. What was clean before does not count any more.',
  },
  { kind: 'prometheus', does: 'restart', why: 'Monitoring is back; the clock starts from nothing.' },
  {
    kind: 'wait',
    clock: true,
    until: ({ picture }) => picture.clock?.ready === true && cleanMs(picture) >= picture.clock.windowMs,
    why: 'Nothing to do but wait until it has been clean for the whole window.',
  },
  {
    kind: 'allclear',
    args: ['declare-all-clear', 'Orders go through again'],
    practice: 'D5',
    why: 'It was seen to work, and the all-clear quotes what it rests on.',
  },
  {
    kind: 'allclear',
    args: ['end-impact', 'No failed order since the sessions were recycled'],
    practice: 'D1',
    why: 'When people stopped being hurt is a fact of its own.',
  },
  { kind: 'allclear', args: ['show'], practice: 'E4', why: 'And the log has written itself.' },
  {
    kind: 'allclear',
    args: ['measures'],
    practice: 'D1',
    why: 'How it went, in figures. They judge its course, never a person.',
  },
];

/** The first hour in two minutes. */
export const script: readonly Step[] = [...opening, ...changing, ...ending];
