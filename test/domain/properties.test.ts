import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { takesLock, touchTheSame } from '../../src/domain/incident/change-plan.ts';
import type { Verb } from '../../src/domain/incident/command.ts';
import type { StoredIncidentEvent } from '../../src/domain/incident/event.ts';
import { evolve } from '../../src/domain/incident/evolve.ts';
import { nextRightThings } from '../../src/domain/incident/next.ts';
import { phaseMoves } from '../../src/domain/incident/phase.ts';
import type { IncidentState } from '../../src/domain/incident/state.ts';
import { timersOf } from '../../src/domain/incident/timers.ts';
import { canonical } from '../../src/domain/log/canonical.ts';
import { defaultPolicy, type Policy } from '../../src/domain/policy/policy.ts';
import type { PracticeId } from '../../src/domain/practice/table.ts';
import { isBound, isWithin } from '../../src/domain/telemetry/condition.ts';
import type { KeySignal } from '../../src/domain/telemetry/key-signal.ts';
import type { Reading } from '../../src/domain/telemetry/reading.ts';
import { type Instant, minutes } from '../../src/domain/time.ts';
import { anyStep, everyMs, openRoom, play, saying, type Step, take, telemetryStep } from './history.ts';
import { type Room, types } from './room.ts';
import { ana } from './story.ts';

const runs = { numRuns: 5000 };
const history = fc.array(anyStep(), { maxLength: 25 });

function statesOf(events: readonly StoredIncidentEvent[]): IncidentState[] {
  const states: IncidentState[] = [];
  let state: IncidentState | null = null;
  for (const event of events) {
    state = evolve('incident-1', state, event);
    states.push(state as IncidentState);
  }
  return states;
}

