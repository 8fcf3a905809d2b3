import { randomUUID } from 'node:crypto';
import { ownerToken } from './server.ts';

const retryMs = 30;
const timeoutMs = 4000;

/** People who write notes without pause, each retried under its id until it is acknowledged. */
export interface Writers {
  /** Command ids that were acknowledged. */
  readonly acknowledged: string[];
  /** Answers by status; `none` counts those that never came. */
  readonly answers: Record<string, number>;
  /** Answers that no retry can explain away: anything but 2xx, 503 and 507. */
  readonly unexpected: string[];
  /** Longest time without any acknowledgement, in milliseconds. */
  longestGapMs(): number;
  stop(): Promise<void>;
}

export function startWriters(count: number, url: () => string, incidents: readonly string[]): Writers {
  const acknowledged: string[] = [];
  const answers: Record<string, number> = {};
  const unexpected: string[] = [];
  let writing = true;
  let last = performance.now();
  let gap = 0;
  const counted = (answer: string): void => {
    answers[answer] = (answers[answer] ?? 0) + 1;
  };

  async function once(path: string, body: string): Promise<boolean> {
    try {
      const reply = await fetch(`${url()}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ownerToken}`, 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await reply.text();
      counted(String(reply.status));
      if (!reply.ok && reply.status !== 503 && reply.status !== 507) unexpected.push(`${reply.status} ${text}`);
      return reply.ok;
    } catch {
      counted('none');
      return false;
    }
  }

  async function write(writer: number): Promise<void> {
    for (let index = 0; writing; index += 1) {
      const incident = incidents[(writer + index) % incidents.length] as string;
      const id = randomUUID();
      const body = JSON.stringify({ id, text: `writer ${writer}, note ${index}` });
      // What was begun is brought to its end also after `stop`: an outbox does not forget.
      while (!(await once(`/api/incidents/${incident}/note`, body))) {
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
      acknowledged.push(id);
      gap = Math.max(gap, performance.now() - last);
      last = performance.now();
    }
  }

  const all = Array.from({ length: count }, (_, writer) => write(writer));
  return {
    acknowledged,
    answers,
    unexpected,
    longestGapMs: () => gap,
    async stop() {
      writing = false;
      await Promise.all(all);
    },
  };
}
