import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './install.mjs';
import { ensureNode } from './node-runtime.mjs';

/**
 * Runs the product's command line, in this process where the host's Node will do.
 * @param {string[]} args
 */
export async function runProduct(args) {
  const [node] = await Promise.all([ensureNode(), ensureDependencies('production')]);
  if (node === process.execPath) {
    const { enterProduct } = await import('./enter.mjs');
    await enterProduct();
  } else {
    const { runInForeground } = await import('./foreground.mjs');
    await runInForeground(node, [fileURLToPath(new URL('reexecuted.mjs', import.meta.url)), ...args], {
      endsWithUs: true,
    });
  }
}
