import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EndpointReply } from '../../../src/api/endpoint-table.ts';
import type { IncidentExport } from '../../../src/domain/log/export.ts';
import { verifyExport } from '../../../src/store/verify.ts';
import { openStage, settingsFile, type Stage } from './stage.ts';

const errorRate = 'sum(rate(shop_orders_total{code=~"5.."}[5s])) / sum(rate(shop_orders_total[5s]))';
const secondsAnOrder = 'sum(rate(shop_order_seconds_sum[5s])) / sum(rate(shop_order_seconds_count[5s]))';
const traffic = 'sum(rate(shop_orders_total[5s]))';

const soon = { timeout: 40_000, interval: 200 };
const long = { timeout: 80_000 };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage.close(), 60_000);
/** Each part goes on from the one before: after one that failed there is nothing to try. */
let failed = false;
beforeEach(({ skip, onTestFailed }) => {
  skip(failed, 'an earlier part failed');
  onTestFailed(() => void (failed = true));
});

type Picture = EndpointReply<'showPicture'>;
type Entry = EndpointReply<'readLog'>['items'][number];
interface Shown {
  readonly incident: { readonly number: string; readonly phase: string; readonly title: string };
  readonly picture: Picture;
  readonly log: readonly Entry[];
}

/** A verb that goes through, and what it printed. */
async function done(...args: string[]): Promise<string> {
  const { code, out, err } = await stage.terminal.run(args);
  expect([code, err], args.join(' ')).toEqual([0, '']);
  return out;
}

/** A verb that waits: exit code 1, with the practice, what lifts it, and nothing on stdout. */
async function held(practice: string, ...args: string[]): Promise<string> {
  const { code, out, err } = await stage.terminal.run(args);
  expect([code, out], `${args.join(' ')}: ${err}`).toEqual([1, '']);
  expect(err).toContain(`\n${practice}: `);
  expect(err).toContain('\nLifted by: ');
  expect(err).toContain(`--override "${practice} <why>"`);
  return err;
}

const shown = async (): Promise<Shown> => JSON.parse(await done('--json', 'show')) as Shown;

interface Row {
  readonly type: string;
  readonly actor: string;
}
const rows = (): Promise<Row[]> =>
  stage.database.query(
    `select e.type, e.actor from allclear.event e, allclear.incident_list_v1 i
      where e.stream = 'incident:' || i.incident order by e.version`,
  );
const types = async (): Promise<string[]> => (await rows()).map(({ type }) => type);
const phase = async (): Promise<string | undefined> => {
  const incidents = await stage.database.query<{ phase: string }>('select phase from allclear.incident_list_v1');
  expect(incidents.length, 'one failure is one incident').toBeLessThan(2);
  return incidents[0]?.phase;
};
const allClearAt = `select recorded_at from allclear.event where type = 'AllClearDeclared'`;
const counted = async (where: string): Promise<number> => {
  const [row] = await stage.database.query<{ count: number }>(
    `select count(*)::integer as count from allclear.reading where not backfilled and ${where}`,
  );
  return row?.count ?? 0;
};

/** That these happen in this order, whatever else happens between them. */
function expectInOrder(found: readonly string[], wanted: readonly (string | RegExp)[]): void {
  let from = 0;
  for (const each of wanted) {
    const at = found.findIndex((line, index) => index >= from && (line === each || line.match(each) !== null));
    expect(at, `${String(each)} after entry ${from} of\n${found.join('\n')}`).toBeGreaterThanOrEqual(0);
    from = at + 1;
  }
}

