import { join } from 'node:path';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compress } from './build/compress.ts';
import { moduleList } from './build/module-list.ts';
import { shellList } from './build/shell-list.ts';

const packageRoot = join(import.meta.dirname, '../..');

/** Builds the cockpit into dist/web, where the server finds it. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: 'public',
  // `npm run dev` shows the sources as they are, over the API of an Allclear that runs beside it.
  server: { host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:4747' } },
  plugins: [react(), tailwind(), moduleList(packageRoot), shellList(), compress()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // Every image and font is a file of its own: the content security policy allows no data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: {
      input: {
        index: join(import.meta.dirname, 'index.html'),
        'service-worker': join(import.meta.dirname, 'service-worker.ts'),
      },
      output: {
        // A worker is found again by its name, at the top, from where it may answer for every page.
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