describe('any history of commands', () => {
  test('replays to the same state, from any point', () => {
    fc.assert(
      fc.property(history, fc.nat(), (steps, cut) => {
        const room = play(steps);
        const from = cut % room.events.length;
        const states = statesOf(room.events.slice(0, from));
        let state = states.at(-1) ?? null;
        for (const event of room.events.slice(from)) state = evolve('incident-1', state, event);
        expect(state).toEqual(room.state);
      }),
      runs,
    );
  });

  test('moves phases only by the table', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { events } = play(steps);
        const states = statesOf(events);
        for (let index = 1; index < states.length; index += 1) {
          const [before, after] = [states[index - 1]?.phase, states[index]?.phase];
          if (before === after) continue;
          const move = phaseMoves.find(
            ({ from, by, to }) => from === before && by === events[index]?.type && to === after,
          );
          expect(move).toBeDefined();
        }
      }),
      runs,
    );
  });

  const settling: readonly Verb[] = [
    'confirm',
    'set-severity',
    'set-kind',
    'attach-alerts',
    'close',
    'merge',
    'remind-confirmation',
    'rule-hypothesis',
    'queue-change',
    'approve-change',
    'second-change',
    'start-change',
    'abandon-change',
    'roll-back',
    'end-workaround',
    'end-wait',
    'sketch-dependency',
    'take-restore-step',
    'loosen-signal',
    'drop-signal',
    'turn-signal',
    'turn-instrument',
    'declare-all-clear',
    'report-relapse',
    'open-side-channel',
  ];
  test('the same state-setting command twice adds nothing', () => {
    fc.assert(
      fc.property(history, saying(settling, undefined, []), (steps, once) => {
        const room = play([...steps, once]);
        const { length } = room.events;
        take(room, once);
        expect(room.events.slice(length).map(({ type }) => type)).toEqual([]);
      }),
      runs,
    );
  });

  test('a command that is sent again under its id while it is held keeps its words once', () => {
    fc.assert(
      fc.property(history, saying(['change']), (steps, { body }) => {
        const room = play(steps);
        const first = room.decide('change', body, { id: 'again' });
        fc.pre(first.kind === 'held');
        const { length } = room.events;
        expect(room.decide('change', body, { id: 'again' }).kind).toBe('held');
        expect(room.events.length).toBe(length);
      }),
      runs,
    );
  });

  test('what was done can always be recorded', () => {
    fc.assert(
      fc.property(history, saying(['note', 'record-change', 'now'], undefined, []), (steps, record) => {
        expect(take(play(steps), record)).toMatchObject({ kind: 'accepted' });
      }),
      runs,
    );
  });

  test('never has two unobserved changes that touch the same thing without an override', () => {
    const only = { A1: 'off', B5: 'off', B6: 'hold' } as const;
    const strict: Policy = { ...defaultPolicy, guardrails: { 'SEV-1': only, 'SEV-3': only } };
    const changing = saying(
      [
        'confirm',
        'change',
        'propose-change',
        'start-change',
        'queue-change',
        'observe-change',
        'roll-back',
        'now',
        'record-change',
        'set-severity',
        'add-signal',
      ],
      undefined,
      ['B6'],
    );
    let together = 0;
    fc.assert(
      fc.property(fc.array(anyStep(changing), { maxLength: 30 }), (steps) => {
        for (const { changes, overridden } of statesOf(play(steps, { policy: strict }).events)) {
          const open = changes.filter((change) => change.state === 'started' && takesLock(change));
          for (const [index, one] of open.entries()) {
            for (const other of open.slice(index + 1)) {
              if (!touchTheSame(one.touches, other.touches)) continue;
              together += 1;
              expect(overridden.includes(`B6/${one.key}`) || overridden.includes(`B6/${other.key}`)).toBe(true);
            }
          }
        }
      }),
      runs,
    );
    expect(together).toBeGreaterThan(0);
  });

  test('a lone responder is never deadlocked: each hold is passed by one override, until it is done or refused', () => {
    const alone = fc.constant(ana);
    const lonely = fc.array(anyStep(saying(undefined, alone)), { maxLength: 20 });
    fc.assert(
      fc.property(lonely, saying(undefined, alone, []), (steps, wanted) => {
        const room = play(steps.map(onlyAna));
        // Somebody else may have been given command and not answer: that ends after two minutes.
        let tries = 0;
        let override: PracticeId | null = null;
        for (;;) {
          const outcome = take(room, { ...onlyAna(wanted), override } as Step);
          if (outcome === null || outcome.kind === 'accepted') break;
          if (outcome.kind === 'refused') {
            expect(outcome.problem.code).not.toMatch(/^practice\//);
            break;
          }
          override = outcome.hold.practice;
          tries += 1;
          expect(tries).toBeLessThan(8);
        }
      }),
      runs,
    );
  });

  test('timers are of what will still be said, and saying it takes it from the list', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const room = play(steps);
        const timers = timersOf(room.state, room.policy).filter(({ verb }) => verb === 'come-due');
        expect(new Set(timers.map(({ key }) => key)).size).toBe(timers.length);
        const due = timers.filter(({ dueAt }) => dueAt <= room.now + 1000);
        const outcome = room.system('come-due');
        if (due.length === 0) return;
        expect(outcome).toMatchObject({ kind: 'accepted' });
        // An update that leaves promises the next one in the same breath.
        const said = types(outcome).filter((type) => type !== 'UpdatePromised');
        expect(said).toHaveLength(due.length);
      }),
      runs,
    );
  });

  test('the next right thing is at most two, and always something that can be typed', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const room = play(steps);
        const prompts = nextRightThings(room.state, room.facts());
        expect(prompts.length).toBeLessThanOrEqual(2);
        for (const { command } of prompts) expect(command).toMatch(/^[a-z-]+/);
      }),
      runs,
    );
  });
});

const onlyAna = (step: Step): Step => {
  if (step.kind !== 'say') return step;
  const body = step.body as { person?: string; to?: string };
  return { ...step, body: { ...step.body, ...(body.person === undefined ? {} : { person: ana }) } };
};

