import fc from 'fast-check';
import { type OpenApi, type Operation, operationsOf } from './contract.ts';
import { faultOf } from './judge.ts';
import type { Prepared } from './recipe.ts';
import { recipes } from './recipes.ts';
import { type FuzzRequest, printed, requestOf, requestsOf } from './request.ts';
import { type Heard, NoAnswer, type Sender, senderTo } from './send.ts';
import { seed as seedWorld, type World } from './world.ts';

export interface FuzzOptions {
  readonly url: string;
  readonly ownerToken: string;
  readonly seconds: number;
  readonly seed: number;
  /** Every operation is tried in so many rounds, however long that takes. */
  readonly leastRounds: number;
}

export interface Failure {
  readonly operation: string;
  readonly fault: string;
  /** A command that sends the request again. */
  readonly request: string;
}

export interface FuzzReport {
  readonly seed: number;
  readonly rounds: number;
  readonly requests: number;
  /** Answers by status. */
  readonly answers: Readonly<Record<string, number>>;
  readonly slowest: { readonly ms: number; readonly request: string };
  readonly failures: readonly Failure[];
  /** Operations that never accepted anything, or never refused anything. */
  readonly unfuzzed: readonly string[];
}

const lanes = 4;
const runsPerRound = 12;
/** More would say the same again. */
const mostFailuresPerOperation = 3;

class Run {
  readonly failures: Failure[] = [];
  readonly answers: Record<string, number> = {};
  readonly accepted = new Set<string>();
  readonly refused = new Set<string>();
  /** Why no request could be prepared, by operation. */
  readonly unprepared = new Map<string, string>();
  requests = 0;
  slowest = { ms: 0, request: '' };
  readonly #world: World;
  readonly #sender: Sender;

  constructor(world: World, sender: Sender) {
    this.#world = world;
    this.#sender = sender;
  }

  /** Sends it and answers what is wrong with what came back, or null. */
  async tryOut(request: FuzzRequest, identity?: Readonly<Record<string, string>>): Promise<string | null> {
    const began = performance.now();
    let heard: Heard;
    try {
      heard = await this.#sender.send(request, identity ?? this.#world.headers[request.caller]);
    } catch (error) {
      if (error instanceof NoAnswer) return `no answer: ${error.message}`;
      throw error;
    } finally {
      this.requests += 1;
      const ms = Math.round(performance.now() - began);
      if (ms > this.slowest.ms) this.slowest = { ms, request: printed(request, this.#world.url).slice(0, 300) };
    }
    this.answers[heard.status] = (this.answers[heard.status] ?? 0) + 1;
    if (heard.status < 300) this.accepted.add(request.operation);
    else if (heard.status < 500) this.refused.add(request.operation);
    return faultOf(request, heard);
  }

  fail(request: FuzzRequest, fault: string): void {
    this.failures.push({ operation: request.operation, fault, request: printed(request, this.#world.url) });
  }

  isSpent(operation: Operation): boolean {
    return this.failures.filter((failure) => failure.operation === operation.name).length >= mostFailuresPerOperation;
  }
}

/** A request that has to be accepted, with all that must be there before it. */
async function prepared(run: Run, world: World, operation: Operation): Promise<void> {
  let made: Prepared;
  try {
    made = (await recipes[operation.name]?.(world)) ?? {};
  } catch (error) {
    // Another lane may have taken a step away. An operation for which this never works is told as unfuzzed.
    run.unprepared.set(operation.name, (error as Error).message);
    return;
  }
  const { headers, ...parts } = made;
  const names = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
  const path = Object.fromEntries(names.map((name) => [name, defaultFor(world, name)]));
  const request = requestOf(operation, { path, query: {}, body: [], ...parts }, 'owner');
  const fault = await run.tryOut(request, headers);
  if (fault !== null) run.fail(request, fault);
}

function defaultFor(world: World, name: string): unknown {
  if (name === 'incident') return world.pool('incidents').at(-1);
  if (name === 'key') return world.pool('key-secrets').at(-1);
  if (name === 'code') return 'incident/closed';
  return 'policy';
}

async function tried(run: Run, world: World, operation: Operation, seed: number): Promise<void> {
  await prepared(run, world, operation);
  const property = fc.asyncProperty(requestsOf(operation, world), async (request) => {
    const fault = await run.tryOut(request);
    if (fault !== null) throw new Error(fault);
  });
  const details = await fc.check(property, { seed, numRuns: runsPerRound, interruptAfterTimeLimit: 30_000 });
  if (!details.failed || details.counterexample === null) return;
  const [request] = details.counterexample;
  const { errorInstance } = details;
  run.fail(request, errorInstance instanceof Error ? errorInstance.message : 'interrupted');
}

/** Sends every operation good and hostile requests until the time is up. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { url, ownerToken, seconds, seed, leastRounds } = options;
  const world = await seedWorld(url, ownerToken);
  const contract = (await world.owner.get<OpenApi>('/api/openapi.json')).body;
  const operations = operationsOf(contract);
  const sender = senderTo(url);
  const run = new Run(world, sender);
  const until = performance.now() + seconds * 1000;
  let rounds = 0;
  for (; rounds < leastRounds || performance.now() < until; rounds += 1) {
    const waiting = operations.filter((operation) => !run.isSpent(operation));
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await tried(run, world, next, seed + rounds);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    await world.tidy();
  }
  sender.close();
  const { requests, answers, slowest, failures, accepted, refused } = run;
  const unfuzzed = operations
    .filter(({ name }) => !accepted.has(name) || !refused.has(name))
    .map(({ name }) =>
      accepted.has(name) ? `${name}: never refused` : `${name}: never accepted ${run.unprepared.get(name) ?? ''}`,
    );
  return { seed, rounds, requests, answers, slowest, failures, unfuzzed };
}
