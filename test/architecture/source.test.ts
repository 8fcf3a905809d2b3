import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

it('imports zod whole: the named import carries every locale into the browser', async () => {
  const entries = await readdir(join(root, 'src'), { withFileTypes: true, recursive: true });
  const wrong: string[] = [];
  for (const entry of entries.filter(({ name }) => /[.]tsx?$/.test(name))) {
    const file = join(entry.parentPath, entry.name);
    for (const [line] of (await readFile(file, 'utf8')).matchAll(/^(?:import|export)[^;]*from 'zod';/gm)) {
      if (line !== `import * as z from 'zod';` && !line.startsWith('import type '))
        wrong.push(`${relative(root, file)}: ${line}`);
    }
  }
  expect(wrong).toEqual([]);
});
