import { beforeEach, describe, expect, test } from 'vitest';
import { catalogOf } from '../../src/domain/catalog/catalog.ts';
import { measuresOf } from '../../src/domain/incident/measures.ts';
import { nextRightThings } from '../../src/domain/incident/next.ts';
import { timersOf } from '../../src/domain/incident/timers.ts';
import { hours, type Instant, later, minutes, seconds } from '../../src/domain/time.ts';
import { expectAccepted, expectCautions, expectHeld, expectRefused, Room, types } from './room.ts';
import { ana, ben, midnight } from './story.ts';

const person = (id: string): object => ({ found: { person: { id, active: true } } });
const iso = (at: Instant): string => new Date(at).toISOString();
const undo = 'none needed';

let room: Room;
beforeEach(() => {
  room = new Room();
  room.say('confirm', { evidence: 'seen' });
  room.say('state-scope', { what: 'checkout' });
});

const due = (): string[] => types(room.system('come-due'));
const next = (): string[] => nextRightThings(room.state, room.facts()).map(({ says }) => says);

describe('the clock of what comes due', () => {
  test('has a timer for each thing, and says each once', () => {
    room.say('give-evidence', { claim: 'login works' });
    const keys = timersOf(room.state, room.policy).map(({ key }) => key);
    expect(keys).toEqual(['E1/stale', 'silence']);
    room.pass(hours(1));
    expect(due()).toEqual(['EvidenceStale', 'SilenceNoticed']);
    expect(due()).toEqual([]);
    expect(timersOf(room.state, room.policy)).toEqual([]);
  });
  test('nothing is due of what was none, or is closed', () => {
    room.say('dismiss', { reason: 'a probe' });
    expect(timersOf(room.state, room.policy)).toEqual([]);
  });
});

