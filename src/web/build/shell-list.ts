import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const workerFile = 'service-worker.js';
const page = 'index.html';
const shell = /\.(?:js|css|svg|png|webmanifest)$/;
/** Other scripts than Latin are fetched where they are read. */
const latinFont = /-latin-(?!ext-)[^/]*\.woff2$/;

const isShell = (name: string): boolean => (shell.test(name) || latinFont.test(name)) && !name.startsWith('.');

/** Writes into the service worker which files the cockpit consists of, and a digest of what they hold. */
export function shellList(): Plugin {
  let publicFolder = '';
  return {
    name: 'shell-list',
    apply: 'build',
    configResolved({ publicDir }) {
      publicFolder = publicDir;
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle[workerFile];
        if (worker?.type !== 'chunk') return this.error('the service worker is not a part of this build');
        const digest = createHash('sha256');
        const files: string[] = [];
        const add = (name: string, content: string | Uint8Array): void => {
          files.push(name === page ? '/' : `/${name}`);
          digest.update(`${name}\0`).update(content);
        };
        for (const made of Object.values(bundle).toSorted(byName)) {
          const { fileName } = made;
          if (fileName === workerFile || !(isShell(fileName) || fileName === page)) continue;
          add(fileName, made.type === 'chunk' ? made.code : made.source);
        }
        for (const name of publicFolder === '' ? [] : readdirSync(publicFolder).toSorted()) {
          if (isShell(name)) add(name, readFileSync(join(publicFolder, name)));
        }
        const version = digest.digest('hex').slice(0, 16);
        worker.code = `const shellFiles=${JSON.stringify(files)},shellVersion="${version}";${worker.code}`;
      },
    },
  };
}

const byName = (a: { fileName: string }, b: { fileName: string }): number => (a.fileName < b.fileName ? -1 : 1);
