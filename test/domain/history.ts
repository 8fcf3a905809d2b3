import fc from 'fast-check';
import type { OpenChange } from '../../src/domain/incident/facts.ts';
import type { Verb } from '../../src/domain/incident/command.ts';
import type { PracticeId } from '../../src/domain/practice/table.ts';
import { defaultPolicy, type Policy } from '../../src/domain/policy/policy.ts';
import { baselineOf } from '../../src/domain/telemetry/baseline.ts';
import { later, minutes, seconds } from '../../src/domain/time.ts';
import { Room } from './room.ts';
import { ana, ben, declared, given, midnight } from './story.ts';

/** What happens in a room: somebody says something, time passes, or telemetry is read. */
export type Step =
  | {
      readonly kind: 'say';
      readonly verb: Verb;
      readonly body: object;
      readonly by: string;
      readonly override: PracticeId | null;
    }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'read'; readonly signal: string; readonly values: readonly (number | null)[] }
  | { readonly kind: 'instrument'; readonly health: 'fresh' | 'stale' | 'absent' };

export const everyMs = seconds(60);

const text = fc.constantFrom('x', 'drop table a', 'restart pods');
const person = fc.constantFrom(ana, ben);
const at = fc.option(fc.integer({ min: 0, max: 10_000_000 }).map((ms) => later(midnight, ms)));
const keyed = (letter: string): fc.Arbitrary<string> => fc.constantFrom(`${letter}1`, `${letter}2`, `${letter}3`);
const alerts = fc.array(
  fc.record({
    fingerprint: fc.constantFrom('a', 'b', 'c'),
    name: fc.constant('n'),
    status: fc.constantFrom('firing', 'resolved', 'lapsed'),
    startsAt: fc.constant(midnight),
  }),
  { minLength: 1, maxLength: 3 },
);
const touches = fc.constantFrom([], ['db'], ['web'], ['db', 'web'], ['S1']);
const plan = {
  what: text,
  steps: fc.constantFrom([], ['a', 'b']),
  purpose: fc.constantFrom('diagnose', 'remediate', 'contain'),
  addedRisk: fc.constantFrom('', 'slower'),
  reversibility: fc.constantFrom(null, 'reversible', 'irreversible'),
  undo: fc.constantFrom('', 'undo it'),
  touches,
  hypothesis: fc.constantFrom(null, 'H1'),
  expected: fc.constant(''),
  expectedWithinMs: fc.constantFrom(null, seconds(5)),
  before: fc.constant(''),
};
const target = fc.constantFrom(null, 'db', 'pods');
const signal = keyed('S');
const healthy = fc.constantFrom({ comparison: '<', bound: 1 }, { comparison: '<', bound: 2 });
const role = fc.constantFrom('incident-commander', 'scribe');

const quiet = Array.from({ length: 60 }, (_, index) => ({
  at: later(midnight, minutes(index - 60)),
  value: index % 5,
}));