describe('no all-clear rests on a breach, a gap, a stale reading or a signal never seen to move', () => {
  const windowMs = minutes(5);
  const policy: Policy = { ...defaultPolicy, allClearWindowMs: windowMs, allClearWindowReason: 'a property' };
  const watching = saying(
    [
      'add-signal',
      'declare-all-clear',
      'declare-all-clear',
      'loosen-signal',
      'drop-signal',
      'observe-signal',
      'report-relapse',
      'turn-signal',
    ],
    fc.constant(ana),
    [],
  );
  let declared = 0;

  test('by an account of its own', () => {
    fc.assert(
      fc.property(fc.array(telemetryStep(watching), { minLength: 10, maxLength: 40 }), (steps) => {
        const room = openRoom({ policy });
        room.say('confirm', { evidence: 'seen' });
        room.say(
          'assign-role',
          { role: 'incident-commander', person: ana },
          { found: { person: { id: ana, active: true } } },
        );
        room.say('add-signal', { name: 'errors', query: 'q', healthy: '< 1', everyMs });
        for (const step of steps) {
          const before = room.state;
          const outcome = take(room, step);
          if (outcome?.kind !== 'accepted' || !outcome.events.some(({ type }) => type === 'AllClearDeclared')) continue;
          declared += 1;
          const active = before.signals.filter(({ droppedAt }) => droppedAt === null);
          expect(active.length).toBeGreaterThan(0);
          expect(
            room.instruments['prometheus']?.health === 'fresh' || active.every(({ asked }) => asked === null),
          ).toBe(true);
          for (const signal of active) expect(faultOf(signal, before, room)).toBeNull();
        }
      }),
      runs,
    );
  });
  afterAll(() => {
    // A property that is never tried proves nothing.
    expect(declared).toBeGreaterThan(0);
  });

  /** Walks back from now: nothing unhealthy, no third reading missing in a row, and enough time between clean ones. */
  function faultOf(signal: KeySignal, before: IncidentState, room: Room): string | null {
    const from = Math.max(signal.addedAt, before.clockFrom);
    const seen = signal.observations.filter(({ at }) => at >= from);
    const observed = seen.filter(({ healthy }) => healthy).length >= 3;
    if (signal.asked === null) return observed && seen.at(-1)?.healthy === true ? null : 'not observed';
    const { healthy } = signal.asked;
    const all = room.readings[signal.key] ?? [];
    const values = all.flatMap(({ value }) => (value === null ? [] : [value]));
    const known = signal.moved || signal.seenUnhealthy || values.some((value) => value !== values[0] || value >= 1);
    if (!known && !observed) return 'never seen to move';
    return cleanFor(
      all.filter(({ at }) => at >= from),
      room.now,
      (value) => isBound(healthy) && isWithin(healthy, value),
    );
  }

  function cleanFor(readings: readonly Reading[], now: Instant, healthy: (value: number) => boolean): string | null {
    const newest = readings.at(-1);
    if (newest === undefined || newest.value === null) return 'no newest reading';
    if (now - newest.at > 1.5 * everyMs) return 'stale';
    let total = 0;
    let gap = 0;
    let later: Reading = newest;
    for (const reading of readings.toReversed()) {
      if (total >= windowMs) return null;
      if (reading.value === null) gap += 1;
      else if (!healthy(reading.value)) return 'breach';
      const apart = later.at - reading.at;
      if (apart > 1.5 * everyMs) gap += Math.round(apart / everyMs) - 1;
      if (gap > 2) return 'gap';
      if (reading.value !== null) {
        if (gap === 0) total += apart;
        gap = 0;
      }
      later = reading;
    }
    return total >= windowMs ? null : 'too short';
  }
});

test('canonical JSON is one spelling: key order and a round trip change nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const once = canonical(value as never);
      expect(canonical(JSON.parse(once) as never)).toBe(once);
      expect(JSON.parse(once)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    runs,
  );
});
