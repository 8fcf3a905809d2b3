import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { answerProblem, problemDocument } from './problem.ts';

/** A path that the router cannot take: it is answered like every other no, and by no default of the framework. */
export function answerBadPath(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  if (error.code === 'FST_ERR_BAD_URL') {
    const errors = [{ pointer: '/', detail: 'the path is not well-formed' }];
    answerProblem(request, reply, { code: 'request/invalid', parameters: {}, errors });
  } else {
    answerProblem(request, reply, { code: 'request/not-found', parameters: {} });
  }
}

const tooLarge = { detail: 'The headers, or the address, are larger than this server takes.' };
const notHttp = { detail: 'What came is not HTTP as this server reads it.' };

/** Closed at once, a sender that is still talking would lose the answer; kept open, it could hold the connection. */
const lingerMs = 1000;

function endWith(socket: Socket, answer: string): void {
  socket.end(answer);
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

/** What is no HTTP request, or never becomes one, gets its answer on the bare socket; then the connection ends. */
export const answerMalformed =
  (nextId: () => string) =>
  (error: NodeJS.ErrnoException & { rawPacket?: unknown }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
      endWith(socket, 'HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const large = error.code === 'HPE_HEADER_OVERFLOW';
    const code = large ? 'request/too-large' : 'request/invalid';
    const document = problemDocument({ code, parameters: {} }, nextId(), large ? tooLarge : notHttp);
    const body = JSON.stringify(document);
    const head = [
      `HTTP/1.1 ${document.status} ${STATUS_CODES[document.status]}`,
      'content-type: application/problem+json',
      `content-length: ${Buffer.byteLength(body)}`,
      'cache-control: no-store',
      'x-content-type-options: nosniff',
      'connection: close',
    ];
    // What asked with HEAD takes any body for the beginning of another answer.
    const { rawPacket } = error;
    const headOnly = Buffer.isBuffer(rawPacket) && rawPacket.toString('latin1', 0, 5) === 'HEAD ';
    endWith(socket, `${head.join('\r\n')}\r\n\r\n${headOnly ? '' : body}`);
  };
