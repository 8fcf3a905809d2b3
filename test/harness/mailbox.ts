import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A letter as it arrived, with the address that it was for. */
export interface Arrived {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly headers: ParsedMail['headers'];
}

/** A real SMTP server that keeps what it is given. */
export interface Mailbox {
  readonly port: number;
  readonly letters: Arrived[];
  /** Addresses that are refused for good. */
  readonly refused: Set<string>;
  /** From now on nothing is answered, as if the line were dead; or again. */
  hang(hanging: boolean): void;
  to(address: string): readonly Arrived[];
  close(): Promise<void>;
}

export async function openMailbox(): Promise<Mailbox> {
  const letters: Arrived[] = [];
  const refused = new Set<string>();
  let hanging = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onConnect(_session, callback) {
      if (!hanging) callback();
    },
    onRcptTo({ address }, _session, callback) {
      if (!refused.has(address)) return callback();
      return callback(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
    },
    onData(stream, { envelope }, callback) {
      simpleParser(stream, (error: Error | null, mail: ParsedMail) => {
        for (const { address } of error ? [] : envelope.rcptTo) {
          letters.push({
            to: address,
            subject: mail.subject ?? '',
            text: mail.text ?? '',
            html: mail.html || '',
            messageId: mail.messageId ?? '',
            headers: mail.headers,
          });
        }
        callback(error);
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    letters,
    refused,
    hang(next) {
      hanging = next;
    },
    to: (address) => letters.filter((letter) => letter.to === address),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
