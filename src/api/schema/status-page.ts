import * as z from 'zod';
import type { ComponentSaid } from '../../domain/status-page/event.ts';
import { componentStatuses, visibilities } from '../../domain/status-page/page.ts';
import { maintenanceStatuses, postStatuses } from '../../domain/status-page/event.ts';
import { instantIn, instantOut, line, passage, uuid } from './common.ts';

const slug = /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/;

export const pageSlug = z
  .string()
  .regex(slug, 'must be lower-case letters, digits and `-`, and at most 60 of them')
  .describe('A status page, as its address has it.');

const componentKey = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9_-]{0,58}[a-z0-9])?$/, 'must be lower-case letters, digits, `_` or `-`');

export const componentKeys = z.array(componentKey).max(100);

/** `checkout=partial_outage`: a component, and how it is. */
export const componentSaid = z
  .string()
  .regex(
    new RegExp(`^[a-z0-9][a-z0-9_-]{0,59}=(?:${componentStatuses.join('|')})$`),
    `must be a component and one of ${componentStatuses.join(', ')}, such as checkout=partial_outage`,
  )
  .transform((text): ComponentSaid => {
    const [component = '', status = ''] = text.split('=');
    return { component, status: status as ComponentSaid['status'] };
  })
  .meta({ description: 'A component and its status, such as `checkout=partial_outage`.' });

const isZone = (zone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
};

const component = z.strictObject({
  key: componentKey,
  name: line(120),
  description: z.string().max(400).default(''),
  group: line(120).nullable().default(null),
  service: line(120).nullable().default(null).describe('The service of the catalog that it stands for.'),
  onlyShowIfDegraded: z.boolean().default(false),
});

const webUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).max(2000);
const targetName = z.string().regex(slug, 'must be lower-case letters, digits and `-`');

const target = z.discriminatedUnion('kind', [
  z.strictObject({
    name: targetName,
    kind: z.literal('directory'),
    path: z
      .string()
      .max(1000)
      .regex(/^[/].*[^/]$/, 'must be an absolute path without a slash at its end'),
  }),
  z.strictObject({
    name: targetName,
    kind: z.literal('s3'),
    endpoint: webUrl,
    region: line(60).default('us-east-1'),
    bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket'),
    prefix: z
      .string()
      .max(400)
      .regex(/^(?:[\w.-]+[/])*$/, 'must be empty, or folders that each end with a slash')
      .default(''),
    accessKeyId: line(200),
  }),
]);

interface Keyed {
  readonly path: PropertyKey[];
  readonly message: string;
}

/** Points at each item whose name an earlier one has. */
const repeated = (names: readonly string[], field: string): Keyed[] =>
  names.flatMap((name, index) =>
    names.indexOf(name) === index ? [] : [{ path: [index, field], message: 'another one has this name' }],
  );

const page = z
  .strictObject({
    slug: pageSlug,
    name: line(120),
    about: z.string().max(2000).default('').describe('A few words above everything else.'),
    url: webUrl.nullable().default(null).describe('Where customers read it, if not here.'),
    subscribeUrl: webUrl
      .nullable()
      .default(null)
      .describe('Address of this Allclear as customers reach it; subscriptions by mail and webhook need it.'),
    visibility: z.enum(visibilities).default('public'),
    timeZone: z.string().max(60).refine(isZone, 'must be a time zone, such as Europe/Berlin').default('UTC'),
    components: z.array(component).max(100).default([]),
    targets: z.array(target).max(10).default([]).describe('Where copies are put at every change.'),
  })
  .superRefine(({ components, targets, url }, context) => {
    if (targets.length > 0 && url === null) {
      context.addIssue({ code: 'custom', path: ['url'], message: 'a copy needs it: where customers read it' });
    }
    const keys = components.map(({ key }) => key);
    for (const { path, message } of repeated(keys, 'key')) {
      context.addIssue({ code: 'custom', path: ['components', ...path], message });
    }
    const names = targets.map(({ name }) => name);
    for (const { path, message } of repeated(names, 'name')) {
      context.addIssue({ code: 'custom', path: ['targets', ...path], message });
    }
  });

