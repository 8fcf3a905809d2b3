/** Runs a bench by its name: `npm run bench -- intake [--short]`. Each stands in `bench/<name>.ts` and exports `run`. */
const benches = ['intake'] as const;

const [name = '', ...options] = process.argv.slice(2);
if (!benches.some((known) => known === name)) {
  process.stderr.write(`There is no bench "${name}". Known: ${benches.join(', ')}.\n`);
  process.exit(2);
}
const { run } = (await import(`./${name}.ts`)) as { run: (options: readonly string[]) => Promise<void> };
await run(options);