describe('the first hour, by command line, of a shop that really fails', () => {
  test('before it: settings from a file, a source that is checked by itself, a key for monitoring', long, async () => {
    await expect.poll(() => stage.value('min(count_over_time(up[1m]))'), soon).toBeGreaterThan(1);
    const applied = await done('apply', '-f', settingsFile(stage), '--yes');
    expect(applied).toContain('/allClearWindowReason: null → "this shop lives for two minutes"');
    await expect.poll(async () => done('sources'), soon).toMatch(/^main {2}prometheus {2}fresh {2}2 targets up/);
    const key = await done('key', 'create', '--name', 'monitoring');
    await stage.startMonitoring(key.split('\n')[0] ?? '');
    expect(await phase()).toBeUndefined();
  });

  test('A2: payments wedge, monitoring opens an unconfirmed incident, a person confirms it', long, async () => {
    await stage.act('/payments/break/wedged');
    await expect.poll(phase, soon).toBe('unconfirmed');
    expect(await done('next')).toContain('allclear confirm "<how you know>"');
    await done('confirm', 'Three of three orders of my own failed');
    await done('assign-role', 'incident-commander');
    expect(await phase()).toBe('confirmed');
    expect((await rows())[0]).toMatchObject({
      type: 'IncidentDeclared',
      actor: expect.stringMatching(/^system:|^key:/),
    });
  });

  test('B1: a cause before the scope waits with its words, and comes back with the scope', long, async () => {
    const cause = 'the session pool of payments is exhausted';
    const err = await held(
      'B1',
      'propose-hypothesis',
      cause,
      '--then-action',
      'recycle the pool',
      '--test',
      'count it',
    );
    expect(err).toContain(`"${cause}"`);
    expect(err).toContain('parked as P1');
    const said = await done(
      'state-scope',
      'checkout',
      '--boundary',
      'every order',
      '--evidence',
      'error rate of all orders is 100 %',
    );
    expect(said).toContain(`\n  H1 (was P1) perhaps ${cause}`);
    expectInOrder(await types(), ['CommandHeld', 'ScopeStated', 'CauseReturned', 'HypothesisProposed']);
    const { picture } = await shown();
    expect(picture.hypotheses).toMatchObject([{ key: 'H1', cause, thenAction: 'recycle the pool', verdict: 'open' }]);
    await done('start-impact', 'first failed order in the shop’s own log', '--at', '-30s');
    await done(
      'record-update',
      'Every order fails at checkout. We are on it.',
      '--told-whom',
      'Head of shop',
      '--next-in',
      '30min',
    );
  });

  test('B3: instruments are looked at, by hand and by the watcher', long, async () => {
    await done('check-instrument', 'logs', 'fresh', '--evidence', 'newest line is 2 s old');
    const { picture } = await shown();
    expect(picture.instruments).toMatchObject([
      { name: 'main', health: 'fresh' },
      { name: 'logs', health: 'fresh' },
    ]);
  });

  test('D4: key signals are named with their queries, and seen unhealthy', long, async () => {
    await done(
      'add-signal',
      'error rate',
      errorRate,
      '--healthy',
      '< 0.01',
      '--traffic-query',
      traffic,
      '--traffic-at-least',
      '1',
    );
    await done('signal', 'seconds an order', secondsAnOrder, '--healthy', '< 0.25', '--service', 'checkout');
    const unhealthy = async (): Promise<string[]> => (await shown()).picture.signals.map(({ status }) => status);
    await expect.poll(unhealthy, soon).toEqual(['breached', 'breached']);
    expect(await counted(`signal = 'S1' and value > 0.9`)).toBeGreaterThan(0);
    const pool = await stage.value('payments_pool_in_use');
    expect(pool).toBe(8);
    await done('test-hypothesis', 'H1', `${pool} of 8 sessions are in use`);
  });

  test('B6: one change at a time; the first makes it worse and is taken back at once', long, async () => {
    const before = await stage.value(secondsAnOrder);
    const said = await done(
      'change',
      'raise the payments pool to 64',
      '--undo',
      'set it back to 8',
      '--touches',
      'payments',
      '--hypothesis',
      'H1',
      '--expected',
      'errors fall',
      '--expected-within',
      '5s',
      '--before',
      'pool of 8',
    );
    expect(said).toContain('\n  C1 started: raise the payments pool to 64');
    expect(said).not.toContain('B3');
    await stage.act('/payments/pool/64');
    expect(await phase()).toBe('stabilising');
    const err = await held(
      'B6',
      'change',
      'recycle the sessions of payments',
      '--undo',
      'none needed: they are opened again',
      '--touches',
      'payments',
      '--hypothesis',
      'H1',
      '--expected',
      'orders are charged',
    );
    expect(err).toContain('C1 "raise the payments pool to 64" is under way');
    await done('queue-change', 'C2');
    await expect.poll(() => stage.value(secondsAnOrder), soon).toBeGreaterThan(before * 1.5);
    const after = await stage.value(secondsAnOrder);
    await done(
      'observe-change',
      'C1',
      'worse',
      `an order takes ${after.toFixed(1)} s instead of ${before.toFixed(1)} s`,
    );
    expect(await done('next')).toMatch(/^B6 .*\n {4}allclear roll-back C1$/m);
    await stage.act('/payments/pool/8');
    await done('roll-back', 'C1', 'the pool is 8 again');
    expect(await done('next')).toMatch(/^B6 .*\n {4}allclear start-change C2$/m);
  });

  test('D2 and D4: relief looks like recovery, and is no ground for an all-clear', long, async () => {
    await stage.act('/checkout/route-around/on');
    await done(
      'workaround',
      'orders are taken without payment',
      '--covers',
      'all customers',
      '--debt',
      'charge them later',
    );
    await expect.poll(phase, soon).toBe('watching');
    expect(await stage.value('payments_pool_in_use'), 'what failed still fails').toBeGreaterThanOrEqual(8);
    const err = await held('D4', 'declare-all-clear', 'Orders go through');
    expect(err).toMatch(/D4: S[12] must stay clean for \d+ s more\./);
    expect((await shown()).picture.clock).toMatchObject({ ready: false, leftMs: expect.any(Number) });
  });

  test('B6: the second change starts when the first is settled, and mends it', long, async () => {
    const said = await done('start-change', 'C2');
    expect(said).toContain('A1: "recycle the sessions of payments" takes away memory');
    await stage.act('/payments/clear');
    await stage.act('/checkout/route-around/off');
    await expect.poll(() => stage.value('payments_pool_in_use'), soon).toBeLessThan(8);
    await expect.poll(() => stage.value('sum(rate(shop_orders_total{code="200"}[5s]))'), soon).toBeGreaterThan(10);
    await done('observe', 'C2', 'improved', 'orders are charged again');
    await done('rule-hypothesis', 'H1', 'supported', 'it recovered as soon as the pool was recycled');
    await done('end-workaround', 'W1', 'payments are back; the debt is being charged');
    expect((await shown()).picture.changes).toMatchObject([
      { key: 'C1', state: 'rolled-back', result: 'worse' },
      { key: 'C2', state: 'observed', result: 'improved' },
    ]);
  });

  test('D4: a monitoring that is killed stops the clock: silence is not health', long, async () => {
    await stage.killPrometheus();
    await expect.poll(phase, soon).toBe('stabilising');
    await expect.poll(() => done('show'), soon).toContain('The source main is absent: silence is not health.');
    await held('D4', 'declare-all-clear', 'It was fine before');
    expectInOrder(await types(), ['WatchingBegan', 'WatchingInterrupted']);
    expect(await counted(`missing = 'unreachable'`)).toBeGreaterThan(2);
    await stage.restartPrometheus();
    await expect.poll(phase, soon).toBe('watching');
  });

  test('D4: a watch loop that dies stops the clock, also for those who only look later', long, async () => {
    const clean = async (): Promise<number> =>
      Math.min(...(await shown()).picture.signals.map(({ cleanMs }) => cleanMs));
    await expect.poll(clean, soon).toBeGreaterThan(3000);
    await stage.killServer();
    expect((await stage.terminal.run(['show'])).code).toBe(3);
    const silent = async (): Promise<boolean> => {
      const [row] = await stage.database.query<{ silent: boolean }>(
        `select max(at) < allclear.now() - interval '6 seconds' as silent from allclear.reading`,
      );
      return row?.silent ?? false;
    };
    await expect.poll(silent, soon).toBe(true);
    await stage.restartServer();
    await expect.poll(clean, soon).toBeGreaterThan(0);
    const gap = await stage.database.query<{ seconds: number }>(
      `select max(extract(epoch from at - before))::float as seconds
        from (select at, lag(at) over (order by at) as before from allclear.reading
          where signal = 'S1' and not backfilled) as pairs`,
    );
    expect(gap[0]?.seconds).toBeGreaterThan(5);
    const { picture } = await shown();
    expect(picture.clock?.ready).toBe(false);
    await expect.poll(async () => (await types()).includes('ClockRestarted'), soon).toBe(true);
    for (const { restarts, cleanMs } of picture.signals) {
      expect(restarts).toBeGreaterThanOrEqual(2);
      expect(cleanMs).toBeLessThan(6000);
    }
    expect(await done('show')).toMatch(/S1 error rate healthy: .*, the clock was restarted [2-9] times/);
    await held('D4', 'declare-all-clear', 'Nobody was looking');
  });

  test('D5: the all-clear is accepted on clean telemetry, and quotes it', long, async () => {
    const ready = async (): Promise<boolean> => (await shown()).picture.clock?.ready ?? false;
    await expect.poll(ready, soon).toBe(true);
    expect(await done('next')).toContain('allclear declare-all-clear "<what is back>"');
    expect(await done('declare-all-clear', 'Orders go through again')).toMatch(
      /\n {2}all-clear: .* \(by policy: this shop lives for two minutes\); S1 error rate: \d+ readings < 0\.01/,
    );
    expect(await phase()).toBe('all-clear');
    const [quote] = (await shown()).log.filter(({ type }) => type === 'AllClearDeclared');
    expect(quote?.body).toMatchObject({
      windowMs: 12_000,
      windowReason: 'this shop lives for two minutes',
      signals: [
        { key: 'S1', proof: 'seen-unhealthy', highest: 0 },
        { key: 'S2', proof: 'seen-unhealthy' },
      ],
    });
    await done('end-impact', 'no failed order since the sessions were recycled');
    expect(await done('next')).toContain('allclear set-root-cause-fix');
  });

  test('D5: the same impact within the day is a relapse: reopened, and counted', long, async () => {
    await stage.act('/payments/break/wedged');
    const since = async (): Promise<string[]> => {
      const all = await types();
      return all.slice(all.indexOf('AllClearDeclared'));
    };
    await expect.poll(since, soon).toContain('NotDelivered');
    await done('report-relapse', 'orders fail again');
    expect(await phase()).toBe('stabilising');
    expect(await counted(`signal = 'S1' and value > 0.01 and at > (${allClearAt})`)).toBeGreaterThan(0);
    expect(await done('measures')).toMatch(/^relapses +1$/m);
  });

  test('the log reads like a good log, and verifies as it was exported', long, async () => {
    const text = await done('show');
    const lines = text.slice(text.lastIndexOf('\n\n')).trim().split('\n');
    expectInOrder(lines, story);
    const file = join(stage.folder, 'incident.json');
    await done('export', '-o', file);
    const exported = JSON.parse(readFileSync(file, 'utf8')) as IncidentExport;
    expect(verifyExport(exported, null)).toMatchObject({ flaw: null });
    expect(exported.events.map(({ type }) => type)).toEqual(await types());
  });
});

