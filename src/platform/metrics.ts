import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CommandHandler, CommandRequest, Handled } from '../command/ports.ts';

/** The figures of this process, for `/metrics`. */
export interface Metrics {
  /** The same handler, counted and timed. */
  counted(handler: CommandHandler): CommandHandler;
  delivery(channel: string, outcome: string): void;
  timerLateMs(late: number): void;
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  text(): Promise<{ contentType: string; text: string }>;
}

export function metricsRegistry(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const commands = new Counter({
    name: 'allclear_commands_total',
    help: 'Commands by verb and outcome.',
    labelNames: ['verb', 'outcome'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'allclear_command_duration_seconds',
    help: 'From being asked to being durable.',
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  const deliveries = new Counter({
    name: 'allclear_deliveries_total',
    help: 'Tries to deliver, by channel and outcome.',
    labelNames: ['channel', 'outcome'],
    registers: [registry],
  });
  const lateness = new Histogram({
    name: 'allclear_timer_lateness_seconds',
    help: 'How late timers fired.',
    buckets: [0.005, 0.02, 0.1, 0.5, 1, 2, 6, 30],
    registers: [registry],
  });

  async function timed(
    requests: readonly CommandRequest[],
    work: () => Promise<readonly Handled[]>,
  ): Promise<readonly Handled[]> {
    const end = seconds.startTimer();
    const handled = await work();
    end();
    handled.forEach(({ outcome, repeated }, index) => {
      const verb = requests[index]?.command.verb ?? 'unknown';
      commands.inc({ verb, outcome: repeated ? 'repeated' : outcome.kind });
    });
    return handled;
  }

  return {
    counted: (handler) => ({
      handle: async (request) => (await timed([request], async () => [await handler.handle(request)]))[0] as Handled,
      handleTogether: (requests, alongside) => timed(requests, () => handler.handleTogether(requests, alongside)),
    }),
    delivery: (channel, outcome) => deliveries.inc({ channel, outcome }),
    timerLateMs: (late) => lateness.observe(Math.max(0, late) / 1000),
    gauge(name, help, read) {
      const gauge = new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          gauge.set(await read());
        },
      });
    },
    text: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
