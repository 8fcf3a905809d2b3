import { delimiter, dirname, join } from 'node:path';
import { runInForeground } from './foreground.mjs';
import { launch, LaunchError, root } from './ground.mjs';
import { ensureDependencies } from './install.mjs';
import { ensureNode } from './node-runtime.mjs';

// Runs a command with the product's Node first on PATH: node launch/run.mjs COMMAND ARGUMENTS…
await launch(async () => {
  const [command, ...args] = process.argv.slice(2);
  if (command === undefined) throw new LaunchError('say what to run: node launch/run.mjs COMMAND ARGUMENTS…');
  const [node] = await Promise.all([ensureNode(), ensureDependencies('full')]);
  const folders = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''];
  await runInForeground(command, args, { env: { ...process.env, PATH: folders.join(delimiter) } });
});
