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

/**
 * Decides where a firing alert goes. `openGroups` tells the open incident of a group.
 * An alert of an open incident's group joins it whatever the rule would otherwise do, unless the rule keeps it.
 */
export function route(
  alert: Described,
  { routing, rules }: ReadyRouting,
  silences: readonly ReadySilence[],
  openGroups: ReadonlyMap<string, string>,
): Route {
  const by = silences.filter((silence) => silence.covers(alert.labels)).map(({ id }) => id);
  if (by.length > 0) return { to: 'silenced', by };
  const found = rules.find(({ conditions }) => allHold(conditions, alert.labels));
  if (!found || found.rule.then === 'keep') return { to: 'keep' };
  const { rule } = found;
  const group = groupOf(rule, alert.labels);
  const incident = openGroups.get(group);
  if (incident !== undefined) return { to: 'attach', group, incident };
  if (rule.then === 'attach') return { to: 'keep' };
  const severity = rule.severity ?? severityOf(alert.labels, routing.severity);
  return { to: 'declare', group, severity, kind: rule.kind, title: fillTitle(rule.title, alert, group) };
}

/** The group that a rule puts an alert in, or null where no rule but *keep* takes it. */
export function groupFor(alert: Described, { rules }: ReadyRouting): string | null {
  const found = rules.find(({ conditions }) => allHold(conditions, alert.labels));
  return !found || found.rule.then === 'keep' ? null : groupOf(found.rule, alert.labels);
}

/** The labels by which an alert is grouped; none where no rule but *keep* takes it. */
export function groupLabels(alert: Described, { rules }: ReadyRouting): Labels {
  const found = rules.find(({ conditions }) => allHold(conditions, alert.labels));
  return !found || found.rule.then === 'keep' ? {} : Object.fromEntries(groupPairs(found.rule, alert.labels));
}

function groupPairs({ groupBy }: RoutingRule, labels: Labels): [string, string][] {
  const names = [...new Set(groupBy)].filter((name) => Object.hasOwn(labels, name) && labels[name] !== '').sort();
  return names.map((name) => [name, labels[name] as string]);
}

/** Written like Alertmanager's group keys. The labels alone name it: rules that group alike share their incidents. */
const groupOf = (rule: RoutingRule, labels: Labels): string =>
  `{${groupPairs(rule, labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(', ')}}`;

function severityOf(labels: Labels, { label, values, otherwise }: SeverityByLabel): Severity {
  const value = (Object.hasOwn(labels, label) ? (labels[label] as string) : '').toLowerCase();
  return Object.hasOwn(values, value) ? (values[value] as Severity) : otherwise;
}

/** The worse of two: of many alerts that open one incident, the worst names its severity. */
export const worse = (one: Severity, other: Severity): Severity =>
  severities.indexOf(one) <= severities.indexOf(other) ? one : other;
