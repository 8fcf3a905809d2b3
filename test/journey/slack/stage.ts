import { expect } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';
import { startServer, type TestServer } from '../../harness/server.ts';
import { botToken, FakeSlack, signingSecret, type SlackCall, SlackSender } from '../../harness/slack.ts';

type Person = Awaited<ReturnType<TestServer['person']>>;

/** Allclear, a database whose clock can be moved, and a Slack that knows Ana and Ben. */
export interface SlackStage {
  readonly database: TestDatabase;
  readonly server: TestServer;
  readonly slack: FakeSlack;
  readonly sender: SlackSender;
  readonly channel: string;
  readonly ana: Person;
  readonly ben: Person;
  /** Lets this much time pass, for the database and for Slack. */
  pass(ms: number): Promise<void>;
  now(): number;
  events(incident?: string): Promise<Stored[]>;
  close(): Promise<void>;
}

export interface Stored {
  readonly type: string;
  readonly actor: string;
  readonly happened: Date;
}

export const soon = { timeout: 12_000, interval: 50 };
export const opening = [
  'auth.test',
  'conversations.create',
  'conversations.setTopic',
  'conversations.setPurpose',
  'chat.postMessage',
  'pins.add',
];

export async function openSlackStage(settings: Record<string, string> = {}): Promise<SlackStage> {
  const database = await freshDatabase();
  const server = await startServer(database, { webhookNets: ['127.0.0.0/8'] });
  const slack = await new FakeSlack().open();
  const made = await server.owner.send<{ id: string }>('POST', '/api/channels', {
    name: 'Slack',
    integration: 'slack',
    settings: { apiUrl: slack.url, botToken, signingSecret, ...settings },
  });
  expect(made.status).toBe(200);
  const [ana, ben] = [await server.person('Ana', 'responder'), await server.person('Ben', 'responder')];
  slack.users.push({ id: 'UANA', email: ana.email }, { id: 'UBEN', email: ben.email });
  let shift = 0;
  slack.clock = () => Date.now() + shift;
  return {
    database,
    server,
    slack,
    sender: new SlackSender(server.url, made.body.id),
    channel: made.body.id,
    ana,
    ben,
    now: () => slack.clock(),
    async pass(ms) {
      shift += ms;
      await database.moveClock(shift);
    },
    events: (incident) =>
      database.query<Stored>(
        `select type, actor, happened_at as happened from allclear.event
          where stream like 'incident:%' and ($1::text is null or stream = 'incident:' || $1) order by position`,
        [incident ?? null],
      ),
    async close() {
      await server.stop();
      await slack.close();
      await database.drop();
    },
  };
}

/** The value of a button on the newest message that has it. */
export function buttonOf(calls: readonly SlackCall[], label: string): string {
  const found = calls.findLast(({ buttons }) => buttons.some((button) => button.label === label));
  const button = found?.buttons.find((each) => each.label === label);
  expect(button, `a button "${label}"`).toBeDefined();
  return button?.value ?? '';
}
