import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Subject } from '../../src/domain/access/subject.ts';
import { emptyCatalog } from '../../src/domain/catalog/catalog.ts';
import type { IncidentCommand } from '../../src/domain/incident/command.ts';
import { decide } from '../../src/domain/incident/decide.ts';
import type { StoredIncidentEvent } from '../../src/domain/incident/event.ts';
import { evolve } from '../../src/domain/incident/evolve.ts';
import type { Found } from '../../src/domain/incident/facts.ts';
import { phaseMoves } from '../../src/domain/incident/phase.ts';
import type { IncidentState } from '../../src/domain/incident/state.ts';
import { canonical } from '../../src/domain/log/canonical.ts';
import { defaultPolicy } from '../../src/domain/policy/policy.ts';
import { instant } from '../../src/domain/time.ts';
import { ana, ben, declared, given, midnight, personSubject } from './story.ts';

const person = fc.constantFrom(ana, ben);
const role = fc.constantFrom('incident-commander', 'scribe');
const at = fc.option(fc.integer({ min: 0, max: 10_000_000 }).map((ms) => instant(midnight + ms)));
const alerts = fc.array(
  fc.record({
    fingerprint: fc.constantFrom('a', 'b', 'c'),
    name: fc.constant('n'),
    status: fc.constantFrom('firing', 'resolved', 'lapsed'),
    startsAt: fc.constant(midnight),
  }),
  { minLength: 1, maxLength: 3 },
);
const said = (verb: string, body: fc.Arbitrary<object>): fc.Arbitrary<{ verb: string; body: object }> =>
  body.map((fields) => ({ verb, body: fields }));
const text = fc.constantFrom('x', 'y');

const anyCommand = fc.oneof(
  said('confirm', fc.record({ evidence: text })),
  said(
    'dismiss',
    fc.record({
      as: fc.constant('near-miss'),
      reason: text,
      duplicateOf: fc.constant(null),
      answer: fc.constant(null),
    }),
  ),
  said('reopen', fc.record({ reason: text })),
  said('note', fc.record({ text })),
  said('join', fc.constant({})),
  said('leave', fc.constant({})),
  said('assign-role', fc.record({ role, person })),
  said('offer-role', fc.record({ role, to: person, handover: text })),
  said('accept-role', fc.record({ role })),
  said('set-severity', fc.record({ severity: fc.constantFrom('SEV-1', 'SEV-3'), reason: text })),
  said('set-kind', fc.record({ kind: fc.constantFrom('data', 'security') })),
  said('start-impact', fc.record({ at, evidence: text })),
  said('end-impact', fc.record({ at, evidence: text })),
  said('attach-alerts', fc.record({ alerts })),
  said('detach-alerts', fc.record({ fingerprints: fc.constantFrom(['a'], ['b', 'c']), reason: text })),
  said(
    'change-alerts',
    fc.record({ changes: alerts.map((list) => list.map((alert) => ({ ...alert, at: midnight }))) }),
  ),
  said('merge', fc.record({ into: fc.constant('other'), reason: text })),
  said('close', fc.record({ waiver: text })),
  said('remind-confirmation', fc.constant({})),
);

const step = fc.record({ command: anyCommand, by: person, overridden: fc.boolean() });
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const found: Found = {
  person: { id: ben, active: true },
  file: true,
  other: { ...given(declared({ number: '2' })).state, id: 'other' },
};

interface History {
  readonly states: readonly IncidentState[];
  readonly events: readonly StoredIncidentEvent[];
}

function play(steps: readonly Step[]): History {
  const events: StoredIncidentEvent[] = [];
  const states: IncidentState[] = [];
  let state: IncidentState | null = null;
  const add = (event: StoredIncidentEvent): void => {
    state = evolve('incident-1', state, event);
    events.push(event);
    states.push(state as IncidentState);
  };
  const row = (version: number, actor: string): object => ({
    id: `event-${version}`,
    version,
    position: version,
    actor,
    commandId: `command-${version}`,
    policyVersion: 0,
    happenedAt: instant(midnight + version * 60_000),
    recordedAt: instant(midnight + version * 60_000),
  });
  add({ ...declared(), ...row(1, `person:${ana}`) } as StoredIncidentEvent);
  for (const { command, by, overridden } of steps) {
    const subject: Subject = personSubject(by);
    const outcome = decide(state, commandOf(command, overridden), {
      now: instant(midnight + events.length * 60_000),
      subject,
      policy: defaultPolicy,
      catalog: emptyCatalog,
      instruments: {},
      readings: {},
      found,
    });
    if (outcome.kind === 'refused') continue;
    for (const event of outcome.events)
      add({ ...event, ...row(events.length + 1, `person:${by}`) } as StoredIncidentEvent);
  }
  return { states, events };
}

const commandOf = ({ verb, body }: Step['command'], overridden: boolean): IncidentCommand =>
  ({
    id: 'command',
    verb,
    body,
    happenedAt: null,
    override: overridden ? { practice: 'D4', reason: 'because', secondedBy: null } : null,
  }) as unknown as IncidentCommand;

const runs = { numRuns: 5000 };
const history = fc.array(step, { maxLength: 25 });

describe('any history of commands', () => {
  test('replays to the same state, from any point', () => {
    fc.assert(
      fc.property(history, fc.nat(), (steps, cut) => {
        const { states, events } = play(steps);
        const from = cut % events.length;
        let state: IncidentState | null = from === 0 ? null : (states[from - 1] as IncidentState);
        for (const event of events.slice(from)) state = evolve('incident-1', state, event);
        expect(state).toEqual(states.at(-1));
      }),
      runs,
    );
  });

  test('moves phases only by the table', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { states, events } = play(steps);
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

  test('never refuses a note, and never tells a hold twice in a row', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { states, events } = play(steps);
        const last = states.at(-1) as IncidentState;
        const outcome = decide(last, commandOf({ verb: 'note', body: { text: 'x' } }, false), {
          now: midnight,
          subject: personSubject(ben),
          policy: defaultPolicy,
          catalog: emptyCatalog,
          instruments: {},
          readings: {},
          found,
        });
        expect(outcome.kind).toBe('accepted');
        const holds = events.filter(({ type }) => type === 'CommandHeld' || type === 'GuardrailOverridden');
        for (let index = 1; index < holds.length; index += 1) {
          expect([holds[index - 1]?.type, holds[index]?.type]).not.toEqual(['CommandHeld', 'CommandHeld']);
        }
      }),
      runs,
    );
  });

  test('the same state-setting command twice adds nothing', () => {
    const settling = ['confirm', 'set-severity', 'set-kind', 'attach-alerts', 'close', 'merge', 'remind-confirmation'];
    fc.assert(
      fc.property(history, step, (steps, once) => {
        fc.pre(settling.includes(once.command.verb));
        const one = play([...steps, once]);
        const two = play([...steps, once, once]);
        expect(two.events.length).toBe(one.events.length);
      }),
      runs,
    );
  });
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
