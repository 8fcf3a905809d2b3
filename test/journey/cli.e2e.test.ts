import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import type { IncidentExport } from '../../src/domain/log/export.ts';
import { collected, openTerminal, type Terminal } from '../harness/cli.ts';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { ownerToken, startServer, type TestServer } from '../harness/server.ts';

const root = join(import.meta.dirname, '../..');

interface Row {
  readonly type: string;
  readonly actor: string;
  readonly command_id: string;
}
interface Said {
  readonly incident: { readonly id: string; readonly number: string; readonly title: string; readonly phase: string };
  readonly entries: readonly { readonly id: string; readonly type: string; readonly commandId: string }[];
}

let database: TestDatabase;
let server: TestServer;
/** With the owner's token in its environment. */
let owner: Terminal;
/** With nothing but a home. */
let bare: Terminal;

beforeAll(async () => {
  database = await freshDatabase();
  server = await startServer(database);
  owner = openTerminal({ ALLCLEAR_URL: server.url, ALLCLEAR_TOKEN: ownerToken });
  bare = openTerminal();
});
afterAll(async () => {
  owner.close();
  bare.close();
  await server.stop();
  await database.drop();
});

const rowsOf = (incident: string): Promise<Row[]> =>
  database.query('select type, actor, command_id from allclear.event where stream = $1 order by version', [
    `incident:${incident}`,
  ]);
const typesOf = async (incident: string): Promise<string[]> => (await rowsOf(incident)).map(({ type }) => type);
const incidentCalled = async (title: string): Promise<string> => {
  const rows = await database.query<{ incident: string }>(
    'select incident from allclear.incident_list_v1 where title = $1',
    [title],
  );
  return rows[0]?.incident ?? '';
};
/** Databases of the operator's own, for verbs that open one. */
const own = (): Record<string, string> => ({
  DATABASE_URL: database.app,
  DATABASE_OWNER_URL: database.owner,
  ALLCLEAR_DATA: server.dataFolder,
});

describe('the first incident', () => {
  test('goes as the README tells it, from the sign-in link on', async () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const block = /## The first incident.*?```sh\n(.*?)```/s.exec(readme)?.[1] ?? '';
    const lines = block.trim().split('\n');
    expect(lines).toHaveLength(5);
    const link = `${server.url}/sign-in#${server.running.ownerSecret}`;
    for (const line of lines) {
      const { code, err } = await bare.line(line.replace(/<the link[^>]*>/, link));
      expect([code, err], line).toEqual([0, '']);
    }
    const incident = await incidentCalled('Checkout answers 500');
    const rows = await rowsOf(incident);
    expect(rows.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['IncidentDeclared', 'IncidentConfirmed', 'RoleAssigned', 'NoteAdded']),
    );
    const [me] = await database.query<{ id: string }>('select id from allclear.person');
    expect(new Set(rows.map(({ actor }) => actor))).toEqual(new Set([`person:${me?.id}`]));
    const kept = join(bare.home, 'config/allclear/session.json');
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    await bare.run(['close', 'Only', 'a', 'rehearsal', '--override', 'D4 only a rehearsal']);
    expect(await typesOf(incident)).toContain('IncidentClosed');
  });

  test('signs out here and on the server', async () => {
    expect((await bare.run(['me', '--json'])).code).toBe(0);
    expect((await bare.run(['logout'])).code).toBe(0);
    expect(await database.query('select from allclear.session')).toEqual([]);
    expect((await bare.run(['me'], { ALLCLEAR_URL: server.url })).code).toBe(1);
  });

  test('with --json tells a program what is stored', async () => {
    const declared = (await owner.run(['declare', 'Told', 'as', 'JSON', '--severity', 'SEV-4', '--json'])).json<Said>();
    const { id, number } = declared.incident;
    expect(declared.incident.title).toBe('Told as JSON');
    const said = [declared];
    for (const words of [
      ['confirm', 'seen it'],
      ['assign-role', 'scribe', 'me'],
      ['note', 'first', 'line'],
    ]) {
      said.push((await owner.run([...words, '-i', number, '--json'])).json<Said>());
    }
    const rows = await rowsOf(id);
    expect(said.flatMap(({ entries }) => entries.map(({ type, commandId }) => ({ type, commandId })))).toEqual(
      rows.map(({ type, command_id }) => ({ type, commandId: command_id })),
    );
    const shown = (await owner.run(['show', number, '--json'])).json<{ incident: { phase: string }; log: object[] }>();
    expect(shown.log).toHaveLength(rows.length);
    expect(shown.incident.phase).toBe(said[1]?.incident.phase);
    await owner.run(['close', 'done', '-i', number]);
  });
});

