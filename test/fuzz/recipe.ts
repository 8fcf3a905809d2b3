import { randomUUID } from 'node:crypto';
import type { Parts } from './request.ts';
import type { World } from './world.ts';

/** What a good request of an operation needs, made for it alone. */
export interface Prepared extends Partial<Parts> {
  /** Sent with these instead of the owner's token. */
  readonly headers?: Record<string, string>;
}

export type Recipe = (world: World) => Promise<Prepared>;
export type Recipes = Readonly<Record<string, Recipe>>;

export const said = (body: object = {}): { body: object } => ({ body: { id: randomUUID(), ...body } });
export const about = (incident: string, body: object = {}): Prepared => ({ path: { incident }, ...said(body) });

export const onFresh =
  (body: object = {}): Recipe =>
  async (world) =>
    about((await world.declare()).id, body);

/** Says this of a fresh incident, after these steps. */
export const after =
  (steps: readonly (readonly [verb: string, body?: object])[], body: object = {}): Recipe =>
  async (world) => {
    const { id } = await world.declare();
    for (const [verb, step] of steps) await world.say(id, verb, step);
    return about(id, body);
  };