describe('C2: the cadence is a promise', () => {
  test('is reminded before it is due, said when it is due, and missed after that, each once', () => {
    room.say('promise-update', { inMs: minutes(30) });
    const { at } = room.state.promises[0] ?? { at: room.now };
    const timer = (): unknown => timersOf(room.state, room.policy).find(({ key }) => key.startsWith('U1'));
    expect(timer()).toMatchObject({ key: 'U1/remind', dueAt: later(at, -minutes(5)) });
    room.pass(minutes(25));
    expect(due()).toContain('UpdateReminded');
    expect(timer()).toMatchObject({ key: 'U1/due', dueAt: at });
    room.pass(minutes(5));
    expect(due()).toContain('UpdateDue');
    expect(timer()).toMatchObject({ key: 'U1/late', dueAt: later(at, minutes(5)) });
    room.pass(minutes(5));
    expect(due()).toContain('UpdateLate');
    expect(timer()).toMatchObject({ key: 'U1/missed', dueAt: later(at, minutes(10)) });
    room.pass(minutes(5));
    expect(due()).toContain('UpdateMissed');
    expect(timer()).toBeUndefined();
    expect(measuresOf(room.state).updates).toEqual({ given: 0, kept: 0, late: 0, open: 1, missed: 1 });
  });
  test('one that is nearer than its reminder is not reminded', () => {
    room.say('promise-update', { inMs: minutes(4) });
    expect(timersOf(room.state, room.policy).map(({ key }) => key)).toContain('U1/due');
  });
  test('kept in time, and the next is promised in the same breath', () => {
    room.say('promise-update', { inMs: minutes(30) });
    room.pass(minutes(10));
    const outcome = room.say('record-update', { text: 'known', toldWhom: 'the board' });
    expectAccepted(outcome, 'UpdateRecorded', 'UpdatePromised');
    expect(room.events.at(-2)?.body).toMatchObject({ promise: 'U1', lateMs: 0 });
    expect(room.state.promises).toMatchObject([
      { state: 'kept' },
      { key: 'U2', state: 'open', at: later(room.now, minutes(30)) },
    ]);
  });
  test('late by how much is counted, by when it was really given', () => {
    room.say('promise-update', { inMs: minutes(30) });
    const { at } = room.state.promises[0] ?? { at: room.now };
    room.pass(minutes(50));
    room.say('record-update', { text: 'known', nextInMs: minutes(15) }, { happenedAt: later(at, minutes(3)) });
    expect(room.events.at(-2)?.body).toMatchObject({ promise: 'U1', lateMs: minutes(3) });
    expect(measuresOf(room.state).updates).toEqual({ given: 1, kept: 0, late: 1, open: 1, missed: 0 });
    expect(room.state.promises.at(-1)?.at).toBe(later(room.now, minutes(15)));
  });
  test('each audience has its own; a new promise replaces the open one', () => {
    room.say('promise-update', { inMs: minutes(30) });
    room.say('promise-update', { audience: 'customers', inMs: minutes(40) });
    room.say('promise-update', { inMs: minutes(20) });
    expect(room.state.promises.map(({ state }) => state)).toEqual(['replaced', 'open', 'open']);
    room.say('record-update', { text: 'x', audience: 'internal' });
    expect(room.events.at(-2)?.body).toMatchObject({ promise: null, lateMs: 0 });
  });
  test('lies ahead', () => {
    expectRefused(room.say('promise-update', { at: iso(room.now) }), 'incident/time-passed');
    expectRefused(room.say('record-update', { text: 'x', nextAt: iso(midnight) }), 'incident/time-passed');
    expectAccepted(room.say('promise-update', { at: iso(later(room.now, minutes(5))) }), 'UpdatePromised');
  });
  test('as policy says where nothing is said, and hourly below SEV-1', () => {
    const mild = new Room({ severity: 'SEV-3' });
    mild.say('promise-update');
    expect(mild.state.promises[0]?.at).toBe(later(mild.now, minutes(60)));
  });
  test('an incident that is over promises nothing by itself', () => {
    room.say('dismiss', { reason: 'a probe' });
    expectAccepted(room.say('record-update', { text: 'it was none' }), 'UpdateRecorded');
  });
  test('open promises move to the survivor of a merge', () => {
    const other = new Room({ number: '2' });
    other.say('promise-update', { inMs: minutes(30) });
    other.say('promise-update', { audience: 'customers', inMs: minutes(30) });
    other.say('record-update', { text: 'x', audience: 'customers', nextInMs: minutes(40) });
    room.say('promise-update', { inMs: minutes(10) });
    const merged = { ...other.state, id: 'other' };
    const outcome = room.system('absorb', { from: 'other' }, { other: merged });
    expectAccepted(outcome, 'IncidentAbsorbed');
    expect(room.state.promises.map(({ key, audience, state }) => [key, audience, state])).toEqual([
      ['U1', 'leadership', 'open'],
      ['U2', 'leadership', 'open'],
      ['U3', 'customers', 'open'],
    ]);
  });
});

