import { describe, expect, test } from 'vitest';
import { lastDays } from '../../src/domain/status-page/day.ts';
import { decidePage } from '../../src/domain/status-page/decide.ts';
import type { PostEvent } from '../../src/domain/status-page/event.ts';
import type { StatusPage } from '../../src/domain/status-page/page.ts';
import { maintenanceStatus, type Post, postAfter, spellsOf } from '../../src/domain/status-page/post.ts';
import { uptimeOf } from '../../src/domain/status-page/uptime.ts';
import { viewOf } from '../../src/domain/status-page/view.ts';
import { instant } from '../../src/domain/time.ts';

const at = (text: string) => instant(Date.parse(text));
const hour = 3_600_000;
const page: StatusPage = {
  slug: 'shop',
  name: 'Shop',
  about: '',
  url: null,
  subscribeUrl: null,
  visibility: 'public',
  timeZone: 'UTC',
  components: ['checkout', 'search'].map((key) => ({
    key,
    name: key,
    description: '',
    group: null,
    service: null,
    onlyShowIfDegraded: false,
  })),
  targets: [],
};

let count = 0;
const event = (type: string, when: string, body: object): PostEvent => ({
  type,
  id: `event-${(count += 1)}`,
  recordedAt: at(when),
  body,
});

function told(...events: readonly PostEvent[]): Post {
  let post: Post | null = null;
  for (const each of events) post = postAfter(post, 'shop', each);
  return post as Post;
}

const said = (when: string, status: string, ...components: string[]): PostEvent =>
  event('NoticePublished', when, {
    key: 'N1',
    title: 'Orders fail',
    status,
    text: 'x',
    components: components.map((each) => ({ component: each.split('=')[0], status: each.split('=')[1] })),
  });

const planned = event('MaintenanceScheduled', '2026-11-20T08:00:00Z', {
  key: 'M1',
  title: 'New database',
  text: 'x',
  components: ['search'],
  startsAt: at('2026-11-20T22:00:00Z'),
  endsAt: at('2026-11-20T23:00:00Z'),
});
const goesOn = (when: string, status: string | null): PostEvent =>
  event('MaintenanceUpdated', when, { key: 'M1', status, text: 'x' });

