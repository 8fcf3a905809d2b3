import { describe, expect, test } from 'vitest';
import { closingWords } from './closing-words.ts';
import { lexiconOf } from './lexicon.ts';
import { statedCauses } from './stated-causes.ts';

const closing = (text: string): string[] => closingWords(text).map(({ word }) => word);
const causes = (text: string): string[] => statedCauses(text).map(({ start, end }) => text.slice(start, end));

describe('words that close', () => {
  test.each([
    ['The incident is resolved.', ['resolved']],
    ['Resolved: all regions serve traffic.', ['resolved']],
    ['All systems are fully operational.', ['fully operational']],
    ['Everything is working again.', ['working again']],
    ['Checkout recovered at 14:02.', ['recovered']],
    ['It is over and things are back to normal.', ['back to normal']],
    ['All clear.', ['all clear']],
  ])('are affirmed in: %s', (text, words) => {
    expect(closing(text)).toEqual(expect.arrayContaining(words));
  });

  test.each([
    'It is not resolved yet.',
    'We keep going until it is resolved.',
    'Once service is restored we will write again.',
    'We are working to restore service.',
    'We will confirm when it is resolved.',
    'It should be fixed by noon.',
    'Service is partially restored.',
    '80% of traffic has recovered.',
    'We expect it to be back to normal soon.',
  ])('are not in: %s', (text) => {
    expect(closing(text)).toEqual([]);
  });
});

describe('causes stated as facts', () => {
  test.each([
    ['The outage was caused by a bad deploy.', 'caused by a bad deploy'],
    ['Errors are due to a full disk.', 'due to a full disk'],
    ['The root cause is a bug in the scheduler.', 'root cause is a bug in the scheduler'],
  ])('%s', (text, cause) => {
    expect(causes(text)).toEqual([cause]);
  });

  test.each([
    'The cause is not yet known.',
    'This was not caused by the deploy.',
    'We ruled out the deploy as the cause.',
    'Logins fail in Europe.',
    'The root cause is under investigation.',
  ])('none in: %s', (text) => {
    expect(causes(text)).toEqual([]);
  });
});

test('the lexicon names people, teams that own services, and services', () => {
  const service = {
    tier: 1,
    dependsOn: [],
    businessFunction: null,
    population: null,
    regulated: false,
    vendor: null,
    signals: [],
    allClearWindowMs: null,
  } as const;
  const catalog = { services: [{ ...service, name: 'checkout', owners: ['Payments', 'Core'] }] };
  expect(lexiconOf([{ name: 'Ana' }], [{ name: 'Core' }], catalog)).toEqual({
    people: ['Ana'],
    teams: ['Core', 'Payments'],
    vendors: [],
    services: ['checkout'],
  });
});
