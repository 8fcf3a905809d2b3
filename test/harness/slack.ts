import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signatureOf } from '../../src/integration/slack/signature.ts';

export const botToken = 'xoxb-of-the-tests';
export const signingSecret = 'signing-secret-of-the-tests';
export const team = 'T0TEST';
export const bot = 'UBOT';

/** A call that Allclear made, as it came over the wire. */
export interface SlackCall {
  readonly method: string;
  readonly args: Readonly<Record<string, string>>;
  readonly at: number;
  /** Blocks, or the view, parsed from the string that they came as. */
  readonly shown: string;
  readonly buttons: readonly { readonly label: string; readonly value: string }[];
}

interface User {
  readonly id: string;
  readonly email: string;
  readonly more?: object;
}

type Answer = Readonly<Record<string, unknown>>;
type Answering = (args: Readonly<Record<string, string>>) => Answer | 'hang' | { readonly retryAfter: number };

/**
 * A Slack that speaks the wire: forms in, JSON out, one bearer token. It knows the methods that the test announced and
 * remembers every other one as a fault.
 */
export class FakeSlack {
  readonly calls: SlackCall[] = [];
  readonly faults: string[] = [];
  readonly users: User[] = [];
  readonly channels: { id: string; name: string; creator: string }[] = [];
  readonly #server = createServer((request, response) => void this.#take(request, response));
  readonly #expected = new Set<string>();
  readonly #instead = new Map<string, Answering>();
  #stamp = 1;
  /** The clock of the tests, for `ts`. */
  clock: () => number = Date.now;

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/api/`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  /** Methods that may be called from now on; every other one is a fault. */
  expect(...methods: readonly string[]): void {
    for (const method of methods) this.#expected.add(method);
  }

  /** Answers this method otherwise, until it is called with null. */
  instead(method: string, answer: Answering | null): void {
    if (answer === null) this.#instead.delete(method);
    else this.#instead.set(method, answer);
  }

  /** What fails a test: unexpected calls, calls without the token, and announced methods that were never called. */
  problems(): string[] {
    const called = new Set(this.calls.map(({ method }) => method));
    const missing = [...this.#expected]
      .filter((method) => !called.has(method))
      .map((method) => `${method} was not called`);
    return [...this.faults, ...missing];
  }

  of(method: string): SlackCall[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** The time of a message as Slack has it: seconds, and six digits that no other message has. */
  stamp(at: number = this.clock()): string {
    this.#stamp += 1;
    return `${Math.floor(at / 1000)}.${String((at % 1000) * 1000 + (this.#stamp % 1000)).padStart(6, '0')}`;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
    const method = (request.url ?? '').replace(/^\/api\//, '');
    const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
    if (!form) this.faults.push(`${method} came as ${request.headers['content-type']}`);
    const args = Object.fromEntries(new URLSearchParams(body));
    this.calls.push({ method, args, at: this.clock(), ...shownIn(args) });
    if (!this.#expected.has(method)) this.faults.push(`${method} was not expected`);
    const authorised = request.headers.authorization === `Bearer ${botToken}`;
    const answer = authorised ? this.#answer(method, args) : { ok: false, error: 'invalid_auth' };
    if (answer === 'hang') return;
    if ('retryAfter' in answer) {
      response.writeHead(429, { 'retry-after': String(answer.retryAfter) }).end();
      return;
    }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  }

  #answer(method: string, args: Readonly<Record<string, string>>): ReturnType<Answering> {
    const instead = this.#instead.get(method);
    if (instead) return instead(args);
    switch (method) {
      case 'auth.test':
        return { ok: true, user_id: bot, team_id: team };
      case 'users.info': {
        const user = this.users.find(({ id }) => id === args.user);
        return user ? { ok: true, user: userView(user) } : { ok: false, error: 'user_not_found' };
      }
      case 'users.lookupByEmail': {
        const user = this.users.find(({ email }) => email === args.email);
        return user ? { ok: true, user: userView(user) } : { ok: false, error: 'users_not_found' };
      }
      case 'conversations.create': {
        if (this.channels.some(({ name }) => name === args.name)) return { ok: false, error: 'name_taken' };
        const channel = { id: `C${this.channels.length + 1}`, name: String(args.name), creator: bot };
        this.channels.push(channel);
        return { ok: true, channel };
      }
      case 'conversations.list':
        return { ok: true, channels: this.channels, response_metadata: { next_cursor: '' } };
      case 'chat.postMessage':
        return { ok: true, channel: args.channel, ts: this.stamp() };
      default:
        return { ok: true };
    }
  }
}

const userView = ({ id, email, more = {} }: User): Answer => ({
  id,
  team_id: team,
  is_email_confirmed: true,
  profile: { email },
  ...more,
});

/** Every text and button in what came as a JSON string. */
function shownIn(args: Readonly<Record<string, string>>): Pick<SlackCall, 'shown' | 'buttons'> {
  const texts: string[] = [];
  const buttons: { label: string; value: string }[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { type, text, value: does } = value as { type?: string; text?: unknown; value?: string };
    if (type === 'button') buttons.push({ label: (text as { text: string }).text, value: String(does) });
    else if (typeof text === 'string') texts.push(text);
    Object.values(value).forEach(walk);
  };
  for (const name of ['blocks', 'view']) if (args[name] !== undefined) walk(JSON.parse(args[name]));
  return { shown: texts.join('\n'), buttons };
}

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly tookMs: number;
}

/** Sends what Slack sends, signed as Slack signs it. */
export class SlackSender {
  readonly #base: string;
  #count = 0;

  constructor(serverUrl: string, channel: string) {
    this.#base = `${serverUrl}/in/slack/${channel}`;
  }

  async send(
    way: string,
    type: string,
    body: string,
    {
      secret = signingSecret,
      ageSeconds = 0,
      headers = {},
    }: { secret?: string; ageSeconds?: number; headers?: object } = {},
  ): Promise<Reply> {
    const timestamp = String(Math.floor(Date.now() / 1000) - ageSeconds);
    const began = performance.now();
    const reply = await fetch(`${this.#base}/${way}`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': type,
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signatureOf(secret, timestamp, Buffer.from(body)),
        ...headers,
      },
      body,
    });
    return { status: reply.status, text: await reply.text(), tookMs: performance.now() - began };
  }