describe('D2: workarounds are not failures', () => {
  const workaround = { what: 'orders without payment', covers: 'everybody', debt: 'charge them later' };
  test('relief begins stabilising, is remembered with its debt, and is reminded of when it expires', () => {
    const expiresAt = iso(later(room.now, hours(2)));
    const outcome = room.say('workaround', { ...workaround, owner: ben, expiresAt }, person(ben));
    expectAccepted(outcome, 'WorkaroundRecorded', 'StabilisingBegan');
    expect(room.state.workarounds).toMatchObject([{ key: 'W1', ...workaround, owner: ben, endedAt: null }]);
    room.pass(hours(2));
    expect(due()).toContain('WorkaroundExpired');
    expect(due()).toEqual([]);
    expectAccepted(room.say('end-workaround', { workaround: 'w1', reason: 'payments are back' }), 'WorkaroundEnded');
    expectRefused(room.say('end-workaround', { workaround: 'W1' }), 'incident/nothing-changes');
    expectRefused(room.say('end-workaround', { workaround: 'W9' }), 'incident/item-not-found');
  });
  test('an owner that nobody knows, or an expiry that has passed, is refused', () => {
    const unknown = { found: { person: null } };
    expectRefused(room.say('workaround', { ...workaround, owner: 'x' }, unknown), 'person/not-found');
    expectRefused(room.say('workaround', { ...workaround, expiresAt: iso(room.now) }), 'incident/time-passed');
  });
  test('impact for a quarter of an hour without relief asks for one, once', () => {
    room.say('start-impact', { evidence: 'first failed order' });
    room.say('change', { what: 'raise it', undo });
    room.pass(minutes(15));
    expect(due()).toContain('ReliefAsked');
    expect(due()).not.toContain('ReliefAsked');
  });
  test.each([
    ['relief is there', (): unknown => room.say('workaround', workaround)],
    ['the impact is over', (): unknown => room.say('end-impact', { evidence: 'orders again' })],
  ])('it does not ask where %s', (_what, act) => {
    room.say('start-impact', { evidence: 'first failed order' });
    room.say('change', { what: 'raise it', undo });
    act();
    room.pass(hours(1));
    expect(due()).not.toContain('ReliefAsked');
  });
  test('nor before anybody is stabilising, nor where nobody is hurt', () => {
    room.say('start-impact', { evidence: 'first failed order' });
    room.pass(hours(1));
    expect(due()).not.toContain('ReliefAsked');
    const unhurt = new Room();
    unhurt.say('confirm', { evidence: 'seen' });
    unhurt.say('change', { what: 'raise it', undo });
    unhurt.pass(hours(1));
    expect(types(unhurt.system('come-due'))).not.toContain('ReliefAsked');
  });
});

describe('E4: document in the moment', () => {
  test('silence is pointed out once, and again only after somebody wrote', () => {
    room.pass(minutes(15));
    expect(due()).toEqual(['SilenceNoticed']);
    room.pass(hours(1));
    expect(due()).toEqual([]);
    room.say('note', { text: 'looking' });
    room.pass(minutes(14));
    expect(due()).toEqual([]);
    room.pass(minutes(1));
    expect(due()).toEqual(['SilenceNoticed']);
  });
  test('what a signal says is no word of a person', () => {
    room.instrument('prometheus');
    room.say('add-signal', { name: 'errors', query: 'e', healthy: '< 1' });
    room.pass(minutes(14));
    const turn = {
      signal: 'S1',
      status: 'breached',
      moved: true,
      seenUnhealthy: true,
      value: 7,
      at: room.now,
      because: '',
    };
    room.system('turn-signal', turn);
    room.pass(minutes(1));
    expect(due()).toEqual(['SilenceNoticed']);
  });
  test('waiting on somebody quiets it until the next chase, which is then due', () => {
    expectAccepted(room.say('wait-on', { on: 'carrier', what: 'ticket 7' }), 'WaitBegan', 'StabilisingBegan');
    const { nextChaseAt } = room.state.waits[0] ?? { nextChaseAt: room.now };
    expect(nextChaseAt).toBe(later(room.now, minutes(30)));
    room.pass(minutes(29));
    expect(due()).toEqual([]);
    room.pass(minutes(1));
    expect(due()).toEqual(['ChaseDue']);
    room.pass(minutes(14));
    expect(due()).toEqual([]);
    room.pass(minutes(1));
    expect(due()).toEqual(['SilenceNoticed']);
    expectAccepted(room.say('end-wait', { wait: 'v1', outcome: 'they replaced a card' }), 'WaitEnded');
    expectRefused(room.say('end-wait', { wait: 'V1' }), 'incident/nothing-changes');
    expectRefused(room.say('end-wait', { wait: 'V9' }), 'incident/item-not-found');
    expectRefused(room.say('wait-on', { on: 'x', nextChaseAt: iso(room.now) }), 'incident/time-passed');
  });
  test('a night on watch quiets it', () => {
    room.say('assign-role', { role: 'incident-commander', person: ana }, person(ana));
    room.say('watch-overnight', { until: iso(later(room.now, hours(8))) });
    room.pass(hours(7));
    expect(due()).toEqual([]);
    room.pass(hours(1));
    expect(due()).toEqual(['WatchDeferralEnded']);
    room.pass(minutes(15));
    expect(due()).toEqual(['SilenceNoticed']);
    expect(room.events.at(-1)?.body).toMatchObject({ silentMs: minutes(15) + seconds(1) });
  });
  test('an unconfirmed incident is asked about by A2 instead', () => {
    const early = new Room();
    early.pass(hours(1));
    expect(types(early.system('come-due'))).toEqual([]);
  });
});

