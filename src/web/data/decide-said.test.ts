import { expect, test } from 'vitest';
import type { PublicVerb } from '../../api/command-table.ts';
import { Room } from '../../../test/domain/room.ts';
import { ana, personSubject } from '../../../test/domain/story.ts';
import { decideSaid } from './decide-said.ts';

const said = (verb: PublicVerb, body: Record<string, unknown>, room = new Room()) => {
  const { state, now, policy, catalog, instruments, readings } = room;
  const facts = { subject: personSubject(ana), policy, catalog, sources: [], instruments, readings };
  return decideSaid({ state, facts, now }, verb, body, null, (id) => id);
};

test('tells what goes on, what is held and why, and what is refused, in words', () => {
  expect(said('note', { text: 'hello' })).toEqual({ kind: 'accepted', cautions: [] });
  expect(said('propose-hypothesis', { cause: 'the cache', test: 'look', testRisk: '', thenAction: '' })).toMatchObject({
    kind: 'held',
    practice: 'B1',
    waits: expect.stringContaining('"the cache" is a *why*') as string,
    lifts: expect.stringContaining('state-scope') as string,
  });
  expect(said('close', {})).toMatchObject({ kind: 'refused' });
  expect(said('note', { text: '' })).toMatchObject({
    kind: 'refused',
    says: expect.stringMatching(/^text: /) as string,
  });
});

test('is not sure where the server has to look something up', () => {
  expect(said('assign-role', { role: 'scribe', person: 'ben@example.org' })).toEqual({ kind: 'unknown' });
  expect(said('declare', { title: 'x' })).toEqual({ kind: 'unknown' });
  expect(said('attach-alerts', { fingerprints: ['0123456789abcdef'] })).toEqual({ kind: 'unknown' });
});
