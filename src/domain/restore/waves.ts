import type { Dependency } from '../catalog/look-up.ts';

export interface RestoreWaves {
  /** What may be restored side by side, wave after wave. Names are sorted inside a wave. */
  readonly waves: readonly (readonly string[])[];
  /** Each cycle from its first name on: every member needs the next one, and the last needs the first. */
  readonly cycles: readonly (readonly string[])[];
}

type Needs = ReadonlyMap<string, readonly string[]>;

/**
 * The order in which services can come back (D3). Dependencies on what is not among `services` do not count. A
 * `bootstrap` service is started without its dependencies, which breaks its cycles; what is in or behind a cycle that
 * is not broken stands in no wave. Each service in a cycle is named by at least one of `cycles`. The order of the
 * input is of no matter.
 *
 * @example
 * wavesOf(['shop', 'db'], [{ from: 'shop', dependsOn: 'db' }], []) // { waves: [['db'], ['shop']], cycles: [] }
 */
export function wavesOf(
  services: readonly string[],
  dependencies: readonly Dependency[],
  bootstrap: readonly string[],
): RestoreWaves {
  const needs = needsOf(services, dependencies, new Set(bootstrap));
  const waves = layersOf(needs);
  const placed = new Set(waves.flat());
  const stuck = new Map(
    [...needs].flatMap(([name, wants]) =>
      placed.has(name) ? [] : [[name, wants.filter((want) => !placed.has(want))] as const],
    ),
  );
  return { waves, cycles: cyclesIn(stuck) };
}

/** What a service still waits for: those it needs itself that nobody has verified, sorted. */
export function readyToRestore(
  service: string,
  dependencies: readonly Dependency[],
  verified: ReadonlySet<string>,
): string[] {
  const waits = dependencies.filter(
    // Nothing can wait for itself: that would hold it for ever.
    ({ from, dependsOn }) => from === service && dependsOn !== service && !verified.has(dependsOn),
  );
  return [...new Set(waits.map(({ dependsOn }) => dependsOn))].sort();
}

function needsOf(
  services: readonly string[],
  dependencies: readonly Dependency[],
  bootstrap: ReadonlySet<string>,
): Needs {
  const needs = new Map([...new Set(services)].sort().map((name) => [name, new Set<string>()]));
  for (const { from, dependsOn } of dependencies) {
    if (needs.has(dependsOn) && !bootstrap.has(from)) needs.get(from)?.add(dependsOn);
  }
  return new Map([...needs].map(([name, wants]) => [name, [...wants].sort()]));
}

function reversed(needs: Needs): Map<string, string[]> {
  const neededBy = new Map([...needs.keys()].map((name) => [name, [] as string[]]));
  for (const [name, wants] of needs) for (const want of wants) neededBy.get(want)?.push(name);
  return neededBy;
}

function layersOf(needs: Needs): string[][] {
  const neededBy = reversed(needs);
  const open = new Map([...needs].map(([name, wants]) => [name, wants.length]));
  const waves: string[][] = [];
  let wave = [...needs].flatMap(([name, wants]) => (wants.length === 0 ? [name] : []));
  while (wave.length > 0) {
    waves.push(wave);
    const next: string[] = [];
    for (const user of wave.flatMap((name) => neededBy.get(name) ?? [])) {
      const left = (open.get(user) ?? 0) - 1;
      open.set(user, left);
      if (left === 0) next.push(user);
    }
    wave = next.sort();
  }
  return waves;
}

/** One cycle through the first member that none names yet, until every member of a cycle is named. */
function cyclesIn(stuck: Needs): string[][] {
  const knots = knotsIn(stuck);
  const neededBy = reversed(stuck);
  const named = new Set<string>();
  const cycles: string[][] = [];
  for (const name of stuck.keys()) {
    if (named.has(name)) continue;
    const inKnot = (each: string): boolean => knots.get(each) === knots.get(name);
    const cycle = cycleThrough(
      name,
      (each) => (stuck.get(each) ?? []).filter(inKnot),
      (each) => (neededBy.get(each) ?? []).filter(inKnot),
    );
    for (const member of cycle) named.add(member);
    if (cycle.length > 0) cycles.push(fromFirst(cycle));
  }
  return cycles.sort(([one = ''], [other = '']) => (one < other ? -1 : one > other ? 1 : 0));
}

function fromFirst(cycle: readonly string[]): string[] {
  const least = cycle.reduce((first, name) => (name < first ? name : first));
  const at = cycle.indexOf(least);
  return [...cycle.slice(at), ...cycle.slice(0, at)];
}

type Steps = (name: string) => readonly string[];

/** One end of a search: where it stands, and from where it reached each name. */
interface Front {
  names: readonly string[];
  readonly from: Map<string, string>;
  readonly step: Steps;
}

/** A short cycle, searched from both ends: in a large tangle one end alone would visit most of it for every name. */
function cycleThrough(start: string, next: Steps, previous: Steps): string[] {
  const ahead: Front = { names: [start], from: new Map(), step: next };
  const behind: Front = { names: [start], from: new Map(), step: previous };
  while (ahead.names.length > 0 && behind.names.length > 0) {
    const smaller = ahead.names.length <= behind.names.length ? ahead : behind;
    const met = advance(smaller, smaller === ahead ? behind : ahead, start);
    if (met === null) continue;
    const [last, first] = smaller === ahead ? met : [met[1], met[0]];
    const tail = first === start ? [] : pathTo(first, start, behind.from);
    return [...pathTo(last, start, ahead.from).reverse(), ...tail.slice(0, -1)];
  }
  return [];
}

/** Takes one step from every name of the front. Answers the step that met the other front, or the start again. */
function advance(front: Front, other: Front, start: string): [string, string] | null {
  const reached: string[] = [];
  for (const name of front.names) {
    for (const step of front.step(name)) {
      if (step === start || other.from.has(step)) return [name, step];
      if (front.from.has(step)) continue;
      front.from.set(step, name);
      reached.push(step);
    }
  }
  front.names = reached;
  return null;
}

/** From `end` back to `start`. */
function pathTo(end: string, start: string, from: ReadonlyMap<string, string>): string[] {
  const path = [end];
  for (let at = end; at !== start;) {
    at = from.get(at) ?? start;
    path.push(at);
  }
  return path;
}

/**
 * Which names can reach each other both ways (Kosaraju), each with the first one found. Walked with a stack of its own: a chain
 * of thousands of services must not exhaust the call stack.
 */
function knotsIn(needs: Needs): Map<string, string> {
  const order: string[] = [];
  const seen = new Set<string>();
  for (const name of needs.keys()) order.push(...finished(name, needs, seen));
  const neededBy = reversed(needs);
  const knots = new Map<string, string>();
  const gathered = new Set<string>();
  for (const name of order.reverse()) {
    for (const member of finished(name, neededBy, gathered)) knots.set(member, name);
  }
  return knots;
}

/** Names reachable from one and not seen before, each after those it reaches. */
function finished(start: string, edges: ReadonlyMap<string, readonly string[]>, seen: Set<string>): string[] {
  if (seen.has(start)) return [];
  seen.add(start);
  const done: string[] = [];
  const path = [{ name: start, at: 0 }];
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const want = edges.get(top.name)?.[top.at];
    top.at += 1;
    if (want === undefined) {
      done.push(top.name);
      path.pop();
    } else if (!seen.has(want)) {
      seen.add(want);
      path.push({ name: want, at: 0 });
    }
  }
  return done;
}