export const statusPagesDocument = z.strictObject({
  pages: z
    .array(page)
    .max(50)
    .default([])
    .superRefine((pages, context) => {
      const slugs = pages.map(({ slug: each }) => each);
      for (const { path, message } of repeated(slugs, 'slug')) context.addIssue({ code: 'custom', path, message });
    }),
});

const text = passage(10_000).describe('In the words that customers read.');
const title = z
  .string()
  .trim()
  .max(200)
  .default('')
  .describe('What customers notice; stays as it is if left out of an update.');
const said = z.array(componentSaid).max(100).default([]);
const id = uuid.describe('Made by the sender, the same on every retry. A UUID version 7.');
const status = z.enum(postStatuses).default('investigating');

/** A post within the stream of its page. */
export const noticeKey = z.string().regex(/^[Nn][1-9][0-9]{0,5}$/, 'must be a key such as N1');
export const maintenanceKey = z.string().regex(/^[Mm][1-9][0-9]{0,5}$/, 'must be a key such as M1');

export const notice = z.strictObject({
  id,
  post: noticeKey.nullable().default(null).describe('The notice that it goes on with; a new one if left out.'),
  title,
  status,
  text,
  components: said,
});

export const newMaintenance = z.strictObject({
  id,
  title: line(200),
  text,
  components: componentKeys.default([]),
  startsAt: instantIn,
  endsAt: instantIn,
});

export const maintenanceUpdate = z.strictObject({
  id,
  status: z
    .enum(['in_progress', 'verifying', 'completed'])
    .nullable()
    .default(null)
    .describe('Ahead of the plan; left out: words alone.'),
  text,
});

export const draft = z.strictObject({
  post: z.uuid().nullable().default(null).describe('Id of the post that it goes on with.'),
  title,
  status,
  text: z.string().max(10_000),
  components: said,
});

export const published = z.object({ key: z.string(), repeated: z.boolean() }).meta({ id: 'Published' });
export const previewed = z.object({ html: z.string() }).meta({ id: 'StatusPagePreview' });

const post = z
  .object({
    id: z.string(),
    key: z.string(),
    kind: z.enum(['problem', 'maintenance']),
    title: z.string(),
    status: z.enum([...postStatuses, ...maintenanceStatuses]),
    over: z.boolean(),
    openedAt: instantOut,
    changedAt: instantOut,
    startsAt: instantOut.nullable(),
    endsAt: instantOut.nullable(),
    text: z.string().describe('What was said last.'),
    components: z.array(z.object({ component: z.string(), status: z.enum(componentStatuses) })),
  })
  .meta({ id: 'StatusPost' });

const summary = {
  slug: z.string(),
  name: z.string(),
  visibility: z.enum(visibilities),
  path: z.string().describe('Where it stands on this server.'),
  says: z.string(),
  worst: z.enum(componentStatuses),
  open: z.int(),
};

export const statusPageSummary = z.object(summary).meta({ id: 'StatusPageSummary' });

export const statusPageView = z
  .object({
    ...summary,
    address: z.string().describe('Where customers read it.'),
    takesMail: z.boolean(),
    subscribers: z.int(),
    components: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        group: z.string().nullable(),
        service: z.string().nullable(),
        status: z.enum(componentStatuses),
        uptime: z.number().nullable(),
      }),
    ),
    posts: z.array(post).describe('Newest first.'),
    targets: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['directory', 's3']),
        where: z.string(),
        hasSecret: z.boolean(),
        current: z.boolean(),
        pushedAt: instantOut.nullable(),
        failedAt: instantOut.nullable(),
        failure: z.string().nullable(),
        nextAt: instantOut.nullable(),
      }),
    ),
  })
  .meta({ id: 'StatusPageView' });

export const subscriber = z
  .object({
    id: z.string(),
    channel: z.enum(['email', 'webhook']),
    address: z.string(),
    components: z.array(z.string()).describe('None: all of them.'),
    confirmed: z.boolean(),
    createdAt: instantOut,
  })
  .meta({ id: 'StatusSubscriber' });

export const targetSecret = z.strictObject({ secret: line(400) });
