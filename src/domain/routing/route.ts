import type { Labels } from '../alert/label.ts';
import { allHold, type Condition, readConditions } from '../alert/matcher.ts';
import type { ReadySilence } from '../alert/silence.ts';
import { type Kind, severities, type Severity } from '../incident/vocabulary.ts';
import type { Routing, RoutingRule, SeverityByLabel } from './routing.ts';
import { fillTitle } from './title.ts';

interface ReadyRule {
  readonly rule: RoutingRule;
  readonly conditions: readonly Condition[];
}

/** A routing document with its expressions compiled, to be asked about many alerts. */
export interface ReadyRouting {
  readonly routing: Routing;
  readonly rules: readonly ReadyRule[];
}

/** Makes a valid document ready. */
export function toReadyRouting(routing: Routing): ReadyRouting {
  const rules = routing.rules.map((rule) => {
    const read = readConditions(rule.match);
    if (!read.ok) throw new Error(`routing rule ${rule.name} was never validated: ${read.reason}`);
    return { rule, conditions: read.conditions };
  });
  return { routing, rules };
}

interface Described {
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** Where an alert goes. */
export type Route =
  | { readonly to: 'silenced'; readonly by: readonly string[] }
  | { readonly to: 'keep' }
  | { readonly to: 'attach'; readonly group: string; readonly incident: string }
  | {
      readonly to: 'declare';
      readonly group: string;
      readonly severity: Severity;
      readonly kind: Kind;
      readonly title: string;
    };

/** The rule that an alert falls under, unless that keeps it, and the group that the rule puts it in. */
export interface Grouped {
  readonly rule: RoutingRule;
  readonly group: string;
}

/** Finds the rule for an alert; null where none takes it further than the list. */
export function grouped({ labels }: Described, { rules }: ReadyRouting): Grouped | null {
  const found = rules.find(({ conditions }) => allHold(conditions, labels));
  if (!found || found.rule.then === 'keep') return null;
  return { rule: found.rule, group: groupKey(groupPairs(found.rule, labels)) };
}

/**
 * Decides where a firing alert goes. `openGroups` tells the open incident of a group.
 * An alert of an open incident's group joins it whatever the rule would otherwise do, unless the rule keeps it.
 */
export function route(
  alert: Described,
  found: Grouped | null,
  { routing }: ReadyRouting,
  silences: readonly ReadySilence[],
  openGroups: ReadonlyMap<string, string>,
): Route {
  const by = silences.filter((silence) => silence.covers(alert.labels)).map(({ id }) => id);
  if (by.length > 0) return { to: 'silenced', by };
  if (found === null) return { to: 'keep' };
  const { rule, group } = found;
  const incident = openGroups.get(group);
  if (incident !== undefined) return { to: 'attach', group, incident };
  if (rule.then === 'attach') return { to: 'keep' };
  const title = fillTitle(rule.title, alert, group);
  return { to: 'declare', group, severity: severityFor(alert, rule, routing), kind: rule.kind, title };
}

/** How bad an incident is that this alert opens. */
export const severityFor = ({ labels }: Described, rule: RoutingRule, { severity }: Routing): Severity =>
  rule.severity ?? severityOf(labels, severity);

/** The labels by which an alert is grouped; none where no rule but *keep* takes it. */
export function groupLabels(alert: Described, routing: ReadyRouting): Labels {
  const found = grouped(alert, routing);
  return found === null ? {} : Object.fromEntries(groupPairs(found.rule, alert.labels));
}

function groupPairs({ groupBy }: RoutingRule, labels: Labels): [string, string][] {
  const pairs: [string, string][] = [];
  for (const name of groupBy) {
    const value = Object.hasOwn(labels, name) ? (labels[name] as string) : '';
    if (value !== '') pairs.push([name, value]);
  }
  return pairs;
}

/** Written like Alertmanager's group keys. The labels alone name it: rules that group alike share their incidents. */
function groupKey(pairs: readonly [string, string][]): string {
  const written = pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${[...new Set(written)].sort().join(', ')}}`;
}

function severityOf(labels: Labels, { label, values, otherwise }: SeverityByLabel): Severity {
  const value = (Object.hasOwn(labels, label) ? (labels[label] as string) : '').toLowerCase();
  return Object.hasOwn(values, value) ? (values[value] as Severity) : otherwise;
}

/** The worse of two: of many alerts that open one incident, the worst names its severity. */
export const worse = (one: Severity, other: Severity): Severity =>
  severities.indexOf(one) <= severities.indexOf(other) ? one : other;
