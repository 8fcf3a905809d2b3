import * as z from 'zod';
import { credentialSchemes, type SourceKind } from '../../domain/telemetry/source.ts';
import { line } from './common.ts';

const bare = (url: string): boolean => {
  const { username, password, search, hash } = new URL(url);
  return username === '' && password === '' && search === '' && hash === '';
};

/** Operators name what they run, so private addresses are as good as others. */
const url = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .max(2000)
  .refine((text) => !URL.canParse(text) || bare(text), 'must carry no user name, password, query or fragment');

const databaseUrl = z
  .url({ protocol: /^postgres(ql)?$/, error: 'must be a URL such as postgres://reader@db.example.org:5432/shop' })
  .max(2000)
  .refine(
    (text) => !URL.canParse(text) || (new URL(text).password === '' && new URL(text).search === ''),
    'must carry no password and no parameters; `credential` says where the password stands',
  )
  .refine((text) => !URL.canParse(text) || new URL(text).username !== '', 'must name the user, such as reader@');

const path = z
  .string()
  .max(400)
  .regex(/^\/(?!.*\/\.\.?(\/|$))[^\0]+$/, 'must be an absolute path without `.` or `..` in it');

/** Any variable or file could hold a secret of something else, which a source would then be sent. */
const place = {
  environment: z
    .string()
    .max(200)
    .regex(/^ALLCLEAR_SOURCE_[A-Z0-9_]+$/, 'must be the name of a variable that begins with ALLCLEAR_SOURCE_')
    .optional(),
  file: path.optional(),
};
const oneOf = {
  holds: ({ environment, file }: { environment?: string | undefined; file?: string | undefined }): boolean =>
    (environment === undefined) !== (file === undefined),
  says: 'must name one place of the secret: `environment` or `file`',
};

const credential = z
  .strictObject({ scheme: z.enum(credentialSchemes), user: line(200).optional(), ...place })
  .refine(oneOf.holds, oneOf.says)
  .refine(({ scheme, user }) => (scheme === 'basic') === (user !== undefined), {
    path: ['user'],
    message: 'belongs to the scheme `basic`, which needs it',
  });

const name = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u, 'must be letters, digits, `.`, `_` or `-`, and at most 60 of them');

const reached = { url, credential: credential.optional(), caFile: path.optional() };
const tenant = line(150).optional();
const known = line(4000).optional();
const freshWithinMs = z.int().min(5000).max(86_400_000).optional();
const host = z.string().regex(/^[A-Za-z0-9:._-]{1,253}$/, 'must be the name or the address of a machine');
const port = z.int().min(1).max(65_535);

const rows = {
  prometheus: z.strictObject({ name, kind: z.literal('prometheus'), ...reached, tenant, known }),
  loki: z.strictObject({ name, kind: z.literal('loki'), ...reached, tenant, known, freshWithinMs }),
  tempo: z.strictObject({ name, kind: z.literal('tempo'), ...reached, tenant, known, freshWithinMs }),
  jaeger: z.strictObject({ name, kind: z.literal('jaeger'), ...reached, known: line(200), freshWithinMs }),
  elasticsearch: z.strictObject({
    name,
    kind: z.literal('elasticsearch'),
    ...reached,
    known,
    freshWithinMs,
    timeField: line(200).optional(),
  }),
  http: z.strictObject({ name, kind: z.literal('http'), ...reached }),
  tcp: z.strictObject({ name, kind: z.literal('tcp'), host, port }),
  tls: z.strictObject({
    name,
    kind: z.literal('tls'),
    host,
    port: port.default(443),
    serverName: host.optional(),
    caFile: path.optional(),
  }),
  sql: z.strictObject({
    name,
    kind: z.literal('sql'),
    url: databaseUrl,
    credential: z.strictObject(place).refine(oneOf.holds, oneOf.says).optional(),
    caFile: path.optional(),
    tls: z.boolean().optional(),
    freshWithinMs,
  }),
  heartbeat: z.strictObject({ name, kind: z.literal('heartbeat') }),
} satisfies Record<SourceKind, z.ZodType>;

const row = z.discriminatedUnion('kind', [
  rows.prometheus,
  rows.loki,
  rows.tempo,
  rows.jaeger,
  rows.elasticsearch,
  rows.http,
  rows.tcp,
  rows.tls,
  rows.sql,
  rows.heartbeat,
]);

export const sourcesDocument = z.strictObject({
  sources: z
    .array(row)
    .max(50)
    .default([])
    .superRefine((sources, context) => {
      sources.forEach((source, index) => {
        if (sources.findIndex((each) => each.name === source.name) === index) return;
        context.addIssue({ code: 'custom', path: [index, 'name'], message: 'another source has this name' });
      });
    }),
});

export { name as sourceName };
