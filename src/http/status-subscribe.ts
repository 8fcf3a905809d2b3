import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { askedHtml, doneHtml, oneButtonHtml, subscribeHtml } from '../document/status-page/forms.ts';
import { livePlace, type Place } from '../document/status-page/place.ts';
import type { Door } from './door.ts';
import type { ServedPage } from './ports.ts';
import { fail } from './problem.ts';
import { pageFor } from './status-pages.ts';

const formBytes = 16_384;
const hidden = { schema: { hide: true } };
const limited = { ...hidden, config: { rateLimit: { max: 20, timeWindow: 60_000 } } };
const mail = z.email().max(254);

const purposes = {
  confirm: {
    title: 'Confirm',
    says: 'Do you want to hear of changes of this page?',
    button: 'Yes, tell me',
    done: 'You will hear of what changes.',
  },
  unsubscribe: {
    title: 'Unsubscribe',
    says: 'Do you want to hear nothing more of this page?',
    button: 'Unsubscribe',
    done: 'You will hear nothing more. Your address has been deleted.',
  },
} as const;

interface Opened {
  readonly found: ServedPage;
  readonly place: Place;
}

const html = (reply: FastifyReply, body: string): FastifyReply =>
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(body);

/** Forms by which somebody subscribes and unsubscribes. They work without a script; a GET changes nothing. */
export async function registerSubscribing(server: FastifyInstance, door: Door): Promise<void> {
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: formBytes },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  // One click from a mail program may bring nothing, or its own form.
  server.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'string', bodyLimit: formBytes },
    (_request, _body, done) => done(null, new URLSearchParams()),
  );

  async function opened(request: FastifyRequest): Promise<Opened> {
    const { page } = request.params as { page: string };
    const found = await pageFor(door, request, page);
    if (found.page.subscribeUrl === null) throw fail('request/not-found');
    return { found, place: livePlace(found.page) };
  }

  server.get('/status/:page/subscribe', hidden, async (request, reply) => {
    const { found, place } = await opened(request);
    return html(reply, subscribeHtml(found.view, place, await door.subscribers.takesMail(), null));
  });

  server.post('/status/:page/subscribe', limited, async (request, reply) => {
    const { found, place } = await opened(request);
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const fault = await ask(door, found, form);
    if (fault === null) return html(reply, askedHtml(found.view, place));
    return html(reply.code(422), subscribeHtml(found.view, place, await door.subscribers.takesMail(), fault));
  });

  for (const purpose of ['confirm', 'unsubscribe'] as const) {
    const { title, says, button, done } = purposes[purpose];
    const path = `/status/:page/${purpose}/:token`;
    server.get(path, hidden, async (request, reply) => {
      const { found, place } = await opened(request);
      return html(reply, oneButtonHtml(found.view, place, title, says, button));
    });
    server.post(path, limited, async (request, reply) => {
      const { found, place } = await opened(request);
      const { token } = request.params as { token: string };
      const good = await door.subscribers[purpose](found.page.slug, token);
      const answer = good ? done : 'This link is no longer good. Subscribe again if you want to.';
      return html(reply.code(good ? 200 : 410), doneHtml(found.view, place, title, answer));
    });
  }
}

/** Null, or what is wrong with the form. */
async function ask(door: Door, { page }: ServedPage, form: URLSearchParams): Promise<string | null> {
  const known = page.components.map(({ key }) => key);
  const components = form.getAll('component').filter((key) => known.includes(key));
  const url = form.get('url');
  if (url !== null) {
    const fault = url.length > 2000 ? 'is too long' : door.subscribers.urlFault(url);
    if (fault !== null) return `The address ${fault}.`;
    await door.subscribers.ask(page.slug, 'webhook', url, components);
    return null;
  }
  const address = mail.safeParse(form.get('email')?.trim());
  if (!address.success) return 'That is no e-mail address.';
  await door.subscribers.ask(page.slug, 'email', address.data, components);
  return null;
}
