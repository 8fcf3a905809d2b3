import { Socket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './ground.mjs';

/** Hands this process over to the product's command line, as if that had been the program from the beginning. */
export async function enterProduct() {
  const entry = join(root, 'src', 'main.ts');
  process.argv[1] = entry;
  // Node 22 reads TypeScript as we need it and says on every start that this may change.
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (warning, ...rest) => {
    if (!String(warning).startsWith('Type Stripping')) emitWarning(warning, ...rest);
  };
  await import(pathToFileURL(entry).href);
}

/** Ends this process the moment the launcher that runs it is gone, however that died. */
export function endWithLauncher() {
  const life = new Socket({ fd: 3, readable: true, writable: false });
  const end = () => process.kill(process.pid, 'SIGKILL');
  life.once('error', end).once('close', end).resume().unref();
}
