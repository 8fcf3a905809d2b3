/** JSON Schema, as far as the contract uses it. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
}

/** One method on one path. */
export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** JSON in the body; null where none is taken; 'bytes' where anything is. */
  readonly body: Schema | 'bytes' | null;
  /** Intake answers as Alertmanager does, and not with problem documents. */
  readonly intake: boolean;
}

interface Described {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

/** Every operation of the OpenAPI document, and the few that stand outside it. */
export function operationsOf(document: OpenApi): Operation[] {
  const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, parameters = [], requestBody }]): Operation => ({
      name: operationId,
      method: method.toUpperCase(),
      path,
      parameters,
      body: operationId === 'putAttachment' ? 'bytes' : (requestBody?.content['application/json'].schema ?? null),
      intake: false,
    })),
  );
  return [...listed, ...unlisted, ...intake];
}

const inPath = (name: string, schema: Schema = { type: 'string' }): Parameter => ({
  name,
  in: 'path',
  required: true,
  schema,
});
const inQuery = (name: string, schema: Schema): Parameter => ({ name, in: 'query', required: false, schema });

const plain = (name: string, path: string, parameters: readonly Parameter[] = []): Operation => ({
  name,
  method: 'GET',
  path,
  parameters,
  body: null,
  intake: false,
});

const unlisted: readonly Operation[] = [
  plain('openapi', '/api/openapi.json'),
  plain('metrics', '/metrics'),
  plain('problemPage', '/problems/{code}', [inPath('code')]),
];

const labels: Schema = { type: 'object', additionalProperties: { type: 'string', maxLength: 40 } };
const alertSchema: Schema = {
  type: 'object',
  properties: {
    labels: {
      ...labels,
      properties: { alertname: { type: 'string', minLength: 1, maxLength: 30 } },
      required: ['alertname'],
    },
    annotations: labels,
    startsAt: { type: 'string', format: 'date-time' },
    endsAt: { type: 'string', format: 'date-time' },
    generatorURL: { type: 'string', format: 'uri' },
    status: { enum: ['firing', 'resolved'] },
  },
  required: ['labels'],
};
const silenceSchema: Schema = {
  type: 'object',
  properties: {
    matchers: {
      type: 'array',
      minItems: 1,
      maxItems: 3,
      items: {
        type: 'object',
        properties: {
          name: { type: 'string', pattern: '^[a-z]{1,8}$' },
          value: { type: 'string', pattern: '^[a-z]{1,8}$' },
          isRegex: { type: 'boolean' },
          isEqual: { type: 'boolean' },
        },
        required: ['name', 'value', 'isRegex'],
      },
    },
    startsAt: { type: 'string', format: 'date-time' },
    endsAt: { type: 'string', format: 'date-time' },
    createdBy: { type: 'string', minLength: 1, maxLength: 40 },
    comment: { type: 'string', minLength: 1, maxLength: 80 },
  },
  required: ['matchers', 'startsAt', 'endsAt', 'createdBy', 'comment'],
};
const query = ['active', 'silenced', 'inhibited', 'unprocessed']
  .map((name) => inQuery(name, { type: 'boolean' }))
  .concat(inQuery('filter', { type: 'string' }), inQuery('receiver', { type: 'string', maxLength: 20 }));

const intakeOperation = (
  name: string,
  method: string,
  path: string,
  body: Schema | null = null,
  parameters: readonly Parameter[] = [],
): Operation => ({
  name: `intake ${name}`,
  method,
  path: `/in/{key}${path}`,
  parameters: [inPath('key'), ...parameters],
  body,
  intake: true,
});

/** What the tools around Alertmanager speak; it is their contract and not in our OpenAPI. */
const intake: readonly Operation[] = [
  intakeOperation('post alerts', 'POST', '/api/v2/alerts', { type: 'array', items: alertSchema, maxItems: 5 }),
  intakeOperation('list alerts', 'GET', '/api/v2/alerts', null, query),
  intakeOperation('list groups', 'GET', '/api/v2/alerts/groups', null, query),
  intakeOperation('status', 'GET', '/api/v2/status'),
  intakeOperation('receivers', 'GET', '/api/v2/receivers'),
  intakeOperation('list silences', 'GET', '/api/v2/silences', null, [inQuery('filter', { type: 'string' })]),
  intakeOperation('post silence', 'POST', '/api/v2/silences', silenceSchema),
  intakeOperation('show silence', 'GET', '/api/v2/silence/{silence}', null, [inPath('silence')]),
  intakeOperation('end silence', 'DELETE', '/api/v2/silence/{silence}', null, [inPath('silence')]),
  intakeOperation('webhook', 'POST', '/alertmanager', {
    type: 'object',
    properties: {
      version: { const: '4' },
      status: { enum: ['firing', 'resolved'] },
      receiver: { type: 'string', maxLength: 20 },
      truncatedAlerts: { type: 'integer', minimum: 0, maximum: 1000 },
      groupLabels: labels,
      commonLabels: labels,
      alerts: { type: 'array', items: alertSchema, maxItems: 5 },
    },
    required: ['alerts'],
  }),
];
