import fastifyCookie from '@fastify/cookie';
import fastifyRateLimit from '@fastify/rate-limit';
import fastifySwagger, { type SwaggerOptions } from '@fastify/swagger';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { authorise, registerAuthentication } from './authenticate.ts';
import { registerAttachments } from './attachments.ts';
import { registerCockpit } from './cockpit.ts';
import { registerCommands } from './command-routes.ts';
import type { Door } from './door.ts';
import { type EndpointHandlers, registerEndpoints } from './endpoint.ts';
import { registerErrorHandling } from './error.ts';
import { secretHandlers, sessionHandlers } from './handler/access.ts';
import { briefLinkHandlers } from './handler/brief-links.ts';
import { briefHandlers } from './handler/brief.ts';
import { channelHandlers } from './handler/channels.ts';
import { incidentHandlers, recordHandlers } from './handler/incidents.ts';
import { peopleHandlers } from './handler/people.ts';
import { settingsHandlers } from './handler/settings.ts';
import { statusPageHandlers } from './handler/status-pages.ts';
import { speakingHandlers } from './handler/speaking.ts';
import { telemetryHandlers } from './handler/telemetry.ts';
import { registerHealth } from './health.ts';
import { answerBadPath, answerMalformed } from './malformed.ts';
import { maskUrl } from './intake.ts';
import { registerNestingLimit } from './nesting.ts';
import { registerPages } from './pages.ts';
import type { Presence } from './presence.ts';
import { registerStatusPages } from './status-pages.ts';
import { registerSubscribing } from './status-subscribe.ts';
import { registerStream } from './stream.ts';

export interface ServerOptions {
  readonly version: string;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  /** Addresses of proxies whose `X-Forwarded-*` is believed. */
  readonly trustedProxies: readonly string[];
  /** The folder of the built cockpit; without one its addresses say how to build it. */
  readonly cockpit: string | null;
  readonly log: { readonly level: string; readonly stream?: { write(line: string): void } };
}

const jsonBodyBytes = 1_048_576;

const securityHeaders = {
  'content-security-policy': [
    "default-src 'self'",
    "img-src 'self' blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join('; '),
  'permissions-policy':
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), serial=(), usb=(), bluetooth=(), hid=()',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Builds the server with every route; it does not listen yet. */
export async function buildServer(
  door: Door,
  presence: Presence,
  intake: (routes: FastifyInstance) => void,
  options: ServerOptions,
): Promise<FastifyInstance> {
  const server = Fastify({
    ...(options.tls ? { https: { ...options.tls, minVersion: 'TLSv1.2' as const } } : {}),
    bodyLimit: jsonBodyBytes,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    genReqId: () => door.identities.next(),
    frameworkErrors: answerBadPath,
    clientErrorHandler: answerMalformed(door.identities.next),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    requestTimeout: 30_000,
    logger: { ...options.log, serializers: { req: requestLine } },
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
  } as const) as unknown as FastifyInstance;
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  registerErrorHandling(server);
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    // After an upgrade that it did not take, Node no longer tells of a request that it cannot read.
    if (request.headers.upgrade !== undefined) reply.header('connection', 'close');
    if (options.tls) reply.header('strict-transport-security', 'max-age=31536000');
  });
  await server.register(fastifyCookie);
  await server.register(fastifyRateLimit, { global: false });
  await server.register(fastifySwagger, contract(options.version));
  registerNestingLimit(server);
  registerAuthentication(server, door.credentials, door.briefLinks);
  await server.register(async (routes) => {
    registerCommands(routes, door);
    registerEndpoints(routes, handlersOf(door, presence));
    registerStream(routes, door, presence);
    registerAttachments(routes, door);
    registerHealth(routes, door);
    registerPages(routes);
    routes.get('/api/openapi.json', { schema: { hide: true } }, async (request) => {
      authorise(request.subject, 'people.read');
      return server.swagger();
    });
  });
  await server.register(async (routes) => {
    registerStatusPages(routes, door);
    await registerSubscribing(routes, door);
  });
  await server.register(async (routes) => registerCockpit(routes, options.cockpit));
  await server.register(async (routes) => intake(routes));
  return server;
}

const handlersOf = (door: Door, presence: Presence): EndpointHandlers => ({
  ...incidentHandlers(door, presence),
  ...recordHandlers(door),
  ...peopleHandlers(door),
  ...sessionHandlers(door),
  ...secretHandlers(door),
  ...settingsHandlers(door),
  ...telemetryHandlers(door),
  ...statusPageHandlers(door),
  ...speakingHandlers(door),
  ...briefHandlers(door),
  ...briefLinkHandlers(door),
  ...channelHandlers(door),
});

const contract = (version: string): SwaggerOptions => ({
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Allclear',
      version,
      description: 'Everything a screen can do. Problems are RFC 9457 documents; each `type` is a page here.',
    },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }],
  },
  transform: jsonSchemaTransform,
  transformObject: jsonSchemaTransformObject,
});

const requestLine = (request: { method: string; url: string; id: string }): Record<string, string> => ({
  method: request.method,
  url: maskUrl(request.url),
  id: request.id,
});
