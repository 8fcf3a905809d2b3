import { open, stat } from 'node:fs/promises';
import { codeOf } from './embedded-postgres-error.ts';

const limitBytes = 8 * 1024 * 1024;
const keepBytes = 1024 * 1024;
const checkEveryMs = 60_000;

/** Cuts the server's log to its last part when it has grown past its limit. The server appends, so it writes on behind. */
export async function trimLog(file: string, limit = limitBytes, keep = keepBytes): Promise<void> {
  if ((await sizeOf(file)) <= limit) return;
  const tail = await readFrom(file, (await sizeOf(file)) - keep);
  const log = await open(file, 'r+');
  try {
    await log.truncate(0);
  } finally {
    await log.close();
  }
  const end = await open(file, 'a');
  try {
    await end.write(tail.slice(tail.indexOf('\n') + 1));
  } finally {
    await end.close();
  }
}

/** Keeps the log within its limit for as long as the process lives; returns how to end that. */
export function keepLogTrimmed(file: string, log: (line: string) => void): () => void {
  const timer = setInterval(() => {
    trimLog(file).catch((error: unknown) => log(`cannot trim ${file}: ${String(error)}`));
  }, checkEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** The log's size in bytes, 0 when there is none yet. */
export async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

/** The log's text from a byte position on. */
export async function readFrom(file: string, position: number): Promise<string> {
  const log = await open(file, 'r');
  try {
    const length = Math.max(0, (await log.stat()).size - position);
    const { buffer, bytesRead } = await log.read(Buffer.alloc(length), 0, length, position);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await log.close();
  }
}
