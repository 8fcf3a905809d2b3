import { readConditions } from '../alert/matcher.ts';
import { kinds, severities } from '../incident/vocabulary.ts';
import { defaultRouting, type RoutingDocument, type RoutingRule, ruleActions, ruleDefaults } from './routing.ts';
import { badPlaceholder } from './title.ts';

export type FaultCode =
  | 'not-an-object'
  | 'not-a-list'
  | 'not-text'
  | 'empty'
  | 'too-many'
  | 'unknown-field'
  | 'not-one-of'
  | 'name-taken'
  | 'bad-matcher'
  | 'bad-placeholder';

/** A fault in a document, at a JSON pointer. `code` names the sentence that tells it. */
export interface Fault {
  readonly pointer: string;
  readonly code: FaultCode;
  readonly detail: string;
}

export type CheckedRouting =
  { readonly ok: true; readonly document: RoutingDocument } | { readonly ok: false; readonly faults: readonly Fault[] };

const mostRules = 500;
const mostMatchers = 50;
const mostLabels = 20;

type Fields = Readonly<Record<string, unknown>>;
type Checks = Readonly<Record<string, (value: unknown, pointer: string) => Fault[]>>;

const fault = (pointer: string, code: FaultCode, detail = ''): Fault[] => [{ pointer, code, detail }];
const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A would-be routing document with its defaults filled in, or everything that is wrong with it. */
export function checkRouting(given: unknown): CheckedRouting {
  const document = withDefaults(given);
  const faults = fieldsOf(document, '', { rules: rulesOf, severity: severityOf });
  return faults.length > 0 ? { ok: false, faults } : { ok: true, document: document as RoutingDocument };
}

function withDefaults(given: unknown): unknown {
  if (!isObject(given)) return given;
  const { rules, severity } = defaultRouting;
  const { rules: ownRules = rules, severity: ownSeverity = severity } = given;
  return {
    ...given,
    rules: Array.isArray(ownRules)
      ? ownRules.map((rule: unknown) => (isObject(rule) ? { ...ruleDefaults, ...rule } : rule))
      : ownRules,
    severity: isObject(ownSeverity) ? { ...severity, ...ownSeverity } : ownSeverity,
  };
}

function fieldsOf(value: unknown, pointer: string, checks: Checks): Fault[] {
  if (!isObject(value)) return fault(pointer, 'not-an-object');
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(checks, key));
  return [
    ...unknown.flatMap((key) => fault(`${pointer}/${escaped(key)}`, 'unknown-field', key)),
    ...Object.entries(checks).flatMap(([key, check]) =>
      check(Object.hasOwn(value, key) ? value[key] : undefined, `${pointer}/${key}`),
    ),
  ];
}

function listOf(
  value: unknown,
  pointer: string,
  most: number,
  check: (item: unknown, pointer: string) => Fault[],
): Fault[] {
  if (!Array.isArray(value)) return fault(pointer, 'not-a-list');
  if (value.length > most) return fault(pointer, 'too-many', String(most));
  return Array.from(value, (item: unknown, index) => check(item, `${pointer}/${index}`)).flat();
}

const oneOf =
  (allowed: readonly string[]) =>
  (value: unknown, pointer: string): Fault[] =>
    allowed.includes(value as string) ? [] : fault(pointer, 'not-one-of', allowed.join(', '));

function text(value: unknown, pointer: string): Fault[] {
  if (typeof value !== 'string') return fault(pointer, 'not-text');
  return value.trim() === '' ? fault(pointer, 'empty') : [];
}

function rulesOf(value: unknown, pointer: string): Fault[] {
  const faults = listOf(value, pointer, mostRules, ruleOf);
  if (faults.length > 0) return faults;
  const names = (value as RoutingRule[]).map(({ name }) => name);
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? fault(`${pointer}/${index}/name`, 'name-taken', name) : [],
  );
}

const ruleOf = (value: unknown, pointer: string): Fault[] =>
  fieldsOf(value, pointer, {
    name: text,
    match: (match, at) => listOf(match, at, mostMatchers, matcherOf),
    then: oneOf(ruleActions),
    groupBy: (labels, at) => listOf(labels, at, mostLabels, text),
    severity: (severity, at) => (severity === null ? [] : oneOf(severities)(severity, at)),
    kind: oneOf(kinds),
    title: titleOf,
  });

function titleOf(value: unknown, pointer: string): Fault[] {
  const faults = text(value, pointer);
  if (faults.length > 0) return faults;
  const bad = badPlaceholder(value as string);
  return bad === null ? [] : fault(pointer, 'bad-placeholder', bad);
}

function matcherOf(value: unknown, pointer: string): Fault[] {
  const faults = text(value, pointer);
  if (faults.length > 0) return faults;
  const read = readConditions([value as string]);
  return read.ok ? [] : fault(pointer, 'bad-matcher', read.reason);
}

const severityOf = (value: unknown, pointer: string): Fault[] =>
  fieldsOf(value, pointer, {
    label: text,
    otherwise: oneOf(severities),
    values: (values, at) => {
      if (!isObject(values)) return fault(at, 'not-an-object');
      return Object.entries(values).flatMap(([key, severity]) => oneOf(severities)(severity, `${at}/${escaped(key)}`));
    },
  });
