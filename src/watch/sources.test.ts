import { expect, test } from 'vitest';
import type { SourceSetting } from '../domain/telemetry/source.ts';
import { instant } from '../domain/time.ts';
import type { OpenSource } from './ports.ts';
import { openSources } from './sources.ts';

function paper(): { open: OpenSource; opened: SourceSetting[]; closed: string[] } {
  const opened: SourceSetting[] = [];
  const closed: string[] = [];
  return {
    opened,
    closed,
    open(setting) {
      if (setting.name === 'broken') throw new Error('of a newer release');
      opened.push(setting);
      return {
        read: async () => ({ values: [], missing: 'absent' }),
        range: async () => ({ points: [], missing: 'absent' }),
        check: async () => ({ health: 'fresh', because: '' }),
        close: async () => void closed.push(setting.name),
      };
    },
  };
}

const main: SourceSetting = { name: 'main', kind: 'loki', url: 'http://a/', known: '{app="a"}' };
const now = (): ReturnType<typeof instant> => instant(0);

test.each<[string, SourceSetting]>([
  ['its address', { ...main, url: 'http://b/' }],
  ['its known query', { ...main, known: '{app="b"}' }],
  ['its credential', { ...main, credential: { scheme: 'bearer', environment: 'ALLCLEAR_SOURCE_A' } }],
  ['its kind', { name: 'main', kind: 'tempo', url: 'http://a/', known: '{app="a"}' }],
])('a source is opened anew when %s changes', async (_what, changed) => {
  const { open, opened, closed } = paper();
  const sources = openSources(open, now, () => expect.fail('warned'));
  sources.follow([main]);
  sources.follow([structuredClone(main)]);
  expect(opened).toEqual([main]);
  sources.follow([changed]);
  expect(opened).toEqual([main, changed]);
  expect(closed).toEqual(['main']);
  await sources.close();
});

test('what cannot be opened stands for itself, is warned of once, and stops no other', async () => {
  const { open } = paper();
  const warned: string[] = [];
  const sources = openSources(open, now, (message) => warned.push(message));
  for (let turn = 0; turn < 3; turn += 1) sources.follow([{ ...main, name: 'broken' }, main]);
  expect(warned).toEqual(['the telemetry source broken cannot be opened']);
  expect(sources.names()).toEqual(['broken', 'main']);
  expect(await sources.get('broken')?.read('x', 1000)).toEqual({ values: [], missing: 'unreachable' });
  expect(await sources.get('broken')?.check()).toMatchObject({ health: 'absent' });
  expect(await sources.get('main')?.check()).toMatchObject({ health: 'fresh' });
  await sources.close();
});
