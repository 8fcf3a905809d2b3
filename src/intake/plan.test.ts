import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Notice } from '../domain/alert/notice.ts';
import { toNotice } from '../domain/alert/notice.ts';
import { toReadySilence } from '../domain/alert/silence.ts';
import { grouped, toReadyRouting } from '../domain/routing/route.ts';
import { defaultRouting } from '../domain/routing/routing.ts';
import { type Instant, instant, later } from '../domain/time.ts';
import { intakeWords } from '../text/intake-words.ts';
import { type Circumstances, mostAlertsInLog, type Plan, plan as planGrouped } from './plan.ts';
import type { KnownAlert } from './ports.ts';
import { type ReadLine, type Story, storiesOf, storiesOfLapsed, storiesOfUnplaced } from './story.ts';

const now = instant(1_800_000_000_000);
const at = (seconds: number): Instant => later(now, seconds * 1000);

function notice(
  labels: Record<string, string>,
  said: { startsAt?: Instant; endsAt?: Instant } = {},
  receivedAt = now,
): Notice {
  const { startsAt = now, endsAt = at(240) } = said;
  return toNotice({ labels, annotations: {}, status: null, startsAt, endsAt, generatorUrl: null }, receivedAt, true);
}

const disk = (instance: number, severity = 'page') => ({
  alertname: 'DiskFull',
  service: 'db',
  instance: `db${instance}`,
  severity,
});
const group = '{alertname="DiskFull", service="db"}';

const line = (notices: readonly Notice[], position = 1, receivedAt = now, leftOut = 0): ReadLine => ({
  position,
  receivedAt,
  key: 'k',
  reading: { notices, leftOut },
});

const given = (change: Partial<Circumstances> = {}): Circumstances => ({
  routing: toReadyRouting(defaultRouting),
  silences: [],
  openGroups: new Map(),
  attachedCounts: new Map(),
  origin: 'journal/1',
  derived: (...parts) => parts.join('|'),
  words: intakeWords,
  ...change,
});

const plan = (stories: readonly Story[], circumstances: Circumstances): Plan =>
  planGrouped(
    stories.map((story) => ({ story, found: grouped(story.alert, circumstances.routing) })),
    circumstances,
  );

const planned = (
  lines: readonly ReadLine[],
  change: Partial<Circumstances> = {},
  known: readonly KnownAlert[] = [],
): Plan => plan(storiesOf(lines, new Map(known.map((one) => [one.alert.fingerprint, one]))), given(change));

/** The alert as it is kept after a plan, attached to these incidents. */
function kept(made: Plan, attached: KnownAlert['attached'] = []): KnownAlert[] {
  return made.writes.map(({ alert, placement, silencedBy, group: groupKey, incident }) => ({
    alert,
    placement,
    silencedBy,
    group: groupKey,
    incident,
    attached,
  }));
}

const verbs = (made: Plan): string[] => made.requests.map(({ command }) => command.verb);

describe('a storm of one group', () => {
  test('is one incident, declared with the first batch and joined by one command a batch after it', () => {
    const first = planned(
      [1, 2, 3].map((part) =>
        line(
          Array.from({ length: 100 }, (_, index) => notice(disk(part * 100 + index))),
          part,
        ),
      ),
    );
    expect(verbs(first)).toEqual(['declare']);
    const declared = first.requests[0];
    expect(declared?.command).toMatchObject({
      verb: 'declare',
      body: {
        title: 'DiskFull db',
        severity: 'SEV-2',
        kind: 'availability',
        exercise: false,
        group,
        detectedBy: 'monitor',
      },
    });
    expect(declared?.subject).toEqual({ kind: 'system', name: 'intake' });
    expect(declared?.command.verb === 'declare' && declared.command.body.alerts.length).toBe(300);
    expect(first.groups).toEqual(new Map([[group, null]]));

    const more = Array.from({ length: 700 }, (_, index) => notice(disk(1000 + index)));
    const second = planned([line(more, 4)], {
      openGroups: new Map([[group, 'i1']]),
      attachedCounts: new Map([['i1', 300]]),
    });
    expect(verbs(second)).toEqual(['attach-alerts']);
    expect(second.groups).toEqual(new Map([[group, 'i1']]));
    expect(second.writes.every(({ placement, incident }) => placement === 'incident' && incident === 'i1')).toBe(true);
  });

  test('fills the log only so far, and says so once', () => {
    const notices = Array.from({ length: 150 }, (_, index) => notice(disk(index)));
    const open = { openGroups: new Map([[group, 'i1']]) };
    const filling = planned([line(notices)], { ...open, attachedCounts: new Map([['i1', mostAlertsInLog - 100]]) });
    expect(verbs(filling)).toEqual(['attach-alerts', 'note']);
    expect(filling.requests[0]?.command).toMatchObject({ body: { alerts: { length: 100 } } });
    expect(filling.writes).toHaveLength(150);
    const full = planned([line(notices)], { ...open, attachedCounts: new Map([['i1', mostAlertsInLog]]) });
    expect(verbs(full)).toEqual([]);
    expect(full.writes.every(({ incident }) => incident === 'i1')).toBe(true);
  });

  test('takes the worst severity among its first alerts', () => {
    const routing = toReadyRouting({
      ...defaultRouting,
      rules: [{ ...defaultRouting.rules[0]!, match: [] }],
      severity: { label: 'severity', values: { ticket: 'SEV-4', page: 'SEV-2' }, otherwise: 'SEV-3' },
    });
    const made = planned([line([notice(disk(1, 'ticket')), notice(disk(2, 'page')), notice(disk(3, 'other'))])], {
      routing,
    });
    expect(made.requests[0]?.command).toMatchObject({ verb: 'declare', body: { severity: 'SEV-2' } });
  });
});

