import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { reversibilities } from '../../src/domain/incident/vocabulary.ts';

/** A sentence that the domain asks for, with the names of the values that it gives for it. */
export interface SaidBy {
  readonly code: string;
  readonly gives: readonly string[];
  readonly where: string;
}

export interface Said {
  /** What holds, cautions and prompts say. */
  readonly practices: readonly SaidBy[];
  readonly refusals: readonly SaidBy[];
  /** Codes of what a hold may say is missing. */
  readonly missing: readonly string[];
  /** Codes that could not be told by reading. */
  readonly unread: readonly string[];
}

const domain = join(import.meta.dirname, '../../src/domain');
const sources = readdirSync(domain, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ts.createSourceFile(name, readFileSync(join(domain, name), 'utf8'), ts.ScriptTarget.Latest, true));

/** Every node below this one that is of this kind. */
function all<Node extends ts.Node>(from: ts.Node, is: (node: ts.Node) => node is Node): Node[] {
  const found: Node[] = [];
  const visit = (node: ts.Node): void => {
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(from);
  return found;
}

/** What stands in the way of an all-clear, with what is known of it. */
const blockers = new Map(
  sources
    .flatMap((source) => all(source, ts.isTypeAliasDeclaration))
    .filter(({ name }) => name.text === 'Blocker')
    .flatMap((alias) => all(alias, ts.isTypeLiteralNode))
    .map((literal) => {
      const names = literal.members.map((member) => (member.name as ts.Identifier).text);
      const [why] = all(literal, ts.isStringLiteral);
      return [why?.text ?? '', names.filter((name) => name !== 'why')] as const;
    }),
);

/** What may stand in a template, by the expression that stands there. */
const inTemplates: Readonly<Record<string, readonly string[]>> = {
  'plan.reversibility': reversibilities.filter((each) => each !== 'reversible'),
  'first.why': [...blockers.keys()],
};

/** The constant of this name that is nearest above. */
function constantCalled(name: string, from: ts.Node): ts.Expression | undefined {
  for (let scope: ts.Node = from.parent; scope; scope = scope.parent) {
    const [found] = all(scope, ts.isVariableDeclaration).filter(({ name: bound }) => bound.getText() === name);
    if (found?.initializer) return found.initializer;
    if (ts.isFunctionLike(scope) && !ts.isArrowFunction(scope)) return undefined;
  }
  return undefined;
}

/** Every text that an expression may come to; empty where that cannot be read. */
function textsOf(expression: ts.Expression): readonly string[] {
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isConditionalExpression(expression)) return [expression.whenTrue, expression.whenFalse].flatMap(textsOf);
  if (ts.isIdentifier(expression)) {
    const constant = constantCalled(expression.text, expression);
    return constant === undefined ? [] : textsOf(constant);
  }
  if (!ts.isTemplateExpression(expression)) return [];
  return expression.templateSpans.reduce<readonly string[]>(
    (begun, { expression: hole, literal }) => {
      const fillings = inTemplates[hole.getText()] ?? [];
      return begun.flatMap((text) => fillings.map((filling) => `${text}${filling}${literal.text}`));
    },
    [expression.head.text],
  );
}

function namesIn(parameters: ts.Expression | undefined): readonly string[] {
  if (parameters === undefined || !ts.isObjectLiteralExpression(parameters)) return [];
  return parameters.properties.flatMap(({ name }) => (name === undefined ? [] : [name.getText()]));
}

const valueOf = (object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined => {
  const property = object.properties.find((each) => each.name?.getText() === name);
  if (property === undefined) return undefined;
  return ts.isPropertyAssignment(property) ? property.initializer : (property.name as ts.Identifier);
};

const isCallOf =
  (...names: string[]) =>
  (node: ts.Node): node is ts.CallExpression =>
    ts.isCallExpression(node) && names.includes(node.expression.getText());

const whereOf = (node: ts.Node): string => node.getSourceFile().fileName;

/** Findings of guardrails: those about a change are given its key and what it is, those of a blocker its own fields. */
function findings(source: ts.SourceFile): { said: SaidBy[]; unread: string[] } {
  const said: SaidBy[] = [];
  const unread: string[] = [];
  for (const object of all(source, ts.isObjectLiteralExpression)) {
    const parameters = valueOf(object, 'parameters');
    if (valueOf(object, 'lifts') === undefined || parameters === undefined) continue;
    const about = isCallOf('onChange')(object.parent) ? ['change', 'what'] : [];
    for (const property of ['waits', 'lifts']) {
      const codes = textsOf(valueOf(object, property) as ts.Expression);
      if (codes.length === 0) unread.push(`${whereOf(object)}: ${property}`);
      for (const code of codes) {
        const why = blockers.get(/^practice\/D4\/(.+)-waits$/.exec(code)?.[1] ?? '') ?? [];
        said.push({ code, gives: [...namesIn(parameters), ...about, ...why], where: whereOf(object) });
      }
    }
  }
  return { said, unread };
}

function prompts(source: ts.SourceFile): SaidBy[] {
  return all(source, isCallOf('prompt')).flatMap((call) => {
    const [practice, what, , parameters] = call.arguments;
    if (practice === undefined || what === undefined) return [];
    return textsOf(practice).flatMap((id) =>
      textsOf(what).map((name) => ({
        code: `next/${id}/${name}`,
        gives: namesIn(parameters),
        where: whereOf(call),
      })),
    );
  });
}

const refusals = (source: ts.SourceFile): SaidBy[] =>
  all(source, isCallOf('refused', 'problem')).flatMap((call) => {
    const [code, parameters] = call.arguments;
    if (code === undefined) return [];
    return textsOf(code).map((text) => ({ code: text, gives: namesIn(parameters), where: whereOf(call) }));
  });

/** The texts of every list that is called `missing`. */
const missingIn = (source: ts.SourceFile): string[] =>
  all(source, ts.isVariableDeclaration)
    .filter(({ name }) => name.getText() === 'missing')
    .flatMap((list) => all(list, ts.isStringLiteral))
    .filter(({ parent }) => !ts.isBinaryExpression(parent))
    .map(({ text }) => text);

/** Reads in the domain's own source what it may say. */
export function saidByDomain(): Said {
  const found = sources.map(findings);
  return {
    practices: [...found.flatMap(({ said }) => said), ...sources.flatMap(prompts)],
    refusals: sources.flatMap(refusals),
    missing: sources.filter(({ fileName }) => fileName.startsWith('practice')).flatMap(missingIn),
    // Where the findings of all guardrails come together they are passed on, not made.
    unread: found.flatMap(({ unread }) => unread).filter((where) => !where.startsWith('practice/apply.ts')),
  };
}
