import { ensureCockpit } from './cockpit.mjs';
import { launch, say } from './ground.mjs';
import { ensureDependencies } from './install.mjs';
import { ensureNode } from './node-runtime.mjs';

// npm run build: builds the cockpit, as the first start of the server would.
await launch(async () => {
  const [node] = await Promise.all([ensureNode(), ensureDependencies('production')]);
  if (!(await ensureCockpit(node))) say('the cockpit is built from these sources already');
});
