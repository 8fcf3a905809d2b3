import { expect } from 'vitest';
import * as z from 'zod';
import { commandTable, type PublicVerb } from '../../src/api/command-table.ts';
import type { Subject } from '../../src/domain/access/subject.ts';
import { type Catalog, emptyCatalog } from '../../src/domain/catalog/catalog.ts';
import type { IncidentCommand, Override } from '../../src/domain/incident/command.ts';
import { decide } from '../../src/domain/incident/decide.ts';
import type { IncidentEvent, StoredIncidentEvent } from '../../src/domain/incident/event.ts';
import { evolve } from '../../src/domain/incident/evolve.ts';
import type { Facts, Found } from '../../src/domain/incident/facts.ts';
import type { IncidentState } from '../../src/domain/incident/state.ts';
import { actorOf } from '../../src/domain/access/subject.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import { defaultPolicy, type Policy } from '../../src/domain/policy/policy.ts';
import type { InstrumentState, Reading } from '../../src/domain/telemetry/reading.ts';
import { type DurationMs, type Instant, instant, later } from '../../src/domain/time.ts';
import { ana, declared, incidentId, midnight, personSubject } from './story.ts';

export interface Circumstances {
  readonly by?: string | Subject;
  readonly override?: Override['practice'];
  readonly found?: Found;
  readonly id?: string;
  readonly happenedAt?: Instant;
}

type Declared = Extract<IncidentEvent, { type: 'IncidentDeclared' }>['body'];

const watcher: Subject = { kind: 'system', name: 'watch' };

/** A room in which people speak one after the other, a second apart, and in which time can be let pass. */
export class Room {
  state: IncidentState;
  now: Instant;
  policy: Policy = defaultPolicy;
  catalog: Catalog = emptyCatalog;
  instruments: Record<string, InstrumentState> = {};
  readings: Record<string, Reading[]> = {};
  readonly events: StoredIncidentEvent[] = [];
  #count = 0;

  constructor(more: Partial<Declared> = {}, actor = `person:${ana}`) {
    this.now = midnight;
    this.state = this.#append([declared(more)], actor, 'declared', this.now) as IncidentState;
  }

  #append(events: readonly IncidentEvent[], actor: string, commandId: string, happenedAt: Instant): IncidentState {
    for (const event of events) {
      const version = this.events.length + 1;
      const stored = {
        ...event,
        id: `event-${version}`,
        version,
        position: version,
        actor,
        commandId,
        policyVersion: 0,
        happenedAt,
        recordedAt: this.now,
      };
      this.state = evolve(incidentId, this.state ?? null, stored) as IncidentState;
      this.events.push(stored);
    }
    return this.state;
  }

  facts(subject: Subject = personSubject(ana), found: Found = {}): Facts {
    const { now, policy, catalog, instruments, readings } = this;
    return { now, subject, policy, catalog, sources: Object.keys(instruments), instruments, readings, found };
  }

  pass(ms: DurationMs): this {
    this.now = later(this.now, ms);
    return this;
  }

  /** Says a verb as a person would through the API, with its defaults, and keeps what came of it. */
  say(verb: PublicVerb, body: object = {}, circumstances: Circumstances = {}): Outcome<IncidentEvent> {
    const fields = z.object(commandTable[verb].fields as z.ZodRawShape).parse(body);
    return this.decide(verb, fields, circumstances);
  }

  /** Says a verb that only the system says. */
  system(verb: IncidentCommand['verb'], body: object = {}, found: Found = {}): Outcome<IncidentEvent> {
    return this.decide(verb, body, { by: watcher, found });
  }

  /** Says a verb with its whole body. */
  decide(
    verb: string,
    body: object,
    { by = ana, override, found, id, happenedAt }: Circumstances,
  ): Outcome<IncidentEvent> {
    this.#count += 1;
    this.now = later(this.now, 1000);
    const subject = typeof by === 'string' ? personSubject(by) : by;
    const command = {
      id: id ?? `command-${this.#count}`,
      verb,
      body,
      happenedAt: happenedAt ?? null,
      override: override === undefined ? null : { practice: override, reason: 'because', secondedBy: null },
    } as unknown as IncidentCommand;
    const outcome = decide(this.state, command, this.facts(subject, found));
    if (outcome.kind !== 'refused') {
      this.#append(outcome.events, actorOf(subject), command.id, happenedAt ?? this.now);
    }
    return outcome;
  }

  /** Puts a reading every `everyMs` from now on, and lets that time pass. */
  read(signal: string, everyMs: DurationMs, ...values: (number | null)[]): this {
    for (const value of values) {
      this.now = later(this.now, everyMs);
      (this.readings[signal] ??= []).push({ at: this.now, value, missing: value === null ? 'unreachable' : null });
      for (const instrument of Object.keys(this.instruments)) this.instrument(instrument);
    }
    return this;
  }

  instrument(name: string, health: InstrumentState['health'] = 'fresh'): this {
    this.instruments[name] = { health, because: '', checkedAt: instant(this.now) };
    return this;
  }
}

export const types = (outcome: Outcome<IncidentEvent>): string[] =>
  outcome.kind === 'refused' ? [] : outcome.events.map(({ type }) => type);

export function expectAccepted(outcome: Outcome<IncidentEvent>, ...expected: IncidentEvent['type'][]): void {
  expect(outcome.kind === 'accepted' ? types(outcome) : outcome).toEqual(expected);
}

export function expectHeld(outcome: Outcome<IncidentEvent>, practice: string, waits: string): void {
  const by = 'incident-commander';
  expect(outcome).toMatchObject({
    kind: 'held',
    hold: { practice, waits: `practice/${practice}/${waits}`, override: { by } },
  });
  expect(outcome.kind === 'held' ? outcome.hold.lifts : '').toMatch(new RegExp(`^practice/${practice}/.*lifts$`));
}

export function expectCautions(outcome: Outcome<IncidentEvent>, ...says: string[]): void {
  expect(outcome.kind === 'accepted' ? outcome.cautions.map((caution) => caution.says) : outcome).toEqual(
    says.map((code) => `practice/${code}`),
  );
}

export function expectRefused(outcome: Outcome<IncidentEvent>, code: string): void {
  expect(outcome).toMatchObject({ kind: 'refused', problem: { code } });
}

/** Enough of an undo, where the story is about something else. */
export const undo = 'none needed';

/** Confirmed, scoped, and with an instrument that can be trusted. */
export function ready(room: Room): Room {
  room.say('confirm', { evidence: 'three failed orders' });
  room.say('state-scope', { what: 'checkout' });
  return room.instrument('prometheus');
}