/** The body of each verb that histories use. */
const bodies: Partial<Record<Verb, fc.Arbitrary<object>>> = {
  confirm: fc.record({ evidence: text }),
  dismiss: fc.record({
    as: fc.constant('near-miss'),
    reason: text,
    duplicateOf: fc.constant(null),
    answer: fc.constant(null),
  }),
  reopen: fc.record({ reason: text }),
  note: fc.record({ text }),
  join: fc.constant({}),
  leave: fc.constant({}),
  'assign-role': fc.record({ role, person }),
  'offer-role': fc.record({ role, to: person, handover: text }),
  'accept-role': fc.record({ role }),
  'set-severity': fc.record({ severity: fc.constantFrom('SEV-1', 'SEV-3'), reason: text }),
  'set-kind': fc.record({ kind: fc.constantFrom('data', 'security') }),
  'start-impact': fc.record({ at, evidence: text }),
  'end-impact': fc.record({ at, evidence: text }),
  'attach-alerts': fc.record({ alerts }),
  'detach-alerts': fc.record({ fingerprints: fc.constantFrom(['a'], ['b', 'c']), reason: text }),
  'change-alerts': fc.record({ changes: alerts.map((list) => list.map((alert) => ({ ...alert, at: midnight }))) }),
  merge: fc.record({ into: fc.constant('other'), reason: text }),
  close: fc.record({ waiver: text }),
  'remind-confirmation': fc.constant({}),
  'come-due': fc.constant({}),
  'call-in': fc.record({ who: text, why: text }),
  'open-side-channel': fc.record({ name: text, why: text }),
  'return-findings': fc.record({ name: text, findings: text }),
  'state-scope': fc.record({
    what: fc.constantFrom('db', 'web'),
    kind: fc.constant(null),
    status: fc.constantFrom('affected', 'recovered', 'unknown'),
    boundary: fc.constant(''),
    evidence: fc.constant(''),
  }),
  'give-evidence': fc
    .record({
      claim: text,
      works: fc.boolean(),
      how: fc.constant('query'),
      source: text,
      signal: fc.constantFrom(null, 'S1'),
      again: fc.constantFrom(null, 'E1'),
      query: fc.constantFrom(null, null, 'q'),
      telemetry: fc.constant(null),
    })
    .map((body) => ({ ...body, healthy: body.query === null ? null : { comparison: '<', bound: 1 } })),
  'check-instrument': fc.record({ instrument: text, health: fc.constantFrom('fresh', 'stale'), evidence: text }),
  'turn-instrument': fc.record({ source: text, health: fc.constantFrom('fresh', 'stale'), because: text }),
  'propose-hypothesis': fc.record({ cause: text, test: text, testRisk: text, thenAction: fc.constantFrom('', 'act') }),
  'test-hypothesis': fc.record({ hypothesis: keyed('H'), finding: text }),
  'rule-hypothesis': fc.record({
    hypothesis: keyed('H'),
    verdict: fc.constantFrom('supported', 'refuted'),
    evidence: text,
  }),
  'park-cause': fc.record({ cause: text }),
  change: fc.record({ ...plan, target }),
  'propose-change': fc.record(plan),
  'queue-change': fc.record({ change: keyed('C') }),
  'start-change': fc.record({ change: keyed('C'), target }),
  'approve-change': fc.record({ change: keyed('C') }),
  'second-change': fc.record({ change: keyed('C') }),
  'observe-change': fc.record({
    change: keyed('C'),
    result: fc.constantFrom('improved', 'worse', 'no-effect', 'cant-tell'),
    observed: text,
    after: text,
  }),
  'abandon-change': fc.record({ change: keyed('C'), reason: text }),
  'roll-back': fc.record({ change: keyed('C'), observed: text }),
  'record-change': fc.record(plan),
  now: fc.record({ what: text }),
  workaround: fc.record({
    what: text,
    covers: text,
    debt: text,
    owner: fc.constant(null),
    expiresAt: fc.constant(null),
  }),
  'end-workaround': fc.record({ workaround: keyed('W'), reason: text }),
  'wait-on': fc.record({ on: text, kind: fc.constant('vendor'), what: text, nextChaseAt: fc.constant(null) }),
  'end-wait': fc.record({ wait: keyed('V'), outcome: text }),
  'sketch-dependency': fc.record({ from: fc.constantFrom('db', 'web'), dependsOn: fc.constantFrom('db', 'web') }),
  'plan-restore': fc.record({
    services: fc.constantFrom(['db', 'web'], ['web']),
    bootstrap: fc.constantFrom([], ['web']),
  }),
  'take-restore-step': fc.record({ service: fc.constantFrom('db', 'web') }),
  'verify-restore': fc.record({ service: fc.constantFrom('db', 'web'), evidence: text, goodEnough: fc.boolean() }),
  'add-signal': fc
    .record({
      name: text,
      source: fc.constant(null),
      query: fc.constantFrom('q', 'q', null),
      healthy: fc.constant({ comparison: '<', bound: 1 }),
      service: fc.constantFrom(null, 'db'),
      trafficQuery: fc.constant(null),
      trafficAtLeast: fc.constant(null),
      everyMs: fc.constant(everyMs),
    })
    .map((body) => (body.query === null ? { ...body, healthy: null } : body)),
  'loosen-signal': fc.record({ signal, healthy, reason: text }),
  'accept-baseline': fc.record({ signal, reason: text }),
  'take-baseline': fc.record({ signal, baseline: fc.constant(baselineOf(quiet)) }),
  'drop-signal': fc.record({ signal, reason: text }),
  'observe-signal': fc.record({ signal, healthy: fc.boolean(), what: text, byReporter: fc.boolean() }),
  'turn-signal': fc.record({
    signal,
    status: fc.constantFrom('healthy', 'breached', 'unknown'),
    moved: fc.boolean(),
    seenUnhealthy: fc.boolean(),
    value: fc.constant(1),
    at: fc.constant(midnight),
    because: fc.constant(''),
    restartedAt: fc.constantFrom(null, midnight),
    pausedAt: fc.constantFrom(null, midnight),
  }),
  'watch-overnight': fc.record({ until: fc.constant(later(midnight, minutes(600))), watcher: person, wakeIf: text }),
  'declare-all-clear': fc.record({ statement: text, exclude: fc.constant([]) }),
  'report-relapse': fc.record({ evidence: text }),
  'set-root-cause-fix': fc.record({ what: text, at: fc.constant(null) }),
  'promise-update': fc.record({
    audience: fc.constantFrom('leadership', 'customers'),
    at: fc.constant(null),
    inMs: fc.constantFrom(null, minutes(20)),
    duty: fc.constant(''),
  }),
  'record-update': fc.record({
    audience: fc.constantFrom('leadership', 'customers'),
    toldWhom: text,
    channel: text,
    text,
    nextAt: fc.constant(null),
    nextInMs: fc.constantFrom(null, minutes(20)),
    duty: fc.constant(''),
  }),
  'send-update': fc.record({
    audience: fc.constantFrom('leadership', 'customers'),
    status: text,
    know: text,
    doing: text,
    dontKnow: text,
    nextAt: fc.constant(null),
    nextInMs: fc.constantFrom(null, minutes(20)),
    sendAt: fc.constantFrom(null, later(midnight, minutes(30))),
    corrects: fc.constantFrom(null, 'M1'),
    answers: fc.constantFrom([], [{ question: 'Q1', answer: 'yes' }]),
  }),
  'withdraw-update': fc.record({ update: fc.constantFrom('M1', 'M2') }),
  'ask-question': fc.record({ text, by: text }),
  'set-question-aside': fc.record({ question: fc.constantFrom('Q1', 'Q2'), reason: text }),
  'admit-stakeholder': fc.record({ person }),
  'share-brief': fc.record({ link: text, name: text, expiresAt: fc.constant(midnight) }),
  'end-brief-link': fc.record({ link: text, name: text }),
};