describe('exit codes', () => {
  test('1 when it is refused, with what to do next', async () => {
    const { id, number } = await server.owner.declare('Refused', { severity: 'SEV-4' });
    await server.owner.say(number, 'confirm', { evidence: 'x' });
    const plain = await owner.run(['confirm', 'again', '-i', number]);
    expect(plain.code).toBe(1);
    expect(plain.err.trim().split('\n').length).toBeGreaterThanOrEqual(2);
    const told = await owner.run(['confirm', 'again', '-i', number, '--json']);
    expect(told.code).toBe(1);
    expect(told.json<{ problem: { type: string; next: string } }>().problem).toMatchObject({
      type: expect.stringMatching(/^\/problems\/incident\//) as string,
      next: expect.any(String) as string,
    });
    expect((await rowsOf(id)).filter(({ type }) => type === 'IncidentConfirmed')).toHaveLength(1);
    expect((await owner.run(['show', '999999'])).code).toBe(1);
    expect((await bare.run(['list'], { ALLCLEAR_URL: server.url, ALLCLEAR_TOKEN: 'act_wrong' })).code).toBe(1);
    await server.owner.say(number, 'close', { waiver: 'done' });
  });

  test.each([
    [['declaim', 'x']],
    [['declare']],
    [['declare', 'x', '--severity', 'SEV-9']],
    [['note', 'x', '--loudly']],
    [['correct', 'not-a-uuid', 'text', '-i', '1']],
    [['note', 'x', '--at', 'yesterday', '-i', '1']],
    [['close', 'x', '--override', 'because', '-i', '1']],
    [['up', '--port', 'http']],
    [['up', '--tls-cert', 'only.pem']],
    [['tls', 'undo']],
    [['completion', 'powershell']],
    [['apply', '-f', '/nowhere/policy.yaml']],
    [['import', '/nowhere/incident.json']],
    [['verify', '--export', '/nowhere/incident.json']],
    [['verify', '--export', 'README.md']],
    [['verify', '--checkpoints', '/nowhere']],
    [['up', '--tls-cert', '/nowhere/a.pem', '--tls-key', '/nowhere/b.pem']],
    [['attach', '/nowhere/graph.png', '-i', '1']],
    [['list', '--url', 'not a url']],
  ])('2 when the call is wrong: %j', async (args) => {
    const { code, err, out } = await owner.run(args, own());
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toBe('');
    expect(err).not.toMatch(/\n\s+at /);
  });

  test('3 when nobody answers', async () => {
    const { code, err } = await owner.run(['list'], { ALLCLEAR_URL: 'http://127.0.0.1:1' });
    expect(code).toBe(3);
    expect(err).toContain('does not answer');
  });

  test('2 when several incidents are open and none is named, naming them', async () => {
    const [one, two] = [await server.owner.declare('Open one'), await server.owner.declare('Open two')];
    const { code, err } = await owner.run(['note', 'to whom?']);
    expect(code).toBe(2);
    expect(err).toContain(`-i ${one.number}  Open one`);
    expect(err).toContain(`-i ${two.number}  Open two`);
    expect((await owner.run(['note', 'to the second', '-i', two.number])).code).toBe(0);
    expect(await typesOf(one.id)).not.toContain('NoteAdded');
    expect(await typesOf(two.id)).toContain('NoteAdded');
  });
});

describe('what administrators do', () => {
  test('keys: made, rotated and revoked; what is printed works', async () => {
    const made = (await owner.run(['key', 'create', '--name', 'prometheus', '--json'])).json<{
      id: string;
      key: string;
    }>();
    const post = async (key: string): Promise<number> => {
      const body = JSON.stringify([{ labels: { alertname: 'FromTheKey', severity: 'info' } }]);
      return (await fetch(`${server.url}/in/${key}/api/v2/alerts`, { method: 'POST', body })).status;
    };
    expect(await post(made.key)).toBe(200);
    const rotated = (await owner.run(['key', 'rotate', made.id, '--json'])).json<{ key: string }>();
    expect([await post(made.key), await post(rotated.key)]).toEqual([200, 200]);
    const listed = (await owner.run(['key', 'list', '--json'])).json<{ items: object[] }>();
    expect(listed.items).toMatchObject([{ id: made.id, name: 'prometheus', scopes: ['ingest'], secrets: 2 }]);
    expect((await owner.run(['key', 'revoke', made.id])).code).toBe(0);
    expect(await database.query('select from allclear.intake_key_secret where revoked_at is null')).toEqual([]);
    await expect.poll(() => post(made.key), { timeout: 5000 }).toBe(401);
    const wide = await owner.run(['key', 'create', '--name', 'amtool', '--scope', 'ingest,read,silence', '--json']);
    expect(wide.json<{ scopes: string[] }>().scopes).toEqual(['ingest', 'read', 'silence']);
  });

  test('tokens: one that reads cannot write', async () => {
    const made = (await owner.run(['token', 'create', '--name', 'reader', '--scope', 'read', '--json'])).json<{
      id: string;
      token: string;
    }>();
    const asReader = { ALLCLEAR_TOKEN: made.token };
    expect((await owner.run(['list'], asReader)).code).toBe(0);
    expect((await owner.run(['declare', 'not mine to say'], asReader)).code).toBe(1);
    expect((await owner.run(['token', 'list', '--json'])).out).toContain(made.id);
    expect((await owner.run(['token', 'revoke', made.id])).code).toBe(0);
    const [row] = await database.query<{ revoked_at: Date | null }>(
      'select revoked_at from allclear.token where id = $1',
      [made.id],
    );
    expect(row?.revoked_at).not.toBeNull();
  });

  test('people: made, changed, signed in by link and password, and deactivated', async () => {
    const words = ['Ana Ruiz', '--email', 'ana@example.org', '--zone', 'Europe/Madrid'];
    const { id } = (await owner.run(['person', 'create', ...words, '--json'])).json<{ id: string }>();
    expect((await owner.run(['person', 'change', 'ana@example.org', '--role', 'admin', '--manager', 'me'])).code).toBe(
      0,
    );
    const moved = ['person', 'change', id, '--email', 'ana.ruiz@example.org'];
    expect((await owner.run(moved)).code).toBe(0);
    expect((await owner.run(['person', 'change', 'ana.ruiz@example.org', '--email', 'ana@example.org'])).code).toBe(0);
    const link = (await owner.run(['person', 'link', 'ana@example.org'])).out.trim();
    const ana = openTerminal();
    expect((await ana.run(['login', link])).code).toBe(0);
    expect((await ana.run(['login', link])).code).toBe(1);
    const password = { ALLCLEAR_PASSWORD: 'a password of her own' };
    expect((await ana.run(['me', '--password'], password)).code).toBe(0);
    expect((await ana.run(['logout'])).code).toBe(0);
    const again = ['login', '--email', 'ana@example.org', '--url', server.url];
    expect((await ana.run(again, password)).code).toBe(0);
    expect((await ana.run(again, { ALLCLEAR_PASSWORD: 'not her password' })).code).toBe(1);
    const [row] = await database.query<object>('select name, role, zone, manager from allclear.person where id = $1', [
      id,
    ]);
    expect(row).toMatchObject({ name: 'Ana Ruiz', role: 'admin', zone: 'Europe/Madrid' });
    expect((await owner.run(['person', 'change', id, '--deactivate'])).code).toBe(0);
    expect(await database.query('select from allclear.session where person = $1', [id])).toEqual([]);
    expect((await ana.run(['list'])).code).toBe(1);
    const listed = (await owner.run(['person', 'list', '--json'])).json<{
      items: { email: string; active: boolean }[];
    }>();
    expect(listed.items.find(({ email }) => email === 'ana@example.org')?.active).toBe(false);
    ana.close();
  });

  test('teams and webhooks', async () => {
    expect((await owner.run(['team', 'put', 'payments', 'me'])).code).toBe(0);
    expect((await owner.run(['team', 'list', '--json'])).json<{ items: object[] }>().items).toMatchObject([
      { name: 'payments', members: [expect.any(String)] },
    ]);
    expect((await owner.run(['team', 'delete', 'payments'])).code).toBe(0);
    expect(await database.query('select from allclear.team')).toEqual([]);
    const url = 'https://hooks.example.org/allclear';
    const made = (await owner.run(['webhook', 'create', url, '--name', 'archive', '--json'])).json<{
      id: string;
      secret: string;
    }>();
    expect(made.secret).toMatch(/^whsec_/);
    expect((await owner.run(['webhook', 'list'])).out).toContain(url);
    expect((await owner.run(['webhook', 'create', 'http://10.0.0.1/', '--name', 'inside'])).code).toBe(2);
    expect((await owner.run(['webhook', 'revoke', made.id])).code).toBe(0);
    const rows = await database.query<{ url: string; revoked: boolean }>(
      'select url, revoked_at is not null as revoked from allclear.webhook',
    );
    expect(rows).toEqual([{ url, revoked: true }]);
  });

  test('apply shows the plan first, warns of what it weakens, and points at what is wrong', async () => {
    const { id } = await server.owner.declare('Bound by D4', { severity: 'SEV-1' });
    const file = join(owner.home, 'policy.yaml');
    writeFileSync(
      file,
      'kind: policy\nguardrails:\n  SEV-1:\n    D4: off\n---\nkind: catalog\nservices:\n  - name: checkout\n',
    );
    const applied = (): Promise<object[]> =>
      database.query(`select stream from allclear.event where type = 'SettingApplied' order by stream`);
    const planned = await owner.run(['apply', '-f', file, '--plan']);
    expect(planned.code).toBe(0);
    expect(planned.out).toContain('weakens D4 on SEV-1');
    expect(await applied()).toEqual([]);
    expect((await owner.run(['apply', '-f', file])).code).toBe(0);
    expect(await applied()).toEqual([{ stream: 'catalog' }, { stream: 'policy' }]);
    expect(await typesOf(id)).toContain('GuardrailsWeakened');
    expect((await owner.run(['apply', '-f', file])).out).toContain('Nothing to apply');
    expect(await applied()).toHaveLength(2);
    writeFileSync(file, 'kind: policy\nconfirmWithinMs: soon\n');
    const wrong = await owner.run(['apply', '-f', file]);
    expect([wrong.code, wrong.err.includes('/document/confirmWithinMs')]).toEqual([2, true]);
    for (const text of ['kind: weather\n', 'kind: [policy\n', 'just text\n']) {
      writeFileSync(file, text);
      expect((await owner.run(['apply', '-f', file])).code, text).toBe(2);
    }
  });
});

describe('the log by itself', () => {
  test('an export verifies without the server, a changed one does not, and another server imports it', async () => {
    const { id, number } = await server.owner.declare('Carried away');
    await server.owner.say(number, 'note', { text: 'as it was' });
    const file = join(owner.home, 'incident.json');
    expect((await owner.run(['export', number, '-o', file])).code).toBe(0);
    const document = JSON.parse(readFileSync(file, 'utf8')) as IncidentExport;
    expect(document.events.map(({ type }) => type)).toEqual(await typesOf(id));
    const verified = await bare.run(['verify', '--export', file, '--json']);
    expect([verified.code, verified.json<{ ok: boolean }>().ok]).toEqual([0, true]);

    const elsewhere = await freshDatabase();
    const other = await startServer(elsewhere);
    const there = { ALLCLEAR_URL: other.url };
    expect((await owner.run(['import', file], there)).code).toBe(0);
    expect((await owner.run(['import', file], there)).code).toBe(1);
    expect(await elsewhere.query('select incident, origin from allclear.archive')).toEqual([
      { incident: id, origin: document.origin },
    ]);
    await other.stop();
    await elsewhere.drop();

    writeFileSync(file, readFileSync(file, 'utf8').replace('as it was', 'as it never was'));
    const forged = await bare.run(['verify', '--export', file, '--json']);
    expect([forged.code, forged.json<{ flaw: object }>().flaw]).toMatchObject([1, { fault: 'body-edited' }]);
    writeFileSync(file, '{"not": "an export"}');
    expect((await bare.run(['verify', '--export', file])).code).toBe(2);
  });

  test('verify reads the database, and names what a forger changed', async () => {
    const { id } = await server.owner.declare('Forged');
    expect((await bare.run(['verify', '--json'], own())).json<{ ok: boolean }>().ok).toBe(true);
    const forge = async (actor: string): Promise<void> => {
      await database.query(`set session_replication_role = 'replica'`);
      await database.query('update allclear.event set actor = $2 where stream = $1', [`incident:${id}`, actor]);
      await database.query(`set session_replication_role = 'origin'`);
    };
    const [row] = await rowsOf(id);
    await forge('person:nobody');
    const { code, out } = await bare.run(['verify'], own());
    await forge(row?.actor ?? '');
    expect([code, out.includes(`row-edited at incident:${id}, entry 1`)]).toEqual([1, true]);
  });

  test('rebuild gives read models the same bytes, and doctor finds nothing', async () => {
    const dump = (): Promise<object[]> =>
      database.query('select l::text from allclear.incident_list_v1 l order by incident');
    const before = await dump();
    await database.query(`update allclear.incident_list_v1 set title = 'wrong'`);
    const rebuilt = (await bare.run(['rebuild', '--json'], own())).json<{ incidents: number }>();
    expect(rebuilt.incidents).toBe(before.length);
    expect(await dump()).toEqual(before);
    const examined = await bare.run(['doctor', '--json'], own());
    const { findings } = examined.json<{ findings: { ok: boolean; what: string }[] }>();
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(findings.map(({ what }) => what)).toEqual(expect.arrayContaining(['Node.js', 'database', 'rights', 'TLS']));
    expect((await bare.run(['doctor'], { ...own(), DATABASE_URL: 'postgres://127.0.0.1:1/none' })).code).toBe(1);
  });
});

test('follow hears entries as they are committed', async () => {
  const { number } = await server.owner.declare('Followed');
  const child = owner.start(['follow', number, '--json']);
  const ended = collected(child);
  let heard = '';
  child.stdout?.on('data', (text: string) => (heard += text));
  await expect
    .poll(
      async () => {
        await server.owner.say(number, 'note', { text: 'live' });
        return heard;
      },
      { timeout: 15_000, interval: 250 },
    )
    .toContain('live');
  child.kill('SIGINT');
  await ended;
  const [line = ''] = heard.split('\n');
  expect(JSON.parse(line)).toMatchObject({ type: 'NoteAdded', body: { text: 'live' } });
});

test('attach uploads a file and puts it into the log, byte by byte', async () => {
  const { id, number } = await server.owner.declare('Attached');
  const file = join(owner.home, 'a graph.png');
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 251));
  writeFileSync(file, bytes);
  expect((await owner.run(['attach', file, '--text', 'Error rate', '-i', number])).code).toBe(0);
  expect(await typesOf(id)).toContain('FileAttached');
  const digest = createHash('sha256').update(bytes).digest('hex');
  const [kept] = await database.query<{ media_type: string; bytes: string }>(
    `select a.media_type, string_agg(encode(c.bytes, 'hex'), '' order by c.sequence) as bytes
      from allclear.attachment a join allclear.attachment_chunk c using (digest) where digest = $1 group by 1`,
    [digest],
  );
  expect(kept).toEqual({ media_type: 'image/png', bytes: bytes.toString('hex') });
});

