import { type AccessObject, can } from '../domain/access/can.ts';
import { actorOf } from '../domain/access/subject.ts';
import { actionFor } from '../domain/access/verb-action.ts';
import type { CommandOf, IncidentCommand } from '../domain/incident/command.ts';
import { decide, wanted } from '../domain/incident/decide.ts';
import type { IncidentEvent, StoredIncidentEvent } from '../domain/incident/event.ts';
import { evolve } from '../domain/incident/evolve.ts';
import type { Facts, Found } from '../domain/incident/facts.ts';
import type { IncidentState } from '../domain/incident/state.ts';
import { timersOf } from '../domain/incident/timers.ts';
import { upcast } from '../domain/incident/upcast.ts';
import { canonical, type Json } from '../domain/log/canonical.ts';
import { incidentStream, type NewEvent } from '../domain/log/record.ts';
import { type Outcome, refused } from '../domain/outcome.ts';
import { readingsSince } from '../domain/telemetry/all-clear.ts';
import { Unavailable } from '../domain/unavailable.ts';
import type { Lexicon } from '../domain/prose/finding.ts';
import { lexiconOf } from '../domain/prose/lexicon.ts';
import type {
  CommandHandler,
  CommandRequest,
  Deliveries,
  Handled,
  Identities,
  LogStore,
  OpenChanges,
  Projector,
  ReadProse,
  RememberedCommand,
  StateCache,
  Transaction,
  Unit,
} from './ports.ts';

export interface HandlerNeeds {
  readonly log: LogStore;
  readonly identities: Identities;
  readonly projectors: readonly Projector[];
  readonly deliveries: Deliveries;
  readonly openChanges: OpenChanges;
  readonly cache: StateCache;
  readonly readProse: ReadProse;
}

/** Why a transaction is undone although the database is well: the answer is in `outcome`. */
class Undone extends Error {
  readonly outcome: Outcome<never>;
  constructor(outcome: Outcome<never>) {
    super('undone');
    this.outcome = outcome;
  }
}

const busyTries = 3;

/** Builds the handler: load state and facts, decide, append events, folds, timers and outbox in one transaction. */
export function commandHandler(needs: HandlerNeeds): CommandHandler {
  async function attempt(
    requests: readonly CommandRequest[],
    alongside?: (transaction: Transaction) => Promise<void>,
  ): Promise<readonly Handled[]> {
    const work = new Work(needs);
    const { result, base } = await needs.log.unit(work.streams(requests), async (unit) => {
      const handled: Handled[] = [];
      for (const request of requests) handled.push(await work.one(unit, request));
      await alongside?.(unit.transaction);
      await work.finish(unit);
      return handled;
    });
    work.committed();
    return result.map((answer) => (answer.repeated ? answer : placed(answer, base)));
  }

  async function handleTogether(
    requests: readonly CommandRequest[],
    alongside?: (transaction: Transaction) => Promise<void>,
  ): Promise<readonly Handled[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt(requests, alongside);
      } catch (error) {
        if (!(error instanceof Unavailable) || error.reason !== 'busy' || tries === busyTries) throw error;
      }
    }
  }

  async function handle(request: CommandRequest): Promise<Handled> {
    try {
      const [answer] = await handleTogether([request]);
      return answer as Handled;
    } catch (error) {
      if (error instanceof Undone) return { outcome: error.outcome, state: null, stored: [], repeated: false };
      throw error;
    }
  }

  return { handle, handleTogether };
}

interface Touched {
  readonly before: IncidentState | null;
  state: IncidentState | null;
  readonly events: StoredIncidentEvent[];
}

/** What one transaction does, and what is remembered of it once it has committed. */
class Work {
  readonly #needs: HandlerNeeds;
  readonly #touched = new Map<string, Touched>();

  constructor(needs: HandlerNeeds) {
    this.#needs = needs;
  }

  streams(requests: readonly CommandRequest[]): string[] {
    const incidents = requests.flatMap(({ incident, command }) => {
      const { other } = wanted(command);
      return other === undefined ? [incident] : [incident, other];
    });
    return [...new Set(incidents)].map(incidentStream);
  }

