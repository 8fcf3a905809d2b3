import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { type ProblemCode, problems } from '../api/problem.ts';
import { escapeHtml, page, proseHtml } from '../document/page.ts';
import { fail } from './problem.ts';

const asset = (name: string): string => readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8');

/** The few pages that need no sign-in: the sign-in itself, and what each problem means. */
export function registerPages(server: FastifyInstance): void {
  const html = 'text/html; charset=utf-8';
  const hidden = { schema: { hide: true } };
  const style = asset('page.css');
  const script = asset('sign-in.js');
  const signIn = page('Sign in', asset('sign-in.html'), ['/page/sign-in.js']);

  server.get('/page/page.css', hidden, async (_request, reply) => reply.type('text/css; charset=utf-8').send(style));
  server.get('/page/sign-in.js', hidden, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(script),
  );
  server.get('/', hidden, async (_request, reply) => reply.type(html).send(signIn));
  server.get('/sign-in', hidden, async (_request, reply) => reply.type(html).send(signIn));
  server.get('/problems/*', hidden, async (request, reply) => {
    const code = (request.params as { '*': string })['*'] as ProblemCode;
    const row = Object.hasOwn(problems, code) ? problems[code] : undefined;
    if (!row) throw fail('request/not-found');
    const body = `<h1>${escapeHtml(row.title)}</h1><p><code>${escapeHtml(code)}</code> · HTTP ${row.status}</p>
<p>${proseHtml(row.what)}</p><h2>What to do</h2><p>${proseHtml(row.next)}</p>`;
    return reply.type(html).send(page(row.title, body, []));
  });
}
