import { beforeEach, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { catalogOf } from '../../src/domain/catalog/catalog.ts';
import type { IncidentEvent } from '../../src/domain/incident/event.ts';
import { activeSignals } from '../../src/domain/incident/state.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import { nextRightThings } from '../../src/domain/incident/next.ts';
import { minutes } from '../../src/domain/time.ts';
import { expectAccepted, expectCautions, expectHeld, expectRefused, Room, types } from './room.ts';
import { ana, ben } from './story.ts';

const catalog: Catalog = catalogOf(
  {
    services: [
      { name: 'Checkout', tier: 1, owners: ['shop'], dependsOn: ['payments'] },
      { name: 'payments', tier: 1, owners: ['money'] },
    ],
  },
  1,
);

let room: Room;
beforeEach(() => {
  room = new Room();
  room.say('confirm', { evidence: 'three failed orders' });
});

const turned = {
  signal: 'S1',
  moved: true,
  seenUnhealthy: false,
  value: 3,
  because: '',
  restartedAt: null,
  pausedAt: null,
};
const next = (): string[] => nextRightThings(room.state, room.facts()).map(({ says }) => says);

describe('A3: one working channel', () => {
  test('another channel is registered with a caution, and its findings must come back', () => {
    const outcome = room.say('open-side-channel', { name: 'vendor call', why: 'they will not join' });
    expectCautions(outcome, 'A3/side-channel-says');
    expect(outcome).toMatchObject({ cautions: [{ parameters: { name: 'vendor call' } }] });
    expectRefused(room.say('open-side-channel', { name: 'vendor call' }), 'incident/nothing-changes');
    expectCautions(room.say('open-side-channel', { name: 'bridge' }), 'A3/side-channel-says');
    expectRefused(room.say('return-findings', { name: 'x', findings: 'y' }), 'incident/item-not-found');
    expectAccepted(room.say('return-findings', { name: 'vendor call', findings: 'a card' }), 'FindingsReturned');
    expect(room.state.sideChannels).toMatchObject([
      { name: 'vendor call', findingsAt: room.now },
      { findingsAt: null },
    ]);
  });
  test('other words are no side channel', () => {
    expectCautions(room.say('note', { text: 'hello' }));
  });
});

describe('A4: who is on it, who needs pulling in', () => {
  test('owners of what is affected are suggested until they are called', () => {
    room.catalog = catalog;
    room.say(
      'assign-role',
      { role: 'incident-commander', person: ana },
      { found: { person: { id: ana, active: true } } },
    );
    room.instrument('prometheus');
    room.say('state-scope', { what: 'checkout' });
    room.say('record-update', { text: 'known' });
    expect(next()[0]).toBe('next/A4/call-in');
    expect(nextRightThings(room.state, room.facts())[0]).toMatchObject({
      command: 'call-in "shop" "Checkout"',
      parameters: { team: 'shop', services: 'Checkout' },
    });
    const outcome = room.say('call-in', { who: 'Shop', why: 'checkout is down' });
    expectAccepted(outcome, 'PersonCalledIn', 'NotDelivered');
    expect(room.events.at(-1)?.body).toMatchObject({ to: 'Shop', reason: 'no-channel' });
    expect(next()).not.toContain('next/A4/call-in');
  });
});

describe('A5: do not brief leadership before a rough shape exists', () => {
  test('that leadership was told is recorded all the same, with a caution', () => {
    const early = new Room();
    const outcome = early.say('record-update', { text: 'something is wrong' });
    expectCautions(outcome, 'A5/says');
    expect(outcome).toMatchObject({ cautions: [{ parameters: { missing: 'confirmation,scope' } }] });
    expect(types(outcome)).toContain('UpdateRecorded');
  });
  test('once it is confirmed, one line of scope is what is missing', () => {
    expect(room.say('record-update', { text: 'x' })).toMatchObject({
      cautions: [{ parameters: { missing: 'scope' } }],
    });
    room.say('state-scope', { what: 'checkout' });
    expectCautions(room.say('record-update', { text: 'x' }));
  });
  test('what is not affected, or unknown, is no shape yet', () => {
    room.say('state-scope', { what: 'search', status: 'not-affected' });
    room.say('state-scope', { what: 'checkout', status: 'unknown' });
    expectCautions(room.say('record-update', { text: 'x' }), 'A5/says');
  });
  test.each(['customers', 'internal'])('%s are never held back', (audience) => {
    expectCautions(new Room().say('record-update', { text: 'we are looking into reports', audience }));
  });
});

describe('B1: what is affected before why', () => {
  const hypothesis = { cause: 'the deployment', test: 'look at the pool', thenAction: 'roll it back' };

  test('a cause before any scope is parked, and comes back when scope is said', () => {
    const outcome = room.say('propose-hypothesis', hypothesis);
    expectHeld(outcome, 'B1', 'waits');
    expect(outcome).toMatchObject({ hold: { parameters: { cause: 'the deployment', parked: 'P1' } } });
    expect(types(outcome)).toEqual(['CauseParked', 'CommandHeld']);
    expectAccepted(room.say('state-scope', { what: 'checkout' }), 'ScopeStated', 'CauseReturned', 'HypothesisProposed');
    expect(room.state.hypotheses).toMatchObject([{ key: 'H1', ...hypothesis, verdict: 'open' }]);
    expect(room.state.parked).toMatchObject([{ key: 'P1', returned: true }]);
    expectAccepted(room.say('state-scope', { what: 'search' }), 'ScopeStated');
  });

  test('several come back, each under a key of its own', () => {
    room.say('propose-hypothesis', hypothesis);
    room.say('propose-hypothesis', { ...hypothesis, cause: 'the network' });
    room.say('state-scope', { what: 'checkout' });
    expect(room.state.hypotheses.map(({ key, cause }) => [key, cause])).toEqual([
      ['H1', 'the deployment'],
      ['H2', 'the network'],
    ]);
  });

  test('one from which nothing would follow comes back as a question only', () => {
    room.say('propose-hypothesis', { cause: 'the moon' });
    expectAccepted(room.say('state-scope', { what: 'checkout' }), 'ScopeStated', 'CauseReturned');
  });

  test('after scope it is a hypothesis at once', () => {
    room.say('state-scope', { what: 'checkout', status: 'unknown' });
    expectAccepted(room.say('propose-hypothesis', hypothesis), 'HypothesisProposed');
  });

  test('on SEV-3 it is only cautioned', () => {
    const mild = new Room({ severity: 'SEV-3' });
    const outcome = mild.say('propose-hypothesis', hypothesis);
    expectCautions(outcome, 'B1/waits');
    expectAccepted(outcome, 'CommandCautioned', 'HypothesisProposed');
  });
});

describe('B2: blast radius with evidence', () => {
  test('a name that the catalog knows is a service, spelt its way; another is a system', () => {
    room.catalog = catalog;
    room.say('state-scope', { what: 'checkout' });
    room.say('state-scope', { what: 'the warehouse' });
    room.say('state-scope', { what: 'customers in the EU', kind: 'population', status: 'not-affected' });
    expect(room.state.scope.map(({ name, kind }) => [name, kind])).toEqual([
      ['Checkout', 'service'],
      ['the warehouse', 'system'],
      ['customers in the EU', 'population'],
    ]);
  });
  test('saying it again replaces it, with the time of the last word', () => {
    room.say('state-scope', { what: 'checkout', boundary: 'EU' });
    room.say('state-scope', { what: 'CHECKOUT', status: 'recovering' });
    expect(room.state.scope).toMatchObject([{ name: 'CHECKOUT', status: 'recovering', since: room.now }]);
    room.say('state-scope', { what: 'checkout', kind: 'function' });
    expect(room.state.scope).toHaveLength(2);
  });
  test('evidence ages, and looking again makes it fresh', () => {
    room.say('give-evidence', { claim: 'login works' });
    room.pass(minutes(30));
    const due = room.system('come-due');
    expect(types(due)).toContain('EvidenceStale');
    expect(room.state.evidence).toMatchObject([{ key: 'E1', stale: true }]);
    expect(next()).toContain('next/B1/scope');
    expectAccepted(room.say('give-evidence', { claim: 'login works', again: 'e1' }), 'EvidenceGiven');
    expect(room.state.evidence).toMatchObject([{ key: 'E1', stale: false, seenAt: room.now }]);
    expectRefused(room.say('give-evidence', { claim: 'x', again: 'E9' }), 'incident/item-not-found');
  });
  test('what does not work does not go stale', () => {
    room.say('give-evidence', { claim: 'login fails', works: 'no' });
    room.pass(minutes(60));
    expect(types(room.system('come-due'))).not.toContain('EvidenceStale');
  });
  test('a claim that its own signal contradicts says so, whichever comes first', () => {
    room.instrument('prometheus');
    room.say('add-signal', { name: 'errors', query: 'e', healthy: '< 1' });
    room.say('give-evidence', { claim: 'checkout works', signal: 'S1' });
    const turn = {
      signal: 'S1',
      status: 'breached',
      moved: true,
      seenUnhealthy: true,
      value: 7,
      at: room.now,
      because: '',
    };
    expectAccepted(room.system('turn-signal', turn), 'SignalTurned', 'EvidenceContradicted');
    expectAccepted(
      room.say('give-evidence', { claim: 'it does', signal: 'S1' }),
      'EvidenceGiven',
      'EvidenceContradicted',
    );
    expect(room.state.evidence.map(({ contradicted }) => contradicted)).toEqual([true, true]);
    expectAccepted(room.say('give-evidence', { claim: 'it fails', works: 'no', signal: 'S1' }), 'EvidenceGiven');
    expectRefused(room.say('give-evidence', { claim: 'x', signal: 'S9' }), 'incident/item-not-found');
  });
  test('what telemetry is asked for is looked at by itself, ages only in silence, and is no key signal', () => {
    room.instrument('prometheus');
    const asked = { claim: 'EU orders arrive', query: 'rate(orders{region="eu"}[1m])', healthy: '> 0' };
    expectAccepted(room.say('give-evidence', asked), 'EvidenceGiven', 'SignalAdded');
    expect(room.state.evidence).toMatchObject([{ key: 'E1', how: 'query', source: asked.query, signal: 'S1' }]);
    expect(activeSignals(room.state)).toEqual([]);
    const turn = (status: string): Outcome<IncidentEvent> =>
      room.system('turn-signal', { ...turned, status, at: room.now });
    expectAccepted(turn('healthy'), 'SignalTurned');
    room.pass(minutes(60));
    expect(types(room.system('come-due'))).toContain('EvidenceGiven');
    expect(room.state.evidence).toMatchObject([{ key: 'E1', stale: false, seenAt: room.now }]);

    expectAccepted(turn('breached'), 'SignalTurned', 'EvidenceContradicted');
    room.pass(minutes(60));
    expect(types(room.system('come-due'))).toContain('EvidenceStale');
    expectAccepted(turn('healthy'), 'SignalTurned', 'EvidenceGiven');
    expect(room.state.evidence).toMatchObject([{ key: 'E1', stale: false, contradicted: false }]);

    expectAccepted(turn('unknown'), 'SignalTurned');
    room.pass(minutes(60));
    expect(types(room.system('come-due'))).toContain('EvidenceStale');
    expect(room.state.phase).toBe('confirmed');
    expectRefused(room.say('give-evidence', { ...asked, healthy: null }), 'incident/query-incomplete');
    expectRefused(room.say('give-evidence', { ...asked, telemetry: 'loki' }), 'incident/source-unknown');
  });
  test('an incident that was none takes no scope', () => {
    room.say('dismiss', { reason: 'a probe' });
    expectRefused(room.say('state-scope', { what: 'checkout' }), 'incident/wrong-phase');
  });
});

describe('B3: a source that turns is told once', () => {
  test('and once more when it turns back', () => {
    const stale = { source: 'prometheus', health: 'stale', because: '2 targets are down' };
    expectAccepted(room.system('turn-instrument', stale), 'InstrumentTurned');
    expectRefused(room.system('turn-instrument', stale), 'incident/nothing-changes');
    expectAccepted(room.system('turn-instrument', { ...stale, health: 'fresh' }), 'InstrumentTurned');
    room.say('dismiss', { reason: 'a probe' });
    expectRefused(room.system('turn-instrument', stale), 'incident/nothing-changes');
  });
});

describe('B4: hypothesis', () => {
  beforeEach(() => {
    room.say('state-scope', { what: 'checkout' });
    room.say('propose-hypothesis', { cause: 'the pool', thenAction: 'recycle it' });
  });
  test('is tested and ruled on with evidence', () => {
    expectAccepted(room.say('test-hypothesis', { hypothesis: 'h1', finding: 'all in use' }), 'HypothesisTested');
    expectAccepted(
      room.say('rule-hypothesis', { hypothesis: 'H1', verdict: 'supported', evidence: 'it fell' }),
      'HypothesisRuled',
    );
    expect(room.state.hypotheses).toMatchObject([{ tested: true, verdict: 'supported' }]);
    expectRefused(
      room.say('rule-hypothesis', { hypothesis: 'H1', verdict: 'supported', evidence: 'x' }),
      'incident/nothing-changes',
    );
    expectAccepted(
      room.say('rule-hypothesis', { hypothesis: 'H1', verdict: 'refuted', evidence: 'it rose' }),
      'HypothesisRuled',
    );
  });
  test('one that is not there is refused', () => {
    expectRefused(room.say('test-hypothesis', { hypothesis: 'H9', finding: 'x' }), 'incident/item-not-found');
    expectRefused(
      room.say('rule-hypothesis', { hypothesis: 'H9', verdict: 'refuted', evidence: 'x' }),
      'incident/item-not-found',
    );
  });
});

describe('E1: no root-cause hunt while live', () => {
  beforeEach(() => {
    room.say('state-scope', { what: 'checkout' });
  });
  test('a cause from which no action would follow is parked until the all-clear', () => {
    const outcome = room.say('propose-hypothesis', { cause: 'a kernel bug', test: 'bisect', thenAction: ' ' });
    expectHeld(outcome, 'E1', 'hypothesis-waits');
    expect(outcome).toMatchObject({ hold: { parameters: { cause: 'a kernel bug', parked: 'P1' } } });
    expect(room.state.parked).toMatchObject([
      { key: 'P1', cause: 'a kernel bug', test: 'bisect', thenAction: '', until: 'all-clear', returned: false },
    ]);
    expectAccepted(room.say('state-scope', { what: 'search' }), 'ScopeStated');
  });
  test('the root cause is held, and its words are kept', () => {
    const outcome = room.say('set-root-cause-fix', { what: 'pool timeout released' });
    expectHeld(outcome, 'E1', 'root-cause-waits');
    expect(outcome).toMatchObject({ hold: { parameters: { parked: 'P1' } } });
    expect(room.state.parked).toMatchObject([{ cause: 'pool timeout released', until: 'all-clear' }]);
    expect(room.state.rootCauseFix).toBeNull();
  });
  test('a cause can be parked by hand', () => {
    expectAccepted(room.say('park-cause', { cause: 'the deployment' }), 'CauseParked');
    expect(room.state.parked).toMatchObject([{ key: 'P1', until: 'all-clear' }]);
  });
  test('once it is over the cause may be named', () => {
    room.policy = { ...room.policy, guardrails: { 'SEV-1': { D4: 'off' } } };
    room.say(
      'assign-role',
      { role: 'incident-commander', person: ana },
      { found: { person: { id: ana, active: true } } },
    );
    room.say('declare-all-clear');
    expectAccepted(room.say('propose-hypothesis', { cause: 'a kernel bug' }), 'HypothesisProposed');
    expectAccepted(room.say('set-root-cause-fix', { what: 'released' }, { by: ben }), 'RootCauseFixSet');
    expect(room.state).toMatchObject({ rootCauseFix: 'released', times: { 'root-cause-fix': room.now } });
  });
});
