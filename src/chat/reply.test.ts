import { expect, test } from 'vitest';
import type { IncidentState } from '../domain/incident/state.ts';
import { replyMeant } from './reply.ts';

const change = (key: string, more: object) => ({
  key,
  state: 'started',
  result: null,
  observed: '',
  settledAt: null,
  ...more,
});

const meant = (text: string, state: object = {}) => {
  const known = { changes: [], offers: {}, promises: [], ...state } as unknown as IncidentState;
  return replyMeant(known, 'ben', text, 1_000_000);
};

test.each([
  ['worse: errors at 20 %', { change: 'C1', result: 'worse', observed: 'errors at 20 %' }],
  ['Better', { change: 'C1', result: 'improved', observed: '' }],
  ['no effect, still 64 in use', { change: 'C1', result: 'no-effect', observed: 'still 64 in use' }],
  ['can’t tell yet', { change: 'C1', result: 'cant-tell', observed: 'yet' }],
])('%s says what came of the one change under way', (text, typed) => {
  expect(meant(text, { changes: [change('C1', {})] })).toEqual({ kind: 'say', verb: 'observe-change', typed });
});

test('with two changes under way it has to be said which one', () => {
  const changes = [change('C1', {}), change('C2', {})];
  expect(meant('worse by far', { changes })).toMatchObject({ verb: 'note' });
  expect(meant('c2 worse by far', { changes })).toMatchObject({ typed: { change: 'C2', result: 'worse' } });
});

test('words after a button belong to it for a quarter of an hour', () => {
  const bare = (settledAt: number) => ({
    changes: [change('C1', { state: 'observed', result: 'worse', settledAt })],
  });
  expect(meant('errors at 20 %', bare(900_000))).toMatchObject({
    verb: 'observe-change',
    typed: { change: 'C1', result: 'worse', observed: 'errors at 20 %' },
  });
  expect(meant('errors at 20 %', bare(0))).toMatchObject({ verb: 'note' });
});

test('a role is accepted by the one it is offered to', () => {
  const offers = (to: string) => ({ offers: { scribe: { to, by: 'person:ana', handover: '' } } });
  expect(meant('I accept', offers('ben'))).toMatchObject({ verb: 'accept-role', typed: { role: 'scribe' } });
  expect(meant('accept', offers('eve'))).toMatchObject({ verb: 'note' });
});

test('a promise is kept by sending or by having told', () => {
  const promises = [{ audience: 'leadership', duty: '', state: 'open', told: 'due' }];
  expect(meant('send the draft', { promises })).toEqual({ kind: 'draft', audience: 'leadership' });
  expect(meant('told the CFO: orders fail', { promises })).toMatchObject({
    verb: 'record-update',
    typed: { audience: 'leadership', toldWhom: 'the CFO', text: 'orders fail' },
  });
  expect(meant('send it')).toMatchObject({ verb: 'note' });
});

test('everything else is a note', () => {
  expect(meant('the carrier answers')).toEqual({ kind: 'say', verb: 'note', typed: { text: 'the carrier answers' } });
});
