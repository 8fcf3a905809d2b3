import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { incidentEventTypes } from '../../src/domain/incident/evolve.ts';
import { everyEvent } from '../harness/every-event.ts';

/** Names the release whose events are to be kept, such as 0.3.0. What is kept already stays as it is. */
const release = process.env['KEEP_EVENTS_OF'];

test('one incident can hold every type of event', { timeout: 120_000 }, async () => {
  const { events } = await everyEvent();
  const types = new Set(events.map(({ type }) => type));
  expect(incidentEventTypes.filter((type) => !types.has(type))).toEqual([]);
  if (release === undefined) return;
  const file = join(import.meta.dirname, '../fixture/events', `${release}.jsonl`);
  writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''), { flag: 'wx' });
});
