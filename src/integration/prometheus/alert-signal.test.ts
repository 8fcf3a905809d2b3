import { expect, test } from 'vitest';
import { alertSignal } from './alert-signal.ts';

const urlOf = (expression: string): string =>
  `http://prometheus:9090/graph?g0.expr=${encodeURIComponent(expression)}&g0.tab=1`;

test.each([
  ['sum(rate(orders_total{code=~"5.."}[5m])) > 1', 'sum(rate(orders_total{code=~"5.."}[5m]))', '<= 1'],
  [
    '(sum(rate(a_total[1m])) / sum(rate(b_total[1m]))) >= 0.05',
    '(sum(rate(a_total[1m])) / sum(rate(b_total[1m])))',
    '< 0.05',
  ],
  ['up < 1', 'up', '>= 1'],
  ['(free_bytes <= 1e9)', 'free_bytes', '> 1000000000'],
])('D4: a rule that fires on %s watches a signal', (expression, query, healthy) => {
  expect(alertSignal(urlOf(expression))).toEqual({ query, healthy });
});

test.each([
  ['absent(up)'],
  ['up == 0'],
  ['a > b'],
  ['a > 1 and b > 2'],
  ['a > bool 1'],
  ['{job="x"} > 1'],
  ['sum(rate('],
])('%s is no signal with a bound', (expression) => {
  expect(alertSignal(urlOf(expression))).toBeNull();
});

test('nor is an alert that does not say where it is from', () => {
  expect(alertSignal('')).toBeNull();
  expect(alertSignal('http://grafana/alerting/1')).toBeNull();
});
