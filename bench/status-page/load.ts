import { Pool } from 'undici';

/** A process of its own that reads a page as fast as it is answered: `load.ts <url> <seconds> <connections>`. */
const [url = '', seconds = '10', connections = '32'] = process.argv.slice(2);
const { origin, pathname } = new URL(url);
const pool = new Pool(origin, { connections: Number(connections), pipelining: 1 });
const until = performance.now() + Number(seconds) * 1000;
const took: number[] = [];
let failed = 0;

async function reader(): Promise<void> {
  while (performance.now() < until) {
    const began = performance.now();
    const { statusCode, body } = await pool.request({ path: pathname, method: 'GET' });
    await body.dump({ limit: 1_000_000 });
    if (statusCode === 200) took.push(performance.now() - began);
    else failed += 1;
  }
}

await Promise.all(Array.from({ length: Number(connections) }, reader));
await pool.close();
took.sort((one, other) => one - other);
const at = (share: number): number => took[Math.floor((took.length - 1) * share)] ?? 0;
process.stdout.write(
  JSON.stringify({ perSecond: took.length / Number(seconds), p50: at(0.5), p99: at(0.99), worst: at(1), failed }),
);
