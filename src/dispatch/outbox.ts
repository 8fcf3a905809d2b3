import type { CommandHandler, Identities } from '../command/ports.ts';
import { type Breaker, breakerOf } from './breaker.ts';
import type { Composer, DueDelivery, Message, Notifier, OutboxStore, Pace, SendReason, Sent } from './ports.ts';
import type { Loop } from './timers.ts';

export interface OutboxLoopNeeds {
  readonly outbox: OutboxStore;
  readonly composers: readonly Composer[];
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

/** Deliveries under way at once: in all, and to one target, so that one that hangs leaves room for the others. */
const mostAtOnce = 60;
const mostToOneTarget = 12;
const pollMs = 1000;
const firstRetryMs = 2000;
const longestRetryMs = 10 * 60_000;
/** After a day whoever should have heard has heard otherwise, or not at all; the log says so. */
const giveUpAfterMs = 24 * 3_600_000;
/** Whoever stands in is told when the first has not been reached for so long. */
const standInAfterMs = 2 * 60_000;

/** Doubles from two seconds up to ten minutes, spread by up to a half. */
export const retryDelay = (attempts: number, chance: number): number =>
  Math.min(firstRetryMs * 2 ** Math.min(attempts - 1, 20), longestRetryMs) * (1 + chance / 2);

type Deliver = (delivery: DueDelivery, message: Message) => Promise<void>;

/** Tries one delivery and settles it, or says when to try again. */
function deliverer(needs: OutboxLoopNeeds, breaker: Breaker): Deliver {
  const { outbox } = needs;

  async function send({ id, target, recipient, channel }: DueDelivery, body: unknown): Promise<Sent | null> {
    const notifier = needs.notifiers.find((candidate) => candidate.channel === channel);
    if (!notifier || !target) return null;
    const { settings, secrets } = target;
    const sent = await notifier.send({ settings, secrets, recipient }, { id, body });
    if (sent.kind === 'retry') breaker.failed(target.id);
    else breaker.worked(target.id);
    needs.counted(channel, sent.kind === 'sent' ? 'sent' : sent.reason);
    return sent;
  }

  async function deliver(delivery: DueDelivery, message: Message): Promise<void> {
    const gone = delivery.target === null && delivery.recipient === null;
    if (message.kind === 'superseded' || gone) {
      const why = message.kind === 'superseded' ? message.why : 'whoever was to be told is gone';
      needs.counted(delivery.channel, 'superseded');
      return outbox.settle(delivery, 'superseded', why);
    }
    if (message.kind === 'later') return outbox.retry(delivery, message.inMs, message.why);
    const sent = await send(delivery, message.body);
    if (sent === null) return giveUp(delivery, 'no-channel');
    if (sent.kind === 'sent') return outbox.settle(delivery, 'sent', 'sent');
    if (sent.kind === 'gave-up') return giveUp(delivery, sent.reason);
    const waitedMs = (await needs.now()) - delivery.firstDueAt;
    if (waitedMs > giveUpAfterMs) return giveUp(delivery, sent.reason);
    if (waitedMs > standInAfterMs) await passOn(delivery);
    return outbox.retry(delivery, sent.afterMs ?? retryDelay(delivery.attempts, needs.chance()), sent.reason);
  }

  const passOn = async (delivery: DueDelivery): Promise<void> => {
    if (delivery.recipient?.standIn) await outbox.passOn(delivery, needs.identities.derived('stand-in', delivery.id));
  };

  /** First the log, then the row: a crash in between says it again under the same id, which adds nothing. */
  async function giveUp(delivery: DueDelivery, reason: SendReason): Promise<void> {
    const { incident, event } = delivery;
    await passOn(delivery);
    if (incident !== null && event !== null) {
      await needs.handler.handle({
        incident,
        subject: { kind: 'system', name: 'dispatch' },
        command: {
          id: needs.identities.derived('give-up-delivery', delivery.id),
          verb: 'give-up-delivery',
          body: {
            channel: delivery.channel,
            target: delivery.recipient?.name ?? delivery.target?.name ?? '',
            reason,
            event,
          },
          happenedAt: null,
          override: null,
        },
      });
    }
    await outbox.settle(delivery, 'given-up', reason);
  }

  return deliver;
}

async function composed(
  composers: readonly Composer[],
  due: readonly DueDelivery[],
): Promise<[DueDelivery, Message][]> {
  const kinds = [...new Set(due.map(({ kind }) => kind))];
  const parts = await Promise.all(
    kinds.map(async (kind) => {
      const deliveries = due.filter((delivery) => delivery.kind === kind);
      const composer = composers.find((candidate) => candidate.kind === kind);
      const messages = (await composer?.compose(deliveries)) ?? [];
      return deliveries.map((delivery, index): [DueDelivery, Message] => [
        delivery,
        messages[index] ?? { kind: 'superseded', why: 'nothing composes this kind of message any more' },
      ]);
    }),
  );
  return parts.flat();
}

/** Sends what the outbox holds, on every replica. At least once: a crash between sending and settling repeats one. */
export function runOutbox(needs: OutboxLoopNeeds): Loop {
  const { outbox, pace } = needs;
  const breaker = breakerOf(pace);
  const deliver = deliverer(needs, breaker);
  const underWay = new Map<Promise<void>, string>();
  let lastAt = pace.elapsed();
  let stopped = false;

  function start(delivery: DueDelivery, message: Message): void {
    const sending = deliver(delivery, message)
      .catch((error: unknown) => needs.warn('a delivery was not settled', error))
      .finally(() => {
        underWay.delete(sending);
        pace.wake();
      });
    underWay.set(sending, delivery.target?.id ?? '');
  }

  function leftAlone(): string[] {
    const busy = new Map<string, number>();
    for (const target of underWay.values()) busy.set(target, (busy.get(target) ?? 0) + 1);
    return [...breaker.resting(), ...[...busy].flatMap(([target, many]) => (many >= mostToOneTarget ? [target] : []))];
  }

  async function once(): Promise<void> {
    const room = Math.min(mostAtOnce - underWay.size, mostToOneTarget);
    const due = room > 0 ? await outbox.claim(room, leftAlone().filter(Boolean)) : [];
    lastAt = pace.elapsed();
    for (const [delivery, message] of await composed(needs.composers, due)) start(delivery, message);
    if (due.length === 0 || due.length < room) await pace.sleep(pollMs);
  }

  async function run(): Promise<void> {
    while (!stopped) {
      try {
        await once();
      } catch (error) {
        needs.warn('deliveries wait for the database', error);
        await pace.sleep(pollMs);
      }
    }
    await Promise.allSettled(underWay.keys());
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
