import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { queryFault } from './selectors.ts';

/** What a rule watches, and when it is quiet. */
export interface AlertSignal {
  readonly query: string;
  /** Such as `<= 1`. */
  readonly healthy: string;
}

const quietWhen: Readonly<Record<string, string>> = { Gtr: '<=', Gte: '<', Lss: '>=', Lte: '>' };

/** The signal behind an alert: its rule's expression, as the address of the graph holds it, has to compare with a number. */
export function alertSignal(generatorUrl: string): AlertSignal | null {
  const expression = URL.canParse(generatorUrl) ? new URL(generatorUrl).searchParams.get('g0.expr') : null;
  if (expression === null) return null;
  let top: SyntaxNode | null = parser.parse(expression).topNode.firstChild;
  while (top?.name === 'ParenExpr') top = top.getChild('BinaryExpr') ?? top.getChild('ParenExpr');
  if (top === null || top.name !== 'BinaryExpr') return null;
  const [left, right] = [top.firstChild, top.lastChild];
  const operator = Object.keys(quietWhen).find((name) => top.getChild(name) !== null);
  if (operator === undefined || left === null || right === null || top.getChild('BoolModifier') !== null) return null;
  const query = expression.slice(left.from, left.to);
  const bound = Number(expression.slice(right.from, right.to));
  if (!Number.isFinite(bound) || queryFault(query) !== null) return null;
  return { query, healthy: `${quietWhen[operator]} ${bound}` };
}