const story = [
  /declared SEV-2: /,
  /Owner {2}confirmed: Three of three orders/,
  /Owner is incident-commander$/,
  /B1 held P1: /,
  /scope: system checkout affected \(every order\)/,
  /P1 is back: the session pool/,
  /H1 \(was P1\) perhaps the session pool/,
  /update to leadership; told Head of shop/,
  /instrument logs fresh: newest line/,
  /S1 error rate: healthy < 0.01 of sum/,
  /S1 breached at 1/,
  /H1 tested: 8 of 8 sessions/,
  /C1 proposed: raise the payments pool to 64/,
  /C1 started/,
  /C2 proposed: recycle/,
  /B6 held C2: /,
  /C2 queued behind C1$/,
  /C1 worse: an order takes/,
  /C1 rolled back: the pool is 8 again/,
  /W1 workaround: orders are taken without payment/,
  /watching: S1, S2 healthy/,
  /D4 held declare-all-clear: S[12] must stay clean for/,
  /C2 started/,
  /C2 better: orders are charged again/,
  /H1 supported/,
  /W1 ended/,
  /no longer watching: S[12] unknown/,
  /watching: S1, S2 healthy/,
  /the clock of S[12] starts again/,
  /all-clear: Orders go through again; window 12 s \(by policy: this shop lives for two minutes\); S1 error rate: \d+ readings < 0.01/,
  /impact ended/,
  /S1 breached/,
  /relapse \d+ min after the all-clear, which was premature: orders fail again/,
];