describe('D3: restore sequence', () => {
  beforeEach(() => {
    room.catalog = catalogOf(
      {
        services: [
          { name: 'Checkout', dependsOn: ['payments'] },
          { name: 'payments', dependsOn: ['db'] },
          { name: 'db' },
          { name: 'dns', dependsOn: ['net'] },
          { name: 'net', dependsOn: ['dns'] },
        ],
      },
      1,
    );
  });
  const order = (): string[] => room.state.restore.steps.map(({ service }) => service);

  test('a rough order in one line is a plan; the catalog and sketches put it right', () => {
    expectAccepted(room.say('sketch-dependency', { from: 'web', dependsOn: 'checkout' }), 'DependencySketched');
    expectRefused(room.say('sketch-dependency', { from: 'web', dependsOn: 'Checkout' }), 'incident/nothing-changes');
    expectRefused(room.say('sketch-dependency', { from: 'a', dependsOn: 'a' }), 'incident/nothing-changes');
    expectAccepted(room.say('plan-restore', { services: ['web', 'checkout', 'payments', 'db'] }), 'RestorePlanned');
    expect(order()).toEqual(['db', 'payments', 'Checkout', 'web']);
  });
  test('a cycle is named and asks for what may come up first', () => {
    room.say('plan-restore', { services: ['net', 'dns'] });
    expect(room.events.at(-1)?.body).toMatchObject({ cycles: [['dns', 'net']], services: ['net', 'dns'] });
    room.say('plan-restore', { services: ['net', 'dns'], bootstrap: ['NET'] });
    expect(room.events.at(-1)?.body).toMatchObject({ cycles: [], services: ['net', 'dns'], bootstrap: ['net'] });
    expectCautions(room.say('take-restore-step', { service: 'net' }));
    expectRefused(room.say('plan-restore', { services: ['net'], bootstrap: ['dns'] }), 'incident/service-not-planned');
  });
  test('a step before what it needs is cautioned, and held where that is known to be down', () => {
    room.say('plan-restore', { services: ['checkout', 'payments', 'db'] });
    const early = room.say('take-restore-step', { service: 'payments' });
    expectCautions(early, 'D3/unverified-says');
    expect(early).toMatchObject({ cautions: [{ parameters: { service: 'payments', first: 'db' } }] });
    room.say('state-scope', { what: 'payments' });
    const down = room.say('take-restore-step', { service: 'CHECKOUT' });
    expectHeld(down, 'D3', 'down-waits');
    expect(down).toMatchObject({ hold: { parameters: { service: 'Checkout', first: 'payments' } } });
    expectAccepted(
      room.say('verify-restore', { service: 'payments', evidence: 'a test charge' }),
      'RestoreStepVerified',
    );
    expectAccepted(room.say('take-restore-step', { service: 'checkout' }), 'RestoreStepTaken');
    expectRefused(room.say('take-restore-step', { service: 'checkout' }), 'incident/nothing-changes');
  });
  test('on SEV-3 what is down is only cautioned', () => {
    room.say('set-severity', { severity: 'SEV-3' });
    room.say('plan-restore', { services: ['checkout', 'payments'] });
    room.say('state-scope', { what: 'payments' });
    expectCautions(room.say('take-restore-step', { service: 'checkout' }), 'D3/down-waits');
  });
  test('in the shadow even what is down only counts', () => {
    room.policy = { ...room.policy, guardrails: { 'SEV-1': { D3: 'shadow' } } };
    room.say('plan-restore', { services: ['checkout', 'payments'] });
    room.say('state-scope', { what: 'payments' });
    expectCautions(room.say('take-restore-step', { service: 'checkout' }));
  });
  test('what has recovered is not down, and several things are told together', () => {
    room.say('sketch-dependency', { from: 'web', dependsOn: 'b' });
    room.say('sketch-dependency', { from: 'web', dependsOn: 'a' });
    room.say('plan-restore', { services: ['web', 'a', 'b'] });
    room.say('state-scope', { what: 'a', status: 'recovered' });
    const both = room.say('take-restore-step', { service: 'web' });
    expect(both).toMatchObject({ cautions: [{ says: 'practice/D3/unverified-says', parameters: { first: 'a, b' } }] });
    room.say('sketch-dependency', { from: 'shop', dependsOn: 'b' });
    room.say('sketch-dependency', { from: 'shop', dependsOn: 'a' });
    room.say('plan-restore', { services: ['shop', 'a', 'b'] });
    for (const what of ['a', 'b']) room.say('state-scope', { what });
    const down = room.say('take-restore-step', { service: 'shop' });
    expect(down).toMatchObject({ hold: { parameters: { first: 'a, b' } } });
  });
  test('what is neither planned nor down needs no restoring', () => {
    room.say('plan-restore', { services: ['payments'] });
    expectCautions(room.say('take-restore-step', { service: 'payments' }));
  });
  test('what is down holds although nobody planned it', () => {
    room.say('plan-restore', { services: ['payments'] });
    room.say('state-scope', { what: 'db' });
    expectHeld(room.say('take-restore-step', { service: 'payments' }), 'D3', 'down-waits');
  });
  test('"good enough to proceed" verifies, and what was verified stays so when the plan is said again', () => {
    room.say('plan-restore', { services: ['payments', 'db'] });
    room.say('verify-restore', { service: 'DB', evidence: 'answers', goodEnough: true });
    room.say('plan-restore', { services: ['checkout', 'payments', 'db'] });
    expect(room.state.restore.steps[0]).toMatchObject({ service: 'db', state: 'verified', goodEnough: true });
    expectRefused(room.say('verify-restore', { service: 'db', evidence: 'answers' }), 'incident/nothing-changes');
    expectRefused(room.say('verify-restore', { service: 'x', evidence: 'y' }), 'incident/service-not-planned');
    expectRefused(room.say('take-restore-step', { service: 'x' }), 'incident/service-not-planned');
  });
});