  async #load(unit: Unit, incident: string): Promise<Touched> {
    const known = this.#touched.get(incident);
    if (known) return known;
    const stream = incidentStream(incident);
    const head = unit.head(stream);
    let state = head === null ? null : this.#needs.cache.get(incident, head.version);
    if (head !== null && head.version > (state?.version ?? 0)) {
      for (const event of await unit.read(stream, state?.version ?? 0)) state = evolve(incident, state, upcast(event));
    }
    const touched: Touched = { before: state, state, events: [] };
    this.#touched.set(incident, touched);
    return touched;
  }

  async one(unit: Unit, request: CommandRequest): Promise<Handled> {
    const touched = await this.#load(unit, request.incident);
    const answer = (outcome: Outcome<IncidentEvent>, stored: readonly StoredIncidentEvent[] = []): Handled => ({
      outcome,
      state: touched.state,
      stored,
      repeated: false,
    });
    const barred = barredBy(request, touched.state);
    if (barred) return answer(barred);
    const digest = this.#needs.identities.digest(canonical(request.command as unknown as Json));
    const earlier = await unit.findCommand(actorOf(request.subject), request.command.id);
    if (earlier) return this.#again(unit, request, touched, earlier, digest);
    const facts = await this.#facts(unit, request, touched.state);
    const outcome = decide(touched.state, request.command, facts);
    if (outcome.kind === 'refused') return answer(outcome);
    const stored = this.#append(unit, request, touched, outcome.events);
    if (outcome.kind === 'accepted') {
      unit.remember(actorOf(request.subject), request.command.id, {
        stream: incidentStream(request.incident),
        digest,
        firstVersion: stored[0]?.version ?? 0,
        lastVersion: stored.at(-1)?.version ?? 0,
      });
      await this.#followUp(unit, request, stored);
    }
    return answer(outcome, stored);
  }

  async #again(
    unit: Unit,
    request: CommandRequest,
    touched: Touched,
    earlier: RememberedCommand,
    digest: string,
  ): Promise<Handled> {
    const stream = incidentStream(request.incident);
    const { state } = touched;
    if (earlier.digest !== digest || earlier.stream !== stream) {
      return { outcome: refused('command/id-reused', { id: request.command.id }), state, stored: [], repeated: false };
    }
    const rows = await unit.read(stream, earlier.firstVersion - 1, earlier.lastVersion);
    const stored = rows.map(upcast);
    const events = stored as readonly unknown[] as readonly IncidentEvent[];
    return { outcome: { kind: 'accepted', events, cautions: [] }, state, stored, repeated: true };
  }

  async #facts(unit: Unit, request: CommandRequest, state: IncidentState | null): Promise<Facts> {
    const found = await this.#find(unit, request, state);
    const common = { now: unit.now, subject: request.subject, ...unit.settings, found };
    if (state === null || !wanted(request.command).telemetry) return { ...common, instruments: {}, readings: {} };
    const since = readingsSince(state, unit.settings.policy, unit.settings.catalog, unit.now);
    return { ...common, ...(await unit.telemetry(request.incident, since)) };
  }

  async #find(unit: Unit, { incident, command, subject }: CommandRequest, state: IncidentState | null): Promise<Found> {
    const { other, openChanges, children, ancestors, prose, telemetry: _telemetry, ...rest } = wanted(command);
    const found: { -readonly [Key in keyof Found]: Found[Key] } = await unit.find(incidentStream(incident), rest);
    // An incident that the caller may not read is not there, as far as the caller can tell.
    const visible = (of: AccessObject): boolean => can(subject, 'incident.read', of) !== 'hidden';
    if (other !== undefined) {
      const loaded = (await this.#load(unit, other)).state;
      found.other = loaded !== null && visible(objectOf(loaded)) ? loaded : null;
    }
    if (ancestors && found.other) found.ancestors = await this.#ancestorsOf(unit, found.other);
    if (openChanges) {
      const open = await this.#needs.openChanges.underWay(unit.transaction);
      found.openChanges = open.filter((change) => visible({ kind: 'incident', ...change }));
    }
    if (children) found.children = await this.#childrenOf(unit, state);
    if (prose) found.prose = this.#needs.readProse(prose, await this.#lexicon(unit));
    return found;
  }

  async #lexicon(unit: Unit): Promise<Lexicon> {
    const { people, teams } = await unit.names();
    return lexiconOf(named(people), named(teams), unit.settings.catalog);
  }

  /** Another incident as it was when this transaction looked: read, not locked. */
  async #seen(unit: Unit, incident: string): Promise<IncidentState | null> {
    let state: IncidentState | null = null;
    for (const event of await unit.read(incidentStream(incident), 0)) state = evolve(incident, state, upcast(event));
    return state;
  }

  async #childrenOf(unit: Unit, state: IncidentState | null): Promise<IncidentState[]> {
    const children: IncidentState[] = [];
    for (const child of state?.children ?? []) {
      const seen = await this.#seen(unit, child);
      if (seen) children.push(seen);
    }
    return children;
  }

  async #ancestorsOf(unit: Unit, { parent }: IncidentState): Promise<string[]> {
    const ancestors: string[] = [];
    for (let next = parent; next !== null && !ancestors.includes(next);) {
      ancestors.push(next);
      next = (await this.#seen(unit, next))?.parent ?? null;
    }
    return ancestors;
  }

  #append(
    unit: Unit,
    { incident, subject, command }: CommandRequest,
    touched: Touched,
    events: readonly IncidentEvent[],
    causedBy: string | null = null,
  ): readonly StoredIncidentEvent[] {
    const rows = events.map(({ type, body }): NewEvent => ({
      type,
      body: body as unknown as Json,
      commandId: command.id,
      causedBy,
      policyVersion: unit.settings.policy.version,
      actor: actorOf(subject),
      happenedAt: command.happenedAt ?? unit.now,
    }));
    const stored = unit.append(incidentStream(incident), rows).map(upcast);
    for (const event of stored) {
      touched.state = evolve(incident, touched.state, event);
      if (event.type === 'EntryRedacted' && event.body !== null) unit.redact(event.body.entry, event.id);
      if (event.type === 'FileAttached' && event.body !== null) {
        unit.useFile(event.body.file.digest, event.id, incidentStream(incident));
      }
    }
    touched.events.push(...stored);
    return stored;
  }

  /** A merge, or a link, has a half in each stream; the second commits with the first or neither does. */
  async #followUp(unit: Unit, request: CommandRequest, stored: readonly StoredIncidentEvent[]): Promise<void> {
    for (const event of stored) {
      if (event.body === null) continue;
      if (event.type === 'IncidentMerged') {
        await this.#otherHalf(unit, request, event.body.into, event.id, {
          verb: 'absorb',
          body: { from: request.incident },
        });
      }
      if (event.type === 'ParentLinked') {
        await this.#otherHalf(unit, request, event.body.parent, event.id, {
          verb: 'adopt-child',
          body: { child: request.incident },
        });
      }
    }
  }

  async #otherHalf(
    unit: Unit,
    { incident, subject, command: first }: CommandRequest,
    into: string,
    causedBy: string,
    half: Pick<CommandOf<'absorb'>, 'verb' | 'body'> | Pick<CommandOf<'adopt-child'>, 'verb' | 'body'>,
  ): Promise<void> {
    const survivor = await this.#load(unit, into);
    const command: IncidentCommand = {
      id: this.#needs.identities.derived(first.id, half.verb),
      ...half,
      happenedAt: first.happenedAt,
      override: null,
    };
    const other = this.#touched.get(incident)?.before ?? null;
    const facts = { now: unit.now, subject, ...unit.settings, instruments: {}, readings: {} };
    const outcome = decide(survivor.state, command, { ...facts, found: { other } });
    if (outcome.kind !== 'accepted') throw new Undone(outcome.kind === 'refused' ? outcome : refused('access/denied'));
    this.#append(unit, { incident: into, subject, command }, survivor, outcome.events, causedBy);
  }

  async finish(unit: Unit): Promise<void> {
    for (const [incident, { state, events }] of this.#touched) {
      if (state === null || events.length === 0) continue;
      unit.setTimers(incidentStream(incident), state.version, timersOf(state, unit.settings.policy));
      for (const projector of this.#needs.projectors) {
        await projector.project(unit.transaction, incident, events, state);
      }
      await this.#needs.deliveries.enqueue(
        unit.transaction,
        events.map((event) => ({ ...event, stream: incidentStream(incident) })) as never,
        state,
      );
    }
  }

  committed(): void {
    for (const [incident, { state }] of this.#touched) if (state) this.#needs.cache.set(incident, state);
  }
}

const named = (names: readonly string[]): { name: string }[] => names.map((name) => ({ name }));

const placed = (answer: Handled, base: number): Handled => ({
  ...answer,
  stored: answer.stored.map((event) => ({ ...event, position: event.position + base })),
});

const objectOf = (state: IncidentState): AccessObject => ({
  kind: 'incident',
  id: state.id,
  private: state.private,
  members: state.members,
  admitted: state.admitted,
});

function barredBy({ subject, command }: CommandRequest, state: IncidentState | null): Outcome<never> | null {
  const verdict = can(subject, actionFor[command.verb], state === null ? undefined : objectOf(state));
  if (verdict === 'hidden') return refused('incident/not-found');
  if (verdict === 'no') return refused('access/denied', { action: actionFor[command.verb] });
  return null;
}
