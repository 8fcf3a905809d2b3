import { readFileSync } from 'node:fs';
import { Misuse } from './context.ts';

/** A file that the call names, or stdin for `-`. That it cannot be read is the call's fault, not an answer. */
export function givenFile(path: string): Buffer {
  try {
    return readFileSync(path === '-' ? 0 : path);
  } catch (error) {
    throw new Misuse(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

export function givenJson(path: string): unknown {
  const text = givenFile(path).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Misuse(`${path} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}
