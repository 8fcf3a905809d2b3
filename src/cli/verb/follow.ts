import type { Command } from 'commander';
import type { Client } from '../../api/client.ts';
import { ProblemReply } from '../../api/reply-error.ts';
import type { EndpointReply } from '../../api/endpoint-table.ts';
import { clientFor, globals } from '../context.ts';
import { entryText, namesFor } from './read.ts';

type Entry = EndpointReply<'readLog'>['items'][number];

const reconnectMs = 1000;

/** Entries as server-sent events, from one connection. */
async function* entriesOf(reply: Response): AsyncGenerator<Entry> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of reply.body as unknown as AsyncIterable<Uint8Array>) {
    rest += decoder.decode(chunk, { stream: true });
    const frames = rest.split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      if (!frame.includes('event: entry\n')) continue;
      const data = frame.split('\n').find((line) => line.startsWith('data: '));
      if (data) yield JSON.parse(data.slice('data: '.length)) as Entry;
    }
  }
}

async function follow(client: Client, command: Command, path: string): Promise<never> {
  const name = await namesFor(client);
  let position: number | null = null;
  for (;;) {
    try {
      const headers: Record<string, string> = position === null ? {} : { 'last-event-id': String(position) };
      const reply = await client.raw(path, { headers });
      for await (const entry of entriesOf(reply)) {
        position = entry.position;
        const text = globals(command).json ? JSON.stringify(entry) : entryText(entry, name);
        process.stdout.write(`${text}\n`);
      }
    } catch (error) {
      if (error instanceof ProblemReply && error.problem.status < 500) throw error;
    }
    // The connection ended; what was missed meanwhile comes first on the next one.
    await new Promise((resolve) => setTimeout(resolve, reconnectMs));
  }
}

export function addFollowVerb(program: Command): void {
  program
    .command('follow')
    .description('Entries as they are committed, until interrupted.')
    .argument('[incident]', 'number or UUID; every incident if left out')
    .addHelpText('after', '\nExample:\n  allclear follow 12')
    .action(async (reference: string | undefined, _options: object, command: Command) => {
      const incident = reference ?? globals(command).incident;
      const query = incident === undefined ? '' : `?incident=${encodeURIComponent(incident)}`;
      await follow(clientFor(command), command, `/api/stream${query}`);
    });
}
