import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unpackDebian } from './debian.mjs';
import { findOnPath, proveItRuns } from './program.mjs';

const instead =
  process.platform === 'darwin'
    ? 'Install it: brew install victoriametrics'
    : 'Install it: apt-get install victoria-metrics';

/**
 * Finds VictoriaMetrics on PATH, or unpacks Debian's package below `folder`; no root is needed.
 * @param {string} folder
 */
export async function findVictoria(folder) {
  const path = findOnPath(['victoria-metrics', 'victoria-metrics-prod']) ?? (await unpacked(join(folder, 'victoria')));
  await proveItRuns(path, instead);
  return path;
}

async function unpacked(target) {
  const path = join(target, 'usr', 'bin', 'victoria-metrics');
  if (!existsSync(path)) await unpackDebian(target, ['victoria-metrics'], { instead });
  return path;
}
