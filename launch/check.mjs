import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { root, runtimeFolder } from './ground.mjs';

// Runs every check:* script of package.json and says of each whether it passed: node launch/run.mjs node launch/check.mjs
const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const waiting = Object.keys(scripts).filter((name) => name.startsWith('check:') && name !== 'check:all');
const failed = [];
const passed = [];

await Promise.all(Array.from({ length: availableParallelism() }, work));
await mkdir(runtimeFolder, { recursive: true });
await writeFile(join(runtimeFolder, 'check-report.json'), JSON.stringify({ passed, failed }));
if (failed.length > 0) {
  console.log(`failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}

async function work() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const began = Date.now();
    const { code, output } = await run(name);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    (code === 0 ? passed : failed).push(name);
    console.log(
      code === 0 ? `ok      ${name} (${seconds} s)` : `FAILED  ${name} (${seconds} s)\n${output.trimEnd()}\n`,
    );
  }
}

/** @param {string} name */
function run(name) {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', name], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? signal, output }));
  });
}
