import { connect, type Socket } from 'node:net';

/** What one run of the generator does. Comes as JSON in the first argument; the result goes to standard output. */
export interface Load {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly connections: number;
  readonly durationMs: number;
  /** Alerts of one request. */
  readonly batch: number;
  /** Every alert is new; else the same thousand come again and again. */
  readonly distinct: boolean;
  /** Makes the label sets of this run its own. */
  readonly base: string;
}

export interface LoadResult {
  readonly requests: number;
  readonly refused: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  /** Unix time of the last answer, in milliseconds. */
  readonly lastAnswerAt: number;
}

const repeated = 1000;
const digits = 9;

/** The same for all connections: whoever repeats an alert repeats when it began. */
const startsAt = new Date().toISOString();
const endsAt = new Date(Date.now() + 600_000).toISOString();

/** A request whose alerts are numbered in place: making it anew costs a few bytes, not a JSON text. */
class Request {
  readonly bytes: Buffer;
  readonly #places: number[] = [];

  constructor({ batch, base, path, host }: Load) {
    const mark = '#'.repeat(digits);
    const alert = {
      annotations: { description: 'Requests of the checkout take longer than 2 s.', summary: 'slow answers' },
      endsAt,
      generatorURL: 'http://prometheus.example:9090/graph?g0.expr=latency+%3E+2&g0.tab=1',
      labels: {
        alertname: `HighLatency${base}`,
        cluster: 'eu-1',
        instance: `host-${mark}:9100`,
        job: 'node',
        service: 'checkout',
        severity: 'critical',
      },
      startsAt,
    };
    const body = JSON.stringify(Array.from({ length: batch }, () => alert));
    const head = `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
    this.bytes = Buffer.from(head + body);
    for (let at = this.bytes.indexOf(mark); at !== -1; at = this.bytes.indexOf(mark, at + digits))
      this.#places.push(at);
  }

  number(first: number, distinct: boolean): void {
    this.#places.forEach((place, index) => {
      let value = distinct ? first + index : (first + index) % repeated;
      for (let digit = digits - 1; digit >= 0; digit -= 1) {
        this.bytes[place + digit] = 48 + (value % 10);
        value = Math.floor(value / 10);
      }
    });
  }
}

const headEnd = Buffer.from('\r\n\r\n');

/** One connection that asks again as soon as it is answered. Requests one after another, as every client sends them. */
class Client {
  readonly #socket: Socket;
  readonly #request: Request;
  #buffered: Buffer = Buffer.alloc(0);
  #sentAt = 0;

  constructor(
    load: Load,
    answered: (client: Client, status: number, ms: number) => void,
    lost: (error: Error) => void,
  ) {
    this.#request = new Request(load);
    this.#socket = connect({ host: load.host, port: load.port, noDelay: true });
    this.#socket.on('error', lost);
    this.#socket.on('data', (data: Buffer) => {
      this.#buffered = this.#buffered.length === 0 ? data : Buffer.concat([this.#buffered, data]);
      const end = this.#buffered.indexOf(headEnd);
      if (end === -1) return;
      const head = this.#buffered.toString('latin1', 0, end);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (this.#buffered.length < end + 4 + length) return;
      this.#buffered = this.#buffered.subarray(end + 4 + length);
      answered(this, Number(head.slice(9, 12)), performance.now() - this.#sentAt);
    });
  }

  ask(first: number, distinct: boolean): void {
    this.#request.number(first, distinct);
    this.#sentAt = performance.now();
    this.#socket.write(this.#request.bytes);
  }

  close(): void {
    this.#socket.destroy();
  }
}

async function generate(load: Load): Promise<LoadResult> {
  const latencies: number[] = [];
  let next = 0;
  let refused = 0;
  let open = load.connections;
  const started = performance.now();
  const until = started + load.durationMs;
  let lastAnswerAt = Date.now();
  return new Promise((resolve, reject) => {
    const ask = (client: Client): void => {
      client.ask(next, load.distinct);
      next += load.batch;
    };
    const answered = (client: Client, status: number, ms: number): void => {
      if (status >= 200 && status < 300) latencies.push(ms);
      else refused += 1;
      lastAnswerAt = Date.now();
      if (performance.now() < until) return ask(client);
      client.close();
      open -= 1;
      if (open > 0) return;
      latencies.sort((one, other) => one - other);
      const at = (part: number): number =>
        latencies[Math.min(latencies.length - 1, Math.floor(part * latencies.length))] ?? NaN;
      const seconds = (performance.now() - started) / 1000;
      resolve({ requests: latencies.length, refused, seconds, p50: at(0.5), p99: at(0.99), lastAnswerAt });
    };
    for (let index = 0; index < load.connections; index += 1) ask(new Client(load, answered, reject));
  });
}

process.stdout.write(JSON.stringify(await generate(JSON.parse(process.argv[2] ?? '{}') as Load)));