  #form(way: string, fields: Record<string, string>, more = {}): Promise<Reply> {
    return this.send(way, 'application/x-www-form-urlencoded', new URLSearchParams(fields).toString(), more);
  }

  /** `/allclear …` */
  command(user: string, room: string, text: string, more = {}): Promise<Reply> {
    this.#count += 1;
    const trigger = `trigger.${this.#count}`;
    return this.#form(
      'commands',
      { command: '/allclear', text, user_id: user, channel_id: room, team_id: team, trigger_id: trigger },
      more,
    );
  }

  press(user: string, room: string, value: string): Promise<Reply> {
    this.#count += 1;
    const payload = {
      type: 'block_actions',
      user: { id: user, team_id: team },
      channel: { id: room },
      trigger_id: `trigger.${this.#count}`,
      actions: [{ type: 'button', action_id: 'b0', value }],
    };
    return this.#form('interactions', { payload: JSON.stringify(payload) });
  }

  /** Fills in the form that was opened last, and submits it. */
  submit(user: string, opened: SlackCall, typed: Readonly<Record<string, string>>): Promise<Reply> {
    this.#count += 1;
    const view = JSON.parse(opened.args.view ?? '{}') as {
      private_metadata: string;
      blocks: {
        type: string;
        block_id?: string;
        element?: { initial_value?: string; initial_option?: { value: string } };
      }[];
    };
    const values = Object.fromEntries(
      view.blocks.flatMap(({ block_id: name, element }) =>
        name === undefined || element === undefined
          ? []
          : [[name, { v: { value: typed[name] ?? element.initial_value ?? element.initial_option?.value ?? null } }]],
      ),
    );
    const payload = {
      type: 'view_submission',
      user: { id: user, team_id: team },
      view: { id: `V${this.#count}`, private_metadata: view.private_metadata, state: { values } },
    };
    return this.#form('interactions', { payload: JSON.stringify(payload) });
  }

  event(event: object, more = {}): Promise<Reply> {
    const payload = { type: 'event_callback', team_id: team, event_id: 'Ev1', event };
    return this.send('events', 'application/json', JSON.stringify(payload), more);
  }

  say(user: string, room: string, ts: string, text: string, more: object = {}): Promise<Reply> {
    return this.event({ type: 'message', channel: room, user, text, ts, ...more });
  }

  /** A reply in a thread of the app. */
  answer(user: string, room: string, ts: string, thread: string, text: string): Promise<Reply> {
    return this.say(user, room, ts, text, { thread_ts: thread, parent_user_id: bot });
  }

  pin(user: string, room: string, message: { user: string; text: string; ts: string }): Promise<Reply> {
    const item = { type: 'message', channel: room, message: { type: 'message', ...message } };
    return this.event({ type: 'pin_added', user, channel_id: room, item });
  }
}
