import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { evolve, incidentEventTypes } from '../../src/domain/incident/evolve.ts';
import type { IncidentState } from '../../src/domain/incident/state.ts';
import { upcast } from '../../src/domain/incident/upcast.ts';
import { canonical } from '../../src/domain/log/canonical.ts';
import { checkRow, emptyTip, type StreamTip } from '../../src/domain/log/chain.ts';
import type { ExportedRow } from '../../src/domain/log/export.ts';
import { entryLine } from '../../src/text/entry.ts';

const folder = join(import.meta.dirname, '../fixture/events');
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const releases = readdirSync(folder).sort(new Intl.Collator('en', { numeric: true }).compare);
/** What a line never holds: a field that was not there, or one that was not text. */
const noSentence = /undefined|NaN|\[object|null/;
const rowsOf = (release: string): ExportedRow[] =>
  readFileSync(join(folder, release), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ExportedRow);

describe.each(releases)('events as %s wrote them', (release) => {
  const rows = rowsOf(release);

  test('still verify', () => {
    let tip: StreamTip = emptyTip;
    for (const { body, salt, ...row } of rows) {
      const sealed = body === null ? null : { salt: salt ?? '', body: canonical(body) };
      expect(checkRow(tip, { ...row, sealed }, body === null, digest)).toBeNull();
      tip = row;
    }
  });

  test('still fold, with and without their bodies', () => {
    let state: IncidentState | null = null;
    for (const row of rows) {
      const event = upcast({ ...row, body: row.body });
      state = evolve('incident', state, event);
      expect(state?.version).toBe(row.version);
      expect(evolve('incident', state, { ...event, body: null })?.version).toBe(row.version);
    }
    expect(state).toMatchSnapshot();
  });

  test('still read as sentences', () => {
    for (const row of rows) {
      const line = entryLine(row.type, upcast({ ...row, body: row.body }).body, (id) => id);
      expect(line.trim(), row.type).not.toBe('');
      expect(line, row.type).not.toBe(row.type);
      expect(line, row.type).not.toMatch(noSentence);
    }
  });
});

test('every type of event that can be written today stands in the newest', () => {
  const types = new Set(rowsOf(releases.at(-1) as string).map(({ type }) => type));
  expect(incidentEventTypes.filter((type) => !types.has(type))).toEqual([]);
});
