import type { Kind, Severity } from '../incident/vocabulary.ts';

export const ruleActions = ['declare', 'attach', 'keep'] as const;
/**
 * *declare* opens an unconfirmed incident where the group has none, *attach* only joins one that is open, *keep* does neither.
 * All three record the alert; an alert that may declare joins an open incident of its group first.
 */
export type RuleAction = (typeof ruleActions)[number];

/** The first rule whose matchers all hold decides. */
export interface RoutingRule {
  readonly name: string;
  /** Matchers as Alertmanager writes them: `severity=~"critical|page"`. None: every alert. */
  readonly match: readonly string[];
  readonly then: RuleAction;
  /** Labels that make the group; those an alert lacks are left out. One open incident per group. */
  readonly groupBy: readonly string[];
  /** Of the incident, where the alert's own label is not to say. */
  readonly severity: Severity | null;
  readonly kind: Kind;
  /** `{label.x}` and `{annotation.y}` are filled in; `{label.x|label.y}` takes the first that is there. */
  readonly title: string;
}

/** How alerts become incidents. Changed as a whole. */
export interface RoutingDocument {
  readonly rules: readonly RoutingRule[];
  readonly severity: SeverityByLabel;
}

/** The document as it stands at a version. */
export interface Routing extends RoutingDocument {
  readonly version: number;
}

/** Reads an alert's own idea of how bad it is. */
export interface SeverityByLabel {
  readonly label: string;
  readonly values: Readonly<Record<string, Severity>>;
  /** For a value that is not listed, or no label at all. */
  readonly otherwise: Severity;
}

/** What a rule has that does not say otherwise. */
export const ruleDefaults = {
  match: [],
  groupBy: ['alertname', 'service', 'job', 'namespace'],
  severity: null,
  kind: 'availability',
  title: '{label.alertname|annotation.summary} {label.service|label.job|label.namespace}',
} as const satisfies Omit<RoutingRule, 'name' | 'then'>;

/**
 * What an installation does before anyone has told it anything. Only what calls itself critical or a page opens an
 * incident: those are the words by which teams already wake people. The rest joins an open incident of its group.
 * SEV-1 is a person's word. `otherwise` is SEV-2 because the worse is taken when unsure; only rules of one's own reach it.
 */
export const defaultRouting: Routing = {
  version: 0,
  rules: [
    { ...ruleDefaults, name: 'pages', match: ['severity=~"(?i)critical|page|emergency|disaster"'], then: 'declare' },
    { ...ruleDefaults, name: 'rest', then: 'attach' },
  ],
  severity: {
    label: 'severity',
    values: {
      critical: 'SEV-2',
      page: 'SEV-2',
      emergency: 'SEV-2',
      disaster: 'SEV-2',
      error: 'SEV-3',
      high: 'SEV-3',
      warning: 'SEV-3',
      warn: 'SEV-3',
      ticket: 'SEV-4',
      notice: 'SEV-4',
      info: 'SEV-4',
      none: 'SEV-5',
      debug: 'SEV-5',
    },
    otherwise: 'SEV-2',
  },
};
