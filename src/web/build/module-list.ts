import { gzipSync } from 'node:zlib';
import { isAbsolute, relative, sep } from 'node:path';
import type { Plugin } from 'vite';

/** What the build made of which modules, as `.modules.json` has it. Sizes are in bytes. */
export interface BuiltChunk {
  readonly file: string;
  readonly entry: boolean;
  readonly imports: readonly string[];
  readonly gzip: number;
  /** By path from the package's root; sizes before minifying. */
  readonly modules: Readonly<Record<string, number>>;
}

/** Notes which modules went into which chunk, for the test that keeps the first load small. */
export function moduleList(packageRoot: string): Plugin {
  return {
    name: 'module-list',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).flatMap((made): BuiltChunk[] => {
          if (made.type !== 'chunk') return [];
          const modules = Object.entries(made.modules).map(([id, { renderedLength }]) => [
            pathOf(id, packageRoot),
            renderedLength,
          ]);
          return [
            {
              file: made.fileName,
              entry: made.isEntry,
              imports: made.imports,
              gzip: gzipSync(made.code, { level: 9 }).length,
              modules: Object.fromEntries(modules),
            },
          ];
        });
        this.emitFile({ type: 'asset', fileName: '.modules.json', source: JSON.stringify(chunks, null, 1) });
      },
    },
  };
}

function pathOf(id: string, packageRoot: string): string {
  const installed = id.indexOf('/node_modules/');
  if (installed !== -1) return id.slice(installed + 1);
  // A module that a tool made up begins with a NUL.
  if (id.startsWith('\0')) return id.slice(1);
  return isAbsolute(id) ? relative(packageRoot, id).split(sep).join('/') : id;
}
