import { expect } from 'vitest';
import type { Subject } from '../../src/domain/access/subject.ts';
import { emptyCatalog } from '../../src/domain/catalog/catalog.ts';
import type { CommandOf, IncidentCommand, Override, Verb } from '../../src/domain/incident/command.ts';
import { decide } from '../../src/domain/incident/decide.ts';
import type { IncidentEvent, StoredIncidentEvent } from '../../src/domain/incident/event.ts';
import { evolve } from '../../src/domain/incident/evolve.ts';
import type { Found } from '../../src/domain/incident/facts.ts';
import type { IncidentState } from '../../src/domain/incident/state.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import { defaultPolicy, type Policy } from '../../src/domain/policy/policy.ts';
import { instant, type Instant, later } from '../../src/domain/time.ts';

export const ana = 'person-ana';
export const ben = 'person-ben';
export const incidentId = 'incident-1';
export const midnight: Instant = instant(Date.UTC(2026, 10, 23));

export const personSubject = (id: string, throughToken = false): Subject => ({
  kind: 'person',
  id,
  role: 'responder',
  scopes: null,
  throughToken,
});

export const declared = (
  more: Partial<Extract<IncidentEvent, { type: 'IncidentDeclared' }>['body']> = {},
): IncidentEvent => ({
  type: 'IncidentDeclared',
  body: {
    number: '1',
    title: 'Checkout answers 500',
    severity: 'SEV-1',
    kind: 'availability',
    exercise: false,
    private: false,
    alerts: [],
    group: null,
    detectedBy: null,
    ...more,
  },
});

export const confirmed: IncidentEvent = { type: 'IncidentConfirmed', body: { evidence: 'seen' } };

/** Puts events one minute apart, by Ana, as the store would have them. */
export function stored(events: readonly IncidentEvent[], actor = `person:${ana}`): StoredIncidentEvent[] {
  return events.map((event, index) => ({
    ...event,
    id: `event-${index + 1}`,
    version: index + 1,
    position: index + 1,
    actor,
    commandId: `command-${index + 1}`,
    policyVersion: 0,
    happenedAt: later(midnight, index * 60_000),
    recordedAt: later(midnight, index * 60_000),
  }));
}

export function fold(events: readonly StoredIncidentEvent[]): IncidentState | null {
  let state: IncidentState | null = null;
  for (const event of events) state = evolve(incidentId, state, event);
  return state;
}

interface Circumstances {
  readonly by?: Subject;
  readonly found?: Found;
  readonly policy?: Policy;
  readonly override?: Override;
  readonly now?: Instant;
}

interface Told {
  readonly outcome: Outcome<IncidentEvent>;
  /** Expects the command to be accepted with exactly these types of event. */
  thenEvents(...types: IncidentEvent['type'][]): IncidentEvent[];
  thenRefused(code: string): void;
  thenHeld(practice: string): void;
}

/** Given these events, when this is said, then … */
export function given(...events: IncidentEvent[]): {
  state: IncidentState;
  when<V extends Verb>(verb: V, body: CommandOf<V>['body'], circumstances?: Circumstances): Told;
} {
  const state = fold(stored(events)) as IncidentState;
  return {
    state,
    when(verb, body, { by, found, policy, override, now } = {}) {
      const command = {
        id: 'command',
        verb,
        body,
        happenedAt: null,
        override: override ?? null,
      } as unknown as IncidentCommand;
      const outcome = decide(state, command, {
        now: now ?? later(midnight, 3_600_000),
        subject: by ?? personSubject(ana),
        policy: policy ?? defaultPolicy,
        catalog: emptyCatalog,
        sources: [],
        instruments: {},
        readings: {},
        found: found ?? {},
      });
      return {
        outcome,
        thenEvents(...types) {
          expect(outcome.kind === 'accepted' ? outcome.events.map(({ type }) => type) : outcome).toEqual(types);
          return outcome.kind === 'accepted' ? [...outcome.events] : [];
        },
        thenRefused(code) {
          expect(outcome).toMatchObject({ kind: 'refused', problem: { code } });
        },
        thenHeld(practice) {
          expect(outcome).toMatchObject({ kind: 'held', hold: { practice } });
        },
      };
    },
  };
}
