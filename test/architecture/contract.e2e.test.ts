import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommandRow } from '../../src/api/command/row.ts';
import { commandPath, commandTable, publicVerbs } from '../../src/api/command-table.ts';
import { endpointNames, endpointTable } from '../../src/api/endpoint-table.ts';
import { type ProblemCode, problemCodes, problems } from '../../src/api/problem.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { refusalCodes } from '../../src/domain/refusal.ts';
import { rules } from '../../src/domain/incident/rules.ts';
import { actionFor } from '../../src/domain/access/verb-action.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { startServer, type TestServer } from '../harness/server.ts';

const root = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

interface Operation {
  readonly operationId?: string;
  readonly responses: Record<string, unknown>;
}
interface OpenApi {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
}

let database: TestDatabase;
let server: TestServer;
let contract: OpenApi;

beforeAll(async () => {
  database = await freshDatabase();
  server = await startServer(database, { version });
  contract = (await server.owner.get<OpenApi>('/api/openapi.json')).body;
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const operations = (): Operation[] => Object.values(contract.paths).flatMap((path) => Object.values(path));

describe('OpenAPI', () => {
  test('is 3.1 and the one that is committed', async () => {
    expect(contract.openapi).toBe('3.1.0');
    await expect(`${JSON.stringify(contract, null, 2)}\n`).toMatchFileSnapshot(join(root, 'docs/openapi.json'));
  });

  test('has every command and endpoint of the tables, each with its problems', () => {
    const ids = operations().map(({ operationId }) => operationId);
    for (const name of [...publicVerbs, ...endpointNames]) expect(ids).toContain(name);
    for (const { operationId, responses } of operations()) {
      if (publicVerbs.includes(operationId as never) || endpointNames.includes(operationId as never)) {
        expect(Object.keys(responses), operationId).toContain('default');
      }
    }
  });

  test('leaves no reference dangling', () => {
    const text = JSON.stringify(contract);
    const { components } = contract as unknown as { components: { schemas: Record<string, object> } };
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(components.schemas, name).toHaveProperty(name as string);
    }
  });
});

describe('every command of the table', () => {
  const program = buildProgram(version, () => undefined);

  test.each(publicVerbs)('%s has its route, its rule, its right and its CLI verb with an example', (verb) => {
    const path = commandPath(verb);
    expect(contract.paths[path]?.['post']?.operationId).toBe(verb);
    expect(verb === 'declare' || verb in rules).toBe(true);
    expect(actionFor[verb]).toBeDefined();
    const command = program.commands.find((each) => each.name() === verb);
    expect(command?.summary()).toBe((commandTable[verb] as CommandRow).summary);
    expect(readFileSync(join(root, `src/domain/incident/command/${verb}.ts`), 'utf8')).toContain('export');
  });

  test('and the CLI has no verb without help', () => {
    for (const command of program.commands) expect(command.description(), command.name()).not.toBe('');
  });
});

describe('problems', () => {
  const folder = join(root, 'docs/problem');
  const pages = (at: string): string[] =>
    readdirSync(at, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? pages(join(at, entry.name)) : [relative(folder, join(at, entry.name)).replace(/\.md$/, '')],
    );

  test('every refusal of the domain has its row', () => {
    for (const code of refusalCodes) expect(problemCodes).toContain(code);
  });

  test.each(problemCodes)('%s has its page, in the docs and on the server', async (code) => {
    const { status, title, what, next } = problems[code];
    const page = `# ${title}\n\n\`${code}\` · HTTP ${status}\n\n${what}\n\n## What to do\n\n${next}\n`;
    await expect(page).toMatchFileSnapshot(join(folder, `${code}.md`));
    const served = await fetch(new URL(`/problems/${code}`, server.url));
    expect(served.status).toBe(200);
  });

  test('no page is left over', () => {
    expect(pages(folder).sort()).toEqual([...problemCodes].sort());
  });

  test('a status of ours is never a success, and only server rows are 5xx', () => {
    for (const code of problemCodes as ProblemCode[]) {
      expect(problems[code].status >= 500, code).toBe(code.startsWith('server/'));
      expect(problems[code].status).toBeGreaterThanOrEqual(400);
    }
  });
});

test('every endpoint of the table answers on its path', () => {
  for (const name of endpointNames) {
    const { method, path } = endpointTable[name];
    expect(contract.paths[path]?.[method.toLowerCase()]?.operationId, name).toBe(name);
  }
});
