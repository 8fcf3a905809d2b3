import { connect, type Socket } from 'node:net';
import { faultOf } from './judge.ts';
import type { Heard } from './send.ts';

/** Bytes that are not, or not quite, HTTP. */
export interface RawCase {
  readonly name: string;
  readonly bytes: string;
  /** How many requests may be served at most: more means that a hidden one was. */
  readonly mostServed: number;
}

const patienceMs = 3000;
const get = (line: string, ...headers: string[]): string => [line, 'host: a', ...headers, '', ''].join('\r\n');
const hidden = get('GET /healthz HTTP/1.1');
const chunked = 'transfer-encoding: chunked';

const one = (name: string, bytes: string): RawCase => ({ name, bytes, mostServed: 0 });

/** Ways to end a message that two readers could understand differently, on any path that takes a body. */
const framing = (path: string): RawCase[] => {
  const post = `POST ${path} HTTP/1.1`;
  return [
    one('both lengths', `${get(post, 'content-length: 5', chunked)}0\r\n\r\n${hidden}`),
    one('both lengths, the other way round', `${get(post, chunked, 'content-length: 5')}0\r\n\r\n${hidden}`),
    one('two lengths', `${get(post, 'content-length: 2', 'content-length: 4')}{}${hidden}`),
    one('a list of lengths', `${get(post, 'content-length: 2, 2')}{}${hidden}`),
    one('a negative length', `${get(post, 'content-length: -1')}{}`),
    one('a signed length', `${get(post, 'content-length: +2')}{}`),
    one('an endless length', get(post, `content-length: ${'9'.repeat(40)}`)),
    one('an unknown encoding', `${get(post, 'transfer-encoding: x, chunked')}0\r\n\r\n`),
    one('chunked twice', `${get(post, 'transfer-encoding: chunked, chunked')}0\r\n\r\n`),
    one('a spaced header', `${get(post, 'content-length : 2')}{}`),
    one('a chunk size that is no number', `${get(post, chunked)}zz\r\n{}\r\n0\r\n\r\n`),
    one('a chunk size that overflows', `${get(post, chunked)}${'f'.repeat(17)}\r\n{}\r\n`),
    one('a chunk that is longer than it says', `${get(post, chunked)}1\r\n{}{}\r\n0\r\n\r\n`),
    one('a chunk with a long extension', `${get(post, chunked)}2;${'x'.repeat(40_000)}\r\n{}\r\n0\r\n\r\n`),
    one('a folded header', `${post}\r\nhost: a\r\ncontent-type: application/json\r\n x: y\r\n\r\n`),
  ];
};

export const rawCases = (intakePath: string): RawCase[] => [
  ...framing('/api/incidents'),
  ...framing(intakePath).map((each) => ({ ...each, name: `intake: ${each.name}` })),
  one('another version', get('GET / HTTP/9.9')),
  one('an older version', 'GET /api/me HTTP/1.0\r\n\r\n'),
  one('no version', 'GET /api/me\r\n\r\n'),
  one('no host', 'GET /api/me HTTP/1.1\r\n\r\n'),
  one('two hosts', get('GET /api/me HTTP/1.1', 'host: b')),
  one('a small method', get('get /api/me HTTP/1.1')),
  one('an endless method', get(`${'A'.repeat(9000)} / HTTP/1.1`)),
  one('HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  one('TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'),
  one('noise', '\x00\xff\x80\x01'.repeat(500)),
  one('a NUL in the path', get('GET /\0 HTTP/1.1')),
  one('a NUL in a header', get('GET /api/me HTTP/1.1', 'a: b\0c')),
  one('a bare line feed', 'GET /api/me HTTP/1.1\nhost: a\n\n'),
  one('a header without a colon', get('GET /api/me HTTP/1.1', 'nonsense')),
  one('a header without a name', get('GET /api/me HTTP/1.1', ': x')),
  one('a huge header', get('GET /api/me HTTP/1.1', `a: ${'b'.repeat(70_000)}`)),
  one('thousands of headers', get('GET /api/me HTTP/1.1', ...Array.from({ length: 3000 }, (_, at) => `h${at}: x`))),
  one('a huge address', get(`GET /${'a'.repeat(70_000)} HTTP/1.1`)),
  one('a huge address that is asked with HEAD', get(`HEAD /${'a'.repeat(70_000)} HTTP/1.1`)),
  one('an address of another host', get('GET http://evil.example/api/me HTTP/1.1')),
  one('a tunnel', get('CONNECT evil.example:443 HTTP/1.1')),
  one('an upgrade', get('GET /api/me HTTP/1.1', 'connection: upgrade', 'upgrade: websocket')),
  one('an upgrade to HTTP/2', get('GET /api/me HTTP/1.1', 'connection: upgrade, http2-settings', 'upgrade: h2c')),
  one('an expectation', get('POST /api/session HTTP/1.1', 'expect: 100-continue', 'content-length: 2')),
  { name: 'a hundred at once', bytes: hidden.repeat(100), mostServed: 100 },
  { name: 'a good one and a bad one', bytes: `${hidden}nonsense\r\n\r\n`, mostServed: 1 },
];

/** Everything that comes back until the other side ends, or nothing more comes. */
function exchanged(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(bytes, 'latin1')));
    const late = setTimeout(() => socket.destroy(), patienceMs);
    socket.setEncoding('latin1').on('data', (text: string) => {
      heard += text;
      late.refresh();
    });
    socket.on('end', () => socket.end());
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(late);
      resolve(heard);
    });
  });
}

/** The answers in what came back, as far as a client would take them apart. */
function answersIn(heard: string): Heard[] {
  return heard.split(/(?=HTTP\/1\.[01] \d{3})/).flatMap((part) => {
    const [head = '', text = ''] = part.split(/\r\n\r\n([^]*)/);
    const [first = '', ...lines] = head.split('\r\n');
    const status = Number(first.split(' ')[1]);
    if (!first.startsWith('HTTP/1.') || status < 200) return [];
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    return [{ status, headers, text: headers['transfer-encoding'] === 'chunked' ? '' : text }];
  });
}

/** Why what came back must not be, or null. */
export async function rawFault(port: number, { name, bytes, mostServed }: RawCase): Promise<string | null> {
  const answers = answersIn(await exchanged(port, bytes));
  const served = answers.filter(({ status }) => status < 300).length;
  if (served > mostServed) return `${served} requests were served`;
  const intake = name.startsWith('intake');
  for (const answer of answers) {
    if (bytes.startsWith('HEAD') && answer.text !== '') return 'a HEAD was answered with a body';
    // Without a body there is nothing that could be a problem document.
    const judged = { intake: intake || answer.text === '', method: 'GET' };
    const fault = faultOf(judged, answer);
    if (fault !== null) return fault;
  }
  return null;
}

/** Connections that say a little now and then and never finish, as a slow attack does. */
export function slowConnections(port: number, count: number): { open: () => number; close: () => void } {
  const sockets = new Set<Socket>();
  for (let index = 0; index < count; index += 1) {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        index % 2 === 0 ? 'GET / HTTP/1.1\r\nhost: a\r\n' : get('POST /api/session HTTP/1.1', 'content-length: 900'),
      );
    });
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  }
  const drip = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('x: y\r\n');
  }, 500);
  return {
    open: () => sockets.size,
    close: () => {
      clearInterval(drip);
      for (const socket of sockets) socket.destroy();
    },
  };
}
