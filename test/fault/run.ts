import type { Figures } from './ground.ts';

/** Runs what takes too long for `npm test`: `npm run fault [name…]`. Each stands in `test/fault/<name>.ts`. */
const known = ['kill', 'postgres', 'freeze', 'fuzz'] as const;

const asked = process.argv.slice(2);
const strange = asked.find((name) => !known.some((each) => each === name));
if (strange !== undefined) {
  process.stderr.write(`There is no fault "${strange}". Known: ${known.join(', ')}.\n`);
  process.exit(2);
}

for (const name of asked.length > 0 ? asked : known) {
  const { run } = (await import(`./${name}.ts`)) as { run: () => Promise<Figures> };
  const figures = await run();
  process.stdout.write(`${JSON.stringify({ fault: name, ...figures })}\n`);
  if (!figures.ok) process.exitCode = 1;
}
