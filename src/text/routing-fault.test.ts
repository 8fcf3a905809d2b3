import { expect, test } from 'vitest';
import { checkRouting } from '../domain/routing/validate.ts';
import { routingFault } from './routing-fault.ts';

test('faults of a routing document are told in whole sentences', () => {
  const checked = checkRouting({ rules: [{ name: 'a', match: ['x'], then: 'page', title: '{host}' }], more: 1 });
  const told = checked.ok ? [] : checked.faults.map(routingFault);
  expect(told).toEqual([
    'There is no field "more".',
    'This is not a matcher: bad matcher format: x.',
    'One of these belongs here: declare, attach, keep.',
    '{host} names no label and no annotation: write {label.x} or {annotation.x}.',
  ]);
});
