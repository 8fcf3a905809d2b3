/** Runs a bench by its name: `npm run bench -- intake [--short]`. */
const benches: Readonly<Record<string, () => Promise<{ run: (options: readonly string[]) => Promise<void> }>>> = {
  intake: () => import('./intake.ts'),
  log: () => import('./log.ts'),
  cockpit: () => import('./cockpit.ts'),
  prose: () => import('./prose.ts'),
  'status-page': () => import('./status-page.ts'),
  discipline: () => import('./discipline.ts'),
  'all-clear': () => import('./all-clear.ts'),
  watch: () => import('./watch.ts'),
};

const [name = '', ...options] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (!bench) {
  process.stderr.write(`There is no bench "${name}". Known: ${Object.keys(benches).join(', ')}.\n`);
  process.exit(2);
}
const { run } = await bench();
await run(options);
