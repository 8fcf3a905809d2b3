import { mkdir, open, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Publisher } from '../../dispatch/ports.ts';

/** What shows that a folder is ours to write to. */
const own = 'status.json';

/** Written beside and moved into place, so that nobody ever reads half a file. */
async function put(path: string, body: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.new`;
  const file = await open(beside, 'w', 0o644);
  try {
    await file.writeFile(body);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
}

/** Puts copies into a folder that is there already: a file server, or a volume of another machine. */
export const directoryPublisher: Publisher = {
  kind: 'directory',
  async publish(target, _secret, files) {
    if (target.kind !== 'directory') return { kind: 'failed', why: 'not a directory' };
    try {
      const there = await readdir(target.path);
      if (there.length > 0 && !there.includes(own)) {
        return { kind: 'failed', why: 'the folder holds something else: use an empty one' };
      }
      if (there.length === 0) await put(join(target.path, own), Buffer.from('{}'));
      for (const [name, { body }] of files) await put(join(target.path, name), body);
      return { kind: 'published' };
    } catch (error) {
      return { kind: 'failed', why: whyOf((error as { code?: string }).code ?? '') };
    }
  },
};

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the folder is not there',
  ENOTDIR: 'it is no folder',
  EACCES: 'the folder may not be written to',
  EROFS: 'the folder may not be written to',
  ENOSPC: 'there is no space left',
};

const whyOf = (code: string): string => reasons[code] ?? `the folder cannot be written to (${code})`;
