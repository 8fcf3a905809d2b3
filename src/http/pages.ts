import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { type ProblemCode, problems } from '../api/problem.ts';
import { escapeHtml, page, proseHtml } from '../document/page.ts';
import { fail } from './problem.ts';

/** What each problem means, for whoever follows its `type`. */
export function registerPages(server: FastifyInstance): void {
  const hidden = { schema: { hide: true } };
  const style = readFileSync(new URL('./page/page.css', import.meta.url), 'utf8');

  server.get('/page/page.css', hidden, async (_request, reply) => reply.type('text/css; charset=utf-8').send(style));
  server.get('/problems/*', hidden, async (request, reply) => {
    const code = (request.params as { '*': string })['*'] as ProblemCode;
    const row = Object.hasOwn(problems, code) ? problems[code] : undefined;
    if (!row) throw fail('request/not-found');
    const body = `<h1>${escapeHtml(row.title)}</h1><p><code>${escapeHtml(code)}</code> · HTTP ${row.status}</p>
<p>${proseHtml(row.what)}</p><h2>What to do</h2><p>${proseHtml(row.next)}</p>`;
    return reply.type('text/html; charset=utf-8').send(page(row.title, body));
  });
}