describe('a parent and its parts', () => {
  const linked = (more: object = {}): object => ({
    found: { other: { ...new Room().state, id: 'p', number: '9', ...more } },
  });
  test('are linked once, and never in a circle', () => {
    expectAccepted(room.say('link-parent', { parent: '9' }, linked({ id: '9' })), 'ParentLinked');
    expectRefused(room.say('link-parent', { parent: '9' }, linked({ id: '9' })), 'incident/nothing-changes');
    expectRefused(room.say('link-parent', { parent: '8' }, linked({ id: '8' })), 'incident/already-linked');
    const other = new Room();
    const above = { found: { other: { ...new Room().state, id: 'p', number: '9' }, ancestors: ['q', other.state.id] } };
    expectRefused(other.say('link-parent', { parent: '1' }, above), 'incident/already-linked');
    expectRefused(other.say('link-parent', { parent: '1' }, linked({ id: other.state.id })), 'incident/already-linked');
    expectRefused(other.say('link-parent', { parent: '1' }, { found: { other: null } }), 'incident/not-found');
    expectRefused(
      other.say('link-parent', { parent: '1' }, linked({ private: true })),
      'incident/merge-target-private',
    );
  });
});

describe('A6, D1: measures', () => {
  test('how long each part of the opening took, and how long to each phase from the start of the impact', () => {
    room = new Room({ detectedBy: 'customer' });
    room.pass(minutes(2));
    room.say('confirm', { evidence: 'seen' });
    room.say('assign-role', { role: 'incident-commander', person: ana }, person(ana));
    room.say('join', {}, { by: ben });
    room.say('assign-role', { role: 'scribe', person: ben }, person(ben));
    room.say('state-scope', { what: 'checkout' });
    room.say('start-impact', { evidence: 'first failed order', at: iso(later(midnight, -minutes(5))) });
    const second = seconds(1);
    expect(measuresOf(room.state)).toMatchObject({
      opening: {
        confirmed: minutes(2) + second,
        channel: 0,
        commander: minutes(2) + 2 * second,
        responders: 0,
        scribe: minutes(2) + 4 * second,
        scope: minutes(2) + 5 * second,
      },
      times: {
        detect: minutes(5),
        confirm: minutes(7) + second,
        scope: minutes(7) + 5 * second,
        stabilise: null,
        allClear: null,
        rootCauseFix: null,
        impact: null,
      },
      monitoringGap: true,
      relapses: 0,
    });
    room.say('end-impact', { evidence: 'orders again' });
    expect(measuresOf(room.state).times.impact).toBe(room.now - midnight + minutes(5));
  });
  test('without a known start of the impact, times run from the declaration', () => {
    expect(measuresOf(room.state).times).toMatchObject({ detect: null, confirm: seconds(1), impact: null });
    expect(measuresOf(room.state).monitoringGap).toBe(false);
  });
  test('changes are counted by their results, never by person', () => {
    const make = (result: string): void => {
      room.say('change', { what: 'raise it', undo, expectedWithinMs: 1000 });
      room.pass(minutes(1));
      room.say('observe-change', { change: `C${room.state.changes.length}`, result });
    };
    for (const result of ['improved', 'worse', 'no-effect', 'cant-tell', 'worse']) make(result);
    room.say('record-change', { what: 'rebooted it' });
    room.say('propose-change', { what: 'not made', undo });
    expect(measuresOf(room.state).changes).toEqual({
      made: 6,
      outsideLock: 1,
      improved: 1,
      worse: 2,
      noEffect: 1,
      cantTell: 1,
      alone: 0,
    });
  });
});