describe('completion', () => {
  const shells = [
    ['bash', ['bash', '-n']],
    ['zsh', ['zsh', '-n']],
    ['fish', ['fish', '--no-execute']],
  ] as const;

  test.each(shells)('%s takes the script', async (shell, [program, flag]) => {
    const script = join(owner.home, `completion.${shell}`);
    const { code, out } = await owner.run(['completion', shell]);
    expect(code).toBe(0);
    expect(out).toContain('declare');
    writeFileSync(script, out);
    const known = await owner.line(`command -v ${program}`);
    // Only bash is on every machine.
    if (shell !== 'bash' && known.code !== 0) return;
    expect(await owner.line(`${program} ${flag} '${script}'`)).toMatchObject({ code: 0, err: '' });
  });

  test('bash offers verbs, and options after a verb', async () => {
    const script = join(owner.home, 'completion.sh');
    writeFileSync(script, (await owner.run(['completion', 'bash'])).out);
    const offered = async (...words: string[]): Promise<string[]> => {
      const set = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _allclear`;
      const { out } = await owner.line(`bash -c 'source "${script}"; ${set}; echo "\${COMPREPLY[@]}"'`);
      return out.trim().split(' ');
    };
    expect(await offered('allclear', 'confi')).toEqual(['confirm']);
    expect(await offered('allclear', 'decl')).toEqual(['declare', 'declare-all-clear']);
    expect(await offered('allclear', 'declare', '--sev')).toEqual(['--severity']);
  });
});

describe('help', () => {
  const program = buildProgram('0.0.0-test', () => undefined);
  const leaves = (command: Command): Command[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
  const named = leaves(program).map((command) => [command.name(), command] as const);

  test.each(named)('%s has an example', (_name, command) => {
    let text = '';
    command.configureOutput({ writeOut: (part) => (text += part) });
    command.outputHelp();
    expect(text).toMatch(/\nExample:\n {2}.*allclear /);
  });

  test.each(['up', 'verify', 'rebuild', 'doctor', 'tls', 'drill'])('%s has an example', async (verb) => {
    const { code, out } = await bare.run([verb, '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(/\nExample:\n {2}.*allclear /);
  });
});
