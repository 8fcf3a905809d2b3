import type { Handled, Transaction } from '../command/ports.ts';
import { grouped } from '../domain/routing/route.ts';
import { Unavailable } from '../domain/unavailable.ts';
import { type Circumstances, type GroupedStory, type Plan, plan } from './plan.ts';
import type { RoutingNeeds } from './ports.ts';
import type { Rules } from './rules.ts';
import type { Story } from './story.ts';

/** Another replica routed meanwhile, or an incident closed under our hands: nothing was done, and it is to be tried anew. */
export class Overtaken extends Error {}

/** A step of routing: its stories, and how the cursor and the alerts are written with them. */
export interface Step {
  readonly stories: readonly Story[];
  /** Names the step, so that repeating it repeats its command ids. */
  readonly origin: string;
  /** Where the cursor has to stand, and where it goes. */
  readonly from: number;
  readonly to: number;
  /** Lines that could not be read. */
  readonly unreadable: readonly { readonly position: number; readonly reason: string }[];
  /** A line that was set aside, and no longer is. */
  readonly settled?: number;
  /** Instead of writing the alerts as planned. False: the alerts have changed since they were looked at. */
  readonly write?: (transaction: Transaction) => Promise<boolean>;
}

/** Carries a step out: all of it commits, or nothing does. Throws `Overtaken` or `Unavailable`. */
export async function carryOut(needs: RoutingNeeds, rules: Rules, step: Step): Promise<Plan> {
  const stories = step.stories.map((story): GroupedStory => ({
    story,
    found: story.toPlace ? grouped(story.alert, rules.routing) : null,
  }));
  const planned = plan(stories, await circumstances(needs, rules, stories, step.origin));
  const alongside = async (transaction: Transaction): Promise<void> => {
    if (!(await needs.cursor.move(transaction, step.from, step.to))) throw new Overtaken();
    await stillSo(needs, planned, transaction);
    for (const { position, reason } of step.unreadable) await needs.cursor.setAside(transaction, position, reason);
    if (step.settled !== undefined) await needs.cursor.settle(transaction, step.settled);
    if (!step.write) await needs.alerts.write(transaction, planned.writes);
    else if (!(await step.write(transaction))) throw new Overtaken();
  };
  if (planned.requests.length === 0) await needs.transaction(alongside);
  else await report(needs, planned, await needs.handler.handleTogether(planned.requests, alongside));
  return planned;
}

async function circumstances(
  needs: RoutingNeeds,
  { routing, silences }: Rules,
  stories: readonly GroupedStory[],
  origin: string,
): Promise<Circumstances> {
  const groups = new Set(stories.flatMap(({ found }) => (found === null ? [] : [found.group])));
  const openGroups = await openGroupsOf(needs, [...groups]);
  const attachedCounts = openGroups.size === 0 ? new Map() : await needs.attached.counts([...openGroups.values()]);
  const { derived, words } = needs;
  return { routing, silences, openGroups, attachedCounts, origin, derived, words };
}

async function openGroupsOf(
  needs: RoutingNeeds,
  groups: readonly string[],
  transaction?: Transaction,
): Promise<Map<string, string>> {
  const open = new Map<string, string>();
  if (groups.length === 0) return open;
  // Should a group ever have two open incidents, the one declared last takes its alerts.
  for (const found of await needs.groups.openGroups(groups, transaction)) {
    for (const group of found.groups) open.set(group, found.incident);
  }
  return open;
}

/** The heads of the incidents are locked by now: what is open stays open until the commit. */
async function stillSo(needs: RoutingNeeds, { groups }: Plan, transaction: Transaction): Promise<void> {
  if (groups.size === 0) return;
  const now = await openGroupsOf(needs, [...groups.keys()], transaction);
  for (const [group, incident] of groups) if ((now.get(group) ?? null) !== incident) throw new Overtaken();
}

/**
 * That nothing changes is what happens when an alert has flapped. Any other no leaves alerts without a place:
 * it is told, and they wait for the next attempt.
 */
async function report(needs: RoutingNeeds, planned: Plan, handled: readonly Handled[]): Promise<void> {
  for (const [index, { outcome }] of handled.entries()) {
    const request = planned.requests[index];
    if (!request || outcome.kind === 'accepted') continue;
    const refused = outcome.kind === 'refused' ? outcome.problem.code : 'held';
    if (refused === 'incident/nothing-changes') continue;
    const { verb } = request.command;
    needs.log.error({ incident: request.incident, verb, refused }, 'alerts were not taken');
    if (verb !== 'declare' && verb !== 'attach-alerts') continue;
    const left = planned.writes.filter(({ incident }) => incident === request.incident);
    const waiting = left.map((write) => ({ ...write, placement: 'waiting' as const, incident: null }));
    await needs.transaction((transaction) => needs.alerts.write(transaction, waiting));
  }
}

/** Whether an error says "not now" rather than "never". */
export const isPassing = (error: unknown): boolean => error instanceof Overtaken || error instanceof Unavailable;