describe('the days of a page', () => {
  test.each([
    ['Europe/Berlin', '2026-10-25', 25],
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-07-01', 24],
    ['America/Havana', '2026-11-01', 25],
    ['Africa/Cairo', '2026-04-24', 23],
    ['Pacific/Chatham', '2026-09-27', 23],
    ['UTC', '2024-02-29', 24],
  ])('in %s %s has %i hours', (zone, date, hours) => {
    const days = lastDays(zone, at(`${date}T12:00:00Z`), 3);
    const day = days.find((each) => each.date === date);
    expect(((day?.to ?? 0) - (day?.from ?? 0)) / hour).toBe(hours);
  });

  test('follow each other without a gap, over years and in every kind of zone', () => {
    for (const zone of ['UTC', 'America/Santiago', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia']) {
      const days = lastDays(zone, at('2027-01-02T00:30:00Z'), 800);
      expect(new Set(days.map(({ date }) => date)).size, zone).toBe(800);
      days.slice(1).forEach(({ from, date }, index) => expect(from, `${zone} ${date}`).toBe(days[index]?.to));
    }
  });
});

describe('uptime', () => {
  const now = at('2026-11-20T12:00:00Z');
  const days = lastDays('UTC', now, 3);

  test('is counted over what is on record, and a day without record is no good day', () => {
    const { days: shown, share } = uptimeOf([], days, at('2026-11-19T12:00:00Z'), now);
    expect(shown.map(({ worst }) => worst)).toEqual([null, 'operational', 'operational']);
    expect(share).toBe(1);
    expect(uptimeOf([], days, now, now).share).toBeNull();
  });

  test('weighs a partial outage by three tenths, maintenance by nothing, and counts what overlaps once', () => {
    const spell = (
      status: 'major_outage' | 'partial_outage' | 'under_maintenance',
      from: string,
      to: string | null,
    ) => ({
      component: 'checkout',
      status,
      from: at(from),
      to: to === null ? null : at(to),
    });
    const spells = [
      spell('partial_outage', '2026-11-19T10:00:00Z', '2026-11-19T12:00:00Z'),
      spell('major_outage', '2026-11-19T11:00:00Z', '2026-11-19T12:00:00Z'),
      spell('under_maintenance', '2026-11-18T00:00:00Z', '2026-11-18T10:00:00Z'),
      spell('major_outage', '2026-11-20T11:00:00Z', null),
    ];
    const { days: shown, share } = uptimeOf(spells, days, at('2026-01-01T00:00:00Z'), now);
    expect(shown.map(({ worst, downMs }) => [worst, downMs / hour])).toEqual([
      ['under_maintenance', 0],
      ['major_outage', 1.3],
      ['major_outage', 1],
    ]);
    expect(share).toBeCloseTo(1 - 2.3 / 60, 10);
  });
});

describe('a problem', () => {
  test('says of a component what was said last, and nothing any more once it is resolved', () => {
    const post = told(
      said('2026-11-20T10:00:00Z', 'investigating', 'checkout=major_outage'),
      said('2026-11-20T10:30:00Z', 'working', 'checkout=partial_outage', 'search=degraded_performance'),
      said('2026-11-20T11:00:00Z', 'watching', 'search=operational'),
      said('2026-11-20T12:00:00Z', 'resolved'),
    );
    const spells = spellsOf(post, at('2026-11-20T13:00:00Z'));
    expect(spells.map(({ component, status, from, to }) => [component, status, ((to ?? 0) - from) / 60_000])).toEqual([
      ['checkout', 'major_outage', 30],
      ['search', 'degraded_performance', 30],
      ['checkout', 'partial_outage', 90],
    ]);
  });

  test('of which no component is named is a problem all the same', () => {
    const posts = [told(said('2026-11-20T10:00:00Z', 'investigating'))];
    const facts = { page, posts, since: {}, configuredAt: at('2026-11-01T00:00:00Z'), now: at('2026-11-20T11:00:00Z') };
    const { indicator, worst, open } = viewOf(facts);
    expect([indicator, worst, open.length]).toEqual(['minor', 'operational', 1]);
  });
});

describe('maintenance', () => {
  test.each([
    ['scheduled', '2026-11-20T21:59:59Z', []],
    ['in_progress', '2026-11-20T22:00:00Z', []],
    ['completed', '2026-11-20T23:00:00Z', []],
    ['in_progress', '2026-11-20T21:30:00Z', [goesOn('2026-11-20T21:00:00Z', 'in_progress')]],
    ['verifying', '2026-11-20T22:30:00Z', [goesOn('2026-11-20T22:20:00Z', 'verifying')]],
    ['completed', '2026-11-20T23:00:00Z', [goesOn('2026-11-20T22:20:00Z', 'verifying')]],
    ['completed', '2026-11-20T22:30:00Z', [goesOn('2026-11-20T22:20:00Z', 'completed')]],
    ['completed', '2026-11-20T12:00:00Z', [goesOn('2026-11-20T11:00:00Z', 'completed')]],
    ['scheduled', '2026-11-20T12:00:00Z', [goesOn('2026-11-20T11:00:00Z', null)]],
  ])('is %s at %s', (status, when, more) => {
    expect(maintenanceStatus(told(planned, ...more), at(when))).toBe(status);
  });

  test('that was called off before it began took no time', () => {
    const post = told(planned, goesOn('2026-11-20T11:00:00Z', 'completed'));
    expect(spellsOf(post, at('2026-11-21T00:00:00Z'))).toEqual([]);
  });

  test('and an outage at once: the worse one is told', () => {
    const posts = [told(planned), told(said('2026-11-20T22:10:00Z', 'investigating', 'search=partial_outage'))];
    const facts = { page, posts, since: {}, configuredAt: at('2026-11-01T00:00:00Z'), now: at('2026-11-20T22:30:00Z') };
    expect(viewOf(facts).components.map(({ status }) => status)).toEqual(['operational', 'partial_outage']);
  });
});

describe('what is said of a page', () => {
  const now = at('2026-11-20T22:30:00Z');
  const decided = (posts: readonly Post[], verb: string, body: object) =>
    decidePage({ page, posts, now }, { id: 'x', verb, body } as never);
  const notice = { post: null, title: 'Orders fail', status: 'investigating', text: 'x', components: [] };

  test('gets the next key of its kind', () => {
    const outcome = decided([told(planned)], 'post-notice', notice);
    expect(outcome).toMatchObject({ kind: 'accepted', events: [{ body: { key: 'N1' } }] });
  });

  test.each([
    ['page/post-not-found', 'post-notice', { ...notice, post: 'N4' }],
    ['page/post-not-found', 'post-notice', { ...notice, post: 'M1' }],
    ['page/title-missing', 'post-notice', { ...notice, title: '' }],
    ['page/component-unknown', 'post-notice', { ...notice, components: [{ component: 'x', status: 'operational' }] }],
    [
      'page/maintenance-over',
      'schedule-maintenance',
      { title: 'x', text: 'x', components: [], startsAt: 1, endsAt: 2 },
    ],
    ['page/ends-before-it-starts', 'schedule-maintenance', { components: [], startsAt: now + 2, endsAt: now + 1 }],
    ['page/post-not-found', 'update-maintenance', { maintenance: 'M7', status: null, text: 'x' }],
  ])('is refused with %s', (code, verb, body) => {
    expect(decided([told(planned)], verb, body)).toMatchObject({ kind: 'refused', problem: { code } });
  });

  test('of a page that is not there is refused', () => {
    const outcome = decidePage({ page: null, posts: [], now }, { id: 'x', verb: 'post-notice', body: notice as never });
    expect(outcome).toMatchObject({ problem: { code: 'page/not-found' } });
  });
});