describe('an alert of an incident', () => {
  const declared = planned([line([notice(disk(1))])]);
  const attached = kept(declared, [{ incident: 'i1', open: true }]);
  const over = notice(disk(1), { endsAt: at(60) }, at(60));

  test('tells it that it resolved, and that it fires again', () => {
    const resolved = planned([line([over], 2, at(60))], { origin: 'journal/2' }, attached);
    expect(resolved.requests.map(({ incident, command }) => [incident, command.verb, command.body])).toEqual([
      [
        'i1',
        'change-alerts',
        { changes: [{ fingerprint: over.fingerprint, name: 'DiskFull', status: 'resolved', at: at(60) }] },
      ],
    ]);
    const later = kept(resolved, [{ incident: 'i1', open: true }]);
    const again = planned(
      [line([notice(disk(1), { startsAt: at(90), endsAt: at(300) }, at(90))], 3, at(90))],
      {},
      later,
    );
    expect(again.requests.map(({ command }) => command)).toMatchObject([
      { verb: 'change-alerts', body: { changes: [{ status: 'firing', at: at(90) }] } },
    ]);
  });

  test('is only written down when nothing but the time is new', () => {
    const repeated = planned([line([notice(disk(1), { endsAt: at(300) }, at(60))], 2, at(60))], {}, attached);
    expect(repeated).toMatchObject({ requests: [], writes: [] });
  });

  test('that fired and resolved while nobody routed opens an incident all the same', () => {
    const made = planned([line([notice(disk(1))]), line([over], 2, at(60))]);
    expect(made.requests.map(({ command }) => command)).toMatchObject([
      { verb: 'declare', body: { alerts: [{ status: 'firing' }] } },
      { verb: 'change-alerts', body: { changes: [{ status: 'resolved' }] } },
    ]);
    expect(made.writes).toMatchObject([{ alert: { status: 'resolved' }, placement: 'incident' }]);
  });

  test('whose incident ended goes where any alert goes', () => {
    const resolved = planned([line([over], 2, at(60))], {}, kept(declared, [{ incident: 'i1', open: false }]));
    const again = planned(
      [line([notice(disk(1), { startsAt: at(90), endsAt: at(300) }, at(90))], 3, at(90))],
      { origin: 'journal/3' },
      kept(resolved, [{ incident: 'i1', open: false }]),
    );
    expect(verbs(again)).toEqual(['change-alerts', 'declare']);
  });

  test('lapses with word to its incidents', () => {
    const made = plan(storiesOfLapsed(attached), given({ origin: 'lapse' }));
    expect(made.requests.map(({ command }) => command)).toMatchObject([
      { verb: 'change-alerts', body: { changes: [{ status: 'lapsed', at: at(240) }] } },
    ]);
  });

  test('of whose group some were left out says so', () => {
    const made = planned([line([notice(disk(1))], 1, now, 7)]);
    expect(verbs(made)).toEqual(['declare', 'note']);
  });
});

describe('a silenced alert', () => {
  const silence = toReadySilence({ id: 's1', matchers: [{ label: 'service', operator: '=', value: 'db' }] });

  test('waits, and goes its way when the silence has ended', () => {
    const made = planned([line([notice(disk(1))])], { silences: [silence] });
    expect(made).toMatchObject({
      requests: [],
      writes: [{ placement: 'silenced', silencedBy: ['s1'], incident: null }],
    });
    const freed = plan(storiesOfUnplaced(kept(made)), given());
    expect(verbs(freed)).toEqual(['declare']);
    expect(freed.writes).toMatchObject([{ placement: 'incident' }]);
  });

  test('of an open incident is still followed there', () => {
    const attached = kept(planned([line([notice(disk(1))])]), [{ incident: 'i1', open: true }]);
    const over = notice(disk(1), { endsAt: at(60) }, at(60));
    expect(verbs(planned([line([over], 2, at(60))], { silences: [silence] }, attached))).toEqual(['change-alerts']);
  });
});

test('the same work has the same command ids, and no two commands of it share one', () => {
  const arrivals = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 4 }), fc.boolean(), fc.constantFrom('page', 'warning')),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(arrivals, (story) => {
      const lines = story.map(([instance, over, severity], index) =>
        line(
          [notice(disk(instance, severity), { endsAt: over ? at(index) : at(500) }, at(index))],
          index + 1,
          at(index),
        ),
      );
      const made = planned(lines);
      expect(planned(lines)).toEqual(made);
      const ids = made.requests.map(({ command }) => command.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(made.requests.filter(({ command }) => command.verb === 'declare').length).toBeLessThanOrEqual(1);
      expect(new Set(made.writes.map(({ alert }) => alert.fingerprint)).size).toBe(made.writes.length);
    }),
  );
});
