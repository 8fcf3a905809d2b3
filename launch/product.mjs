import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './install.mjs';
import { ensureNode } from './node-runtime.mjs';

/**
 * Runs the product's command line, in this process where the host's Node will do.
 * @param {string[]} args
 */
export async function runProduct(args) {
  const [node] = await Promise.all([ensureNode(), ensureDependencies('production')]);
  if (serves(args)) {
    const { ensureCockpit } = await import('./cockpit.mjs');
    await ensureCockpit(node);
  }
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

const withValue = ['--url', '-i', '--incident'];

/** Whether these arguments start the server, for people to look at. */
function serves(args) {
  if (args.some((argument) => argument === '--help' || argument === '-h')) return false;
  const verb = args.find((argument, index) => !argument.startsWith('-') && !withValue.includes(args[index - 1]));
  return verb === 'up';
}