describe('the next right thing', () => {
  test('is at most two prompts, each with its practice and the words that do it', () => {
    const early = new Room();
    expect(nextRightThings(early.state, early.facts())).toEqual([
      { practice: 'A2', says: 'next/A2/confirm', parameters: {}, command: 'confirm "<how you know>"' },
      { practice: 'A6', says: 'next/A6/command', parameters: {}, command: 'assign-role incident-commander' },
    ]);
  });
  test('what made it worse comes before everything', () => {
    room.say('change', { what: 'raise it', undo });
    room.say('observe-change', { change: 'C1', result: 'worse' });
    expect(nextRightThings(room.state, room.facts())[0]).toMatchObject({ practice: 'B6', command: 'roll-back C1' });
    room.say('roll-back', { change: 'C1' });
    expect(next()).not.toContain('next/B6/roll-back');
  });
  test('a queued change is offered when nothing is under way', () => {
    room.say('assign-role', { role: 'incident-commander', person: ana }, person(ana));
    room.say('change', { what: 'raise it', undo });
    room.say('change', { what: 'drain it', undo });
    room.say('queue-change', { change: 'C2' });
    expect(next()).not.toContain('next/B6/queued');
    room.say('observe-change', { change: 'C1', result: 'no-effect' });
    expect(next()).toContain('next/B6/queued');
  });
  test('an effect that is due, a promise that is late or near', () => {
    room.say('assign-role', { role: 'incident-commander', person: ana }, person(ana));
    room.say('change', { what: 'raise it', undo, expectedWithinMs: minutes(3) });
    room.say('promise-update', { inMs: minutes(8) });
    room.instrument('prometheus');
    expect(next()).not.toContain('next/C2/soon');
    room.pass(minutes(4));
    expect(next()).toEqual(['next/B7/observe', 'next/C2/soon']);
    room.pass(minutes(4));
    expect(next()).toEqual(['next/C2/late', 'next/B7/observe']);
  });
  test('the test of an open hypothesis, and what follows from a supported one', () => {
    room.say('assign-role', { role: 'incident-commander', person: ana }, person(ana));
    room.instrument('prometheus');
    room.say('record-update', { text: 'x' });
    room.say('propose-hypothesis', { cause: 'the pool is full', thenAction: 'recycle it' });
    expect(next()[0]).toBe('next/B4/test');
    room.say('test-hypothesis', { hypothesis: 'H1', finding: '20 of 20 in use' });
    expect(next()).not.toContain('next/B4/test');
    room.say('rule-hypothesis', { hypothesis: 'H1', verdict: 'supported', evidence: 'it fell' });
    expect(nextRightThings(room.state, room.facts())[0]).toMatchObject({
      says: 'next/B4/act',
      command: 'change "recycle it" --hypothesis H1 --undo "<how it is taken back>"',
    });
    room.say('change', { what: 'recycle it', undo, hypothesis: 'H1' });
    expect(next()).not.toContain('next/B4/act');
  });
  test('responders are there from the first who joins where monitoring declared', () => {
    const rung = new Room({}, 'key:monitoring');
    expect(measuresOf(rung.state).opening.responders).toBeNull();
    rung.say('join', {}, { by: ben });
    expect(measuresOf(rung.state).opening.responders).toBe(seconds(1));
  });
  test('a vendor who is to be chased', () => {
    room.say('assign-role', { role: 'incident-commander', person: ana }, person(ana));
    room.instrument('prometheus');
    room.say('wait-on', { on: 'carrier' });
    room.say('record-update', { text: 'x', nextInMs: hours(2) });
    expect(next()).not.toContain('next/E4/chase');
    room.pass(minutes(30));
    expect(next()[0]).toBe('next/E4/chase');
  });
  test('a handed-over command after four hours', () => {
    room.say('assign-role', { role: 'incident-commander', person: ana }, person(ana));
    for (const said of ['start-impact', 'note'] as const)
      room.say(said, said === 'note' ? { text: 'x' } : { evidence: 'x' });
    room.instrument('prometheus');
    room.say('record-update', { text: 'x', nextInMs: hours(12) });
    room.say('add-signal', { name: 'errors', query: 'e', healthy: '< 1' });
    expect(next()).toEqual([]);
    room.pass(hours(4));
    expect(next()).toContain('next/G2/successor');
    room.say('offer-role', { role: 'incident-commander', to: ben, handover: 'all quiet' }, person(ben));
    expect(next()).not.toContain('next/G2/successor');
  });
  test('quotes text for a shell', () => {
    room.say('assign-role', { role: 'incident-commander', person: ana }, person(ana));
    room.instrument('prometheus');
    room.say('record-update', { text: 'x' });
    room.say('start-impact', { evidence: 'x' });
    room.say('add-signal', { name: 'errors', query: 'e', healthy: '< 1' });
    room.say('open-side-channel', { name: 'the "$bridge" `x` \\' });
    const [prompt] = nextRightThings(room.state, room.facts());
    expect(prompt?.command).toBe('return-findings "the \\"\\$bridge\\" \\`x\\` \\\\" "<what was found>"');
  });
  test('where nothing is due nothing is said', () => {
    room.say('dismiss', { reason: 'a probe' });
    expect(next()).toEqual([]);
  });
});
