import type { CommandHandler, Identities } from '../command/ports.ts';
import type { DueDelivery, Notifier, OutboxStore, Pace, SendReason } from './ports.ts';
import type { Loop } from './timers.ts';

export interface OutboxLoopNeeds {
  readonly outbox: OutboxStore;
  readonly notifiers: readonly Notifier[];
  readonly handler: CommandHandler;
  readonly identities: Pick<Identities, 'derived'>;
  readonly pace: Pace;
  /** A number from 0 up to 1, to keep retries of many from falling together. */
  readonly chance: () => number;
  readonly now: () => Promise<number>;
  readonly warn: (message: string, error: unknown) => void;
  readonly counted: (channel: string, outcome: string) => void;
}

const claimed = 50;
const pollMs = 1000;
const firstRetryMs = 2000;
const longestRetryMs = 10 * 60_000;
/** After a day whoever should have heard has heard otherwise, or not at all; the log says so. */
const giveUpAfterMs = 24 * 3_600_000;

/** Doubles from two seconds up to ten minutes, spread by up to a half. */
export const retryDelay = (attempts: number, chance: number): number =>
  Math.min(firstRetryMs * 2 ** Math.min(attempts - 1, 20), longestRetryMs) * (1 + chance / 2);

/** Tries one delivery and settles it, or says when to try again. */
function deliverer(needs: OutboxLoopNeeds): (delivery: DueDelivery) => Promise<void> {
  const { outbox } = needs;

  async function deliver(delivery: DueDelivery): Promise<void> {
    const { message, target } = delivery;
    if (message.kind === 'superseded' || target === null) {
      const why = message.kind === 'superseded' ? message.why : 'the target is gone';
      needs.counted(delivery.channel, 'superseded');
      return outbox.settle(delivery, 'superseded', why);
    }
    const notifier = needs.notifiers.find(({ channel }) => channel === delivery.channel);
    if (!notifier) return giveUp(delivery, 'refused');
    const sent = await notifier.send(target, { id: delivery.id, body: message.body });
    needs.counted(delivery.channel, sent.kind === 'sent' ? 'sent' : sent.reason);
    if (sent.kind === 'sent') return outbox.settle(delivery, 'sent', 'sent');
    if (sent.kind === 'gave-up') return giveUp(delivery, sent.reason);
    if ((await needs.now()) - delivery.firstDueAt > giveUpAfterMs) return giveUp(delivery, sent.reason);
    return outbox.retry(delivery, sent.afterMs ?? retryDelay(delivery.attempts, needs.chance()), sent.reason);
  }

  /** First the log, then the row: a crash in between says it again under the same id, which adds nothing. */
  async function giveUp(delivery: DueDelivery, reason: SendReason): Promise<void> {
    await needs.handler.handle({
      incident: delivery.incident,
      subject: { kind: 'system', name: 'dispatch' },
      command: {
        id: needs.identities.derived('give-up-delivery', delivery.id),
        verb: 'give-up-delivery',
        body: {
          channel: delivery.channel,
          target: delivery.target?.name ?? '',
          reason,
          event: delivery.event,
        },
        happenedAt: null,
        override: null,
      },
    });
    await outbox.settle(delivery, 'given-up', reason);
  }

  return deliver;
}

/** Sends what the outbox holds, on every replica. At least once: a crash between sending and settling repeats one. */
export function runOutbox(needs: OutboxLoopNeeds): Loop {
  const { outbox, pace } = needs;
  const deliver = deliverer(needs);
  let lastAt = pace.elapsed();
  let stopped = false;

  async function run(): Promise<void> {
    while (!stopped) {
      let wait = pollMs;
      try {
        const due = await outbox.claim(claimed);
        lastAt = pace.elapsed();
        const results = await Promise.allSettled(due.map(deliver));
        for (const result of results) {
          if (result.status === 'rejected') needs.warn('a delivery was not settled', result.reason);
        }
        if (due.length === claimed) wait = 0;
      } catch (error) {
        needs.warn('deliveries wait for the database', error);
      }
      await pace.sleep(wait);
    }
  }

  const running = run();
  return {
    silentMs: () => pace.elapsed() - lastAt,
    async stop() {
      stopped = true;
      pace.wake();
      await running;
    },
  };
}
