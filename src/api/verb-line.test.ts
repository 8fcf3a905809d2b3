import { describe, expect, test } from 'vitest';
import { publicVerbs, commandTable, commandBody } from './command-table.ts';
import { bodyFrom, readVerbLine, verbsLike } from './verb-line.ts';

const now = new Date('2026-11-23T14:00:00Z');

function bodyOf(line: string) {
  const read = readVerbLine(line);
  if (read.kind !== 'verb') throw new Error(`no verb: ${read.word}`);
  return { verb: read.verb, ...bodyFrom(read.verb, read.typed, now) };
}

describe('a typed line', () => {
  test('says a change with its undo', () => {
    expect(bodyOf('change "restart pods" --undo "none needed" --touches checkout payments')).toEqual({
      verb: 'change',
      ok: true,
      body: { what: 'restart pods', undo: 'none needed', touches: ['checkout', 'payments'] },
    });
  });

  test('needs no quotes where words are left over', () => {
    expect(bodyOf('note the pool is full')).toMatchObject({ verb: 'note', body: { text: 'the pool is full' } });
    expect(bodyOf('observe C1 worse errors at 20 %')).toMatchObject({
      verb: 'observe-change',
      body: { change: 'C1', result: 'worse', observed: 'errors at 20 %' },
    });
  });

  test('understands how people say scope and evidence', () => {
    expect(bodyOf('scope checkout down for EU')).toMatchObject({
      verb: 'state-scope',
      body: { what: 'checkout', status: 'affected', boundary: 'EU' },
    });
    expect(bodyOf('scope mobile login')).toMatchObject({ body: { what: 'mobile login' } });
    expect(bodyOf('works login')).toMatchObject({ verb: 'give-evidence', body: { claim: 'login', works: 'yes' } });
  });

  test('reads times and lengths as people write them', () => {
    expect(bodyOf('promise --in 30min')).toMatchObject({ body: { inMs: 1_800_000 } });
    expect(bodyOf('wait-on Carrier ticket 4711 --next-chase-at +30min')).toMatchObject({
      body: { on: 'Carrier', what: 'ticket 4711', nextChaseAt: '2026-11-23T14:30:00.000Z' },
    });
    expect(bodyOf('promise --in soon')).toEqual({
      verb: 'promise-update',
      ok: false,
      faults: { inMs: 'Write it like 30s, 10min or 2h.' },
    });
  });

  test('tells what is missing, and which verbs are near', () => {
    expect(bodyOf('confirm')).toMatchObject({ ok: false, faults: { evidence: 'This is needed.' } });
    expect(readVerbLine('hyp')).toMatchObject({ kind: 'no-verb', word: 'hyp' });
    expect(verbsLike('hyp')[0]).toBe('propose-hypothesis');
  });

  test.each(publicVerbs)('%s reads its own example into a body that the API takes', (verb) => {
    const example = commandTable[verb].example;
    const read = bodyOf(example);
    expect(read).toMatchObject({ verb, ok: true });
    if (!read.ok || verb === 'attach') return;
    const parsed = commandBody(verb).safeParse({ id: '01930000-0000-7000-8000-000000000000', ...read.body });
    expect(parsed.error?.issues ?? []).toEqual([]);
  });
});
