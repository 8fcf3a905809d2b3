import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { screenPath } from '../api/screen-path.ts';
import { page } from '../document/page.ts';
import { fail } from './problem.ts';

const hidden = { schema: { hide: true } };
/** Kept by the browser, but never used without asking whether it is still so. */
const asked = 'no-cache';
/** Names under /assets carry a digest of what they hold. */
const forEver = 'public, max-age=31536000, immutable';
/** What may stand beside index.html; names with a leading dot are notes of the build. */
const besides = /^[\w-][\w.-]*\.(?:svg|png|webmanifest|js)$/;

const notBuilt = page(
  'Not built',
  `<h1>The cockpit is not built</h1>
<p>Run <code>npm run build</code> in the folder of this installation and load this page again.
The API and the command line work without it.</p>`,
);

/** The cockpit as it was built into `folder`. Which screen an address means is decided in the browser. */
export async function registerCockpit(server: FastifyInstance, folder: string | null): Promise<void> {
  if (folder !== null) await registerFiles(server, folder);
  for (const path of Object.values(screenPath)) {
    server.get(path.replace('$', ':'), hidden, async (_request, reply) => {
      // Asked anew each time: a build may end while the server runs.
      if (folder !== null && existsSync(join(folder, 'index.html'))) {
        return reply.header('cache-control', asked).sendFile('index.html');
      }
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(notBuilt);
    });
  }
}

async function registerFiles(server: FastifyInstance, folder: string): Promise<void> {
  await server.register(fastifyStatic, {
    root: folder,
    serve: false,
    // The folder may come into being later.
    suppressWarning: true,
    preCompressed: true,
    cacheControl: false,
    dotfiles: 'ignore',
    index: false,
  });
  // The registered name of JavaScript; what the library says is older.
  server.addHook('onSend', async (_request, reply) => {
    if (String(reply.getHeader('content-type')).startsWith('application/javascript')) {
      reply.type('text/javascript; charset=utf-8');
    }
  });
  server.get('/assets/*', hidden, async (request, reply) => {
    const { '*': name } = request.params as { '*': string };
    return reply.header('cache-control', forEver).sendFile(`assets/${name}`);
  });
  server.get('/:file', hidden, async (request, reply) => {
    const { file } = request.params as { file: string };
    if (!besides.test(file)) throw fail('request/not-found');
    return reply.header('cache-control', asked).sendFile(file);
  });
}