export const verbs = Object.keys(bodies) as Verb[];

const overridable: readonly PracticeId[] = ['A1', 'B1', 'B5', 'B6', 'D3', 'D4', 'E1'];

/** Anybody saying one of these verbs. */
export const saying = (
  among: readonly Verb[] = verbs,
  by: fc.Arbitrary<string> = person,
  overriding: readonly PracticeId[] = overridable,
): fc.Arbitrary<Extract<Step, { kind: 'say' }>> =>
  fc
    .oneof(...among.map((verb) => (bodies[verb] as fc.Arbitrary<object>).map((body) => ({ verb, body }))))
    .chain((said) =>
      fc.record({
        kind: fc.constant('say' as const),
        verb: fc.constant(said.verb),
        body: fc.constant(said.body),
        by,
        override: overriding.length === 0 ? fc.constant(null) : fc.option(fc.constantFrom(...overriding), { freq: 3 }),
      }),
    );

const reading: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('read' as const),
  signal: fc.constantFrom('S1', 'S2'),
  values: fc.array(fc.constantFrom(0.1, 0.1, 0.2, 0.1, 7, null), { minLength: 1, maxLength: 4 }),
});
const cleanReading: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('read' as const),
  signal: fc.constantFrom('S1', 'S2'),
  values: fc.array(fc.constantFrom(0.1, 0.2), { minLength: 3, maxLength: 9 }),
});
const passing: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('pass' as const),
  ms: fc.constantFrom(1000, seconds(30), minutes(2), minutes(6), minutes(40)),
});
const instrument: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('instrument' as const),
  health: fc.constantFrom('fresh', 'fresh', 'stale', 'absent'),
});

export const anyStep = (says: fc.Arbitrary<Step> = saying()): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 8, arbitrary: says },
    { weight: 1, arbitrary: reading },
    { weight: 1, arbitrary: passing },
    { weight: 1, arbitrary: instrument },
  );
export const telemetryStep = (says: fc.Arbitrary<Step>): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 3, arbitrary: says },
    { weight: 2, arbitrary: reading },
    { weight: 4, arbitrary: cleanReading },
    { weight: 1, arbitrary: passing },
    { weight: 1, arbitrary: instrument },
  );

const other = { ...given(declared({ number: '2' })).state, id: 'other' };

export interface Playing {
  readonly policy?: Policy;
  readonly elsewhere?: readonly OpenChange[];
}

/** Begins a room as histories have it: Prometheus is there. */
export function openRoom({ policy = defaultPolicy }: Playing = {}): Room {
  const room = new Room();
  room.policy = policy;
  return room.instrument('prometheus');
}

export function take(room: Room, step: Step, { elsewhere = [] }: Playing = {}): ReturnType<Room['say']> | null {
  switch (step.kind) {
    case 'pass':
      room.pass(step.ms);
      return null;
    case 'read':
      room.read(step.signal, everyMs, ...step.values);
      return null;
    case 'instrument':
      room.instrument('prometheus', step.health);
      return null;
    case 'say': {
      const found = { person: { id: ben, active: true }, file: true, other, openChanges: elsewhere, children: [] };
      const { by, override } = step;
      return room.decide(step.verb, step.body, { by, found, ...(override === null ? {} : { override }) });
    }
  }
}

export function play(steps: readonly Step[], playing: Playing = {}): Room {
  const room = openRoom(playing);
  for (const step of steps) take(room, step, playing);
  return room;
}
