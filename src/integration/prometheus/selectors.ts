import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import type { QueryFault } from '../../watch/ports.ts';

/** Here an empty answer has a meaning of its own. */
const aboutAbsence = ['Absent', 'AbsentOverTime'];
const ofAnotherTime = ['OffsetExpr', 'StepInvariantExpr'];
const noVector = ['MatrixSelector', 'SubqueryExpr', 'StringLiteral'];
const nameMatcher = /(?:^|[{,\s])__name__\s*=\s*["'`]/;

/** Why this query cannot be watched; null when nothing stands against it. Whether metrics exist is not its matter. */
export function queryFault(query: string): QueryFault | null {
  const tree = parser.parse(query);
  const error = firstError(tree);
  if (error !== null) return { at: error, says: 'is not PromQL from here on' };
  const top = tree.topNode.firstChild;
  if (top !== null && noVector.includes(top.name)) return { at: top.from, says: 'gives no value for one instant' };
  const selectors = nodesOf(tree);
  const nameless = selectors.find((node) => !namesOneMetric(node, query));
  if (nameless) return { at: nameless.from, says: 'must name one metric here, so that its age can be asked for' };
  if (!selectors.some(isLive))
    return { at: 0, says: 'rests on no series of the present, so its answer proves nothing' };
  return null;
}

/**
 * The series that must be there, and new, for the query's answer to mean anything: `rate` over a range goes on
 * answering after they are gone. Left out are those of another time (`offset`, `@`) and those whose absence is meant
 * (inside `absent`, right of `unless`).
 */
export function liveSelectors(query: string): readonly string[] {
  const known = parsed.get(query);
  if (known) return known;
  const tree = parser.parse(query);
  const live = nodesOf(tree).filter(isLive);
  const selectors = [...new Set(live.map(({ from, to }) => query.slice(from, to)))];
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(query, selectors);
  return selectors;
}

const parsed = new Map<string, readonly string[]>();
const mostParsed = 2000;

function firstError(tree: Tree): number | null {
  let at: number | null = null;
  tree.iterate({ enter: ({ type, from }) => void (type.isError && (at ??= from)) });
  return at;
}

function nodesOf(tree: Tree): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  tree.iterate({ enter: (reference) => void (reference.name === 'VectorSelector' && found.push(reference.node)) });
  return found;
}

function isLive(selector: SyntaxNode): boolean {
  for (let { parent } = selector; parent !== null; parent = parent.parent) {
    if (ofAnotherTime.includes(parent.name) && holds(operandOf(parent), selector)) return false;
    const called = parent.name === 'FunctionCall' ? parent.getChild('FunctionIdentifier')?.firstChild : null;
    if (called && aboutAbsence.includes(called.name)) return false;
    const unless = parent.name === 'BinaryExpr' ? parent.getChild('Unless') : null;
    if (unless && selector.from >= unless.to) return false;
  }
  return true;
}

const holds = (outer: SyntaxNode | null, inner: SyntaxNode): boolean =>
  outer !== null && outer.from <= inner.from && inner.to <= outer.to;

/** This grammar takes `a - b offset 1h` for `(a - b) offset 1h`. Prometheus has no such thing: `b` alone is meant. */
function operandOf(modifier: SyntaxNode): SyntaxNode | null {
  let operand = modifier.firstChild;
  while (operand !== null && (operand.name === 'BinaryExpr' || operand.name === 'UnaryExpr'))
    operand = operand.lastChild;
  return operand;
}

const namesOneMetric = (selector: SyntaxNode, query: string): boolean =>
  selector.getChild('Identifier') !== null ||
  Boolean(selector.getChild('LabelMatchers')?.getChild('QuotedLabelName')) ||
  nameMatcher.test(query.slice(selector.from, selector.to));
