import { setTimeout as sleep } from 'node:timers/promises';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { openListener } from './listener.ts';

/** The service that takes orders, and asks payments for the money of each. */
export interface Checkout {
  readonly port: number;
  restart(): Promise<void>;
  /** While on, orders are accepted without asking payments, and charged once it is off. */
  routeAround(on: boolean): void;
  close(): Promise<void>;
}

const patienceMs = 2000;
const restartMs = 300;
const catchUpEveryMs = 100;
const codes = [200, 202, 502, 503, 504];

export async function openCheckout(port: number, paymentsPort: number): Promise<Checkout> {
  let life = new AbortController();
  const debt = openDebt(() => charge(paymentsPort, life.signal));
  const figures = figuresOf(() => debt.uncharged);

  const listener = await openListener(port, async ({ method, url }, response) => {
    if (url === '/metrics') {
      const text = await figures.registry.metrics();
      response.setHeader('content-type', figures.registry.contentType).end(text);
      return;
    }
    if (method !== 'POST' || url !== '/orders') return void response.writeHead(404).end();
    const startedMs = performance.now();
    const { signal } = life;
    const code = debt.growing ? debt.add() : await charge(paymentsPort, signal);
    // A process that was stopped meanwhile counts nothing more.
    if (signal.aborted) return;
    figures.orders.inc({ code: String(code) });
    figures.seconds.observe((performance.now() - startedMs) / 1000);
    response.writeHead(code).end();
  });

  const down = async (): Promise<void> => {
    life.abort();
    await listener.down();
  };
  return {
    port: listener.port,
    async restart() {
      await down();
      await sleep(restartMs);
      life = new AbortController();
      await listener.up();
    },
    routeAround(on) {
      debt.growing = on;
    },
    async close() {
      debt.close();
      await down();
    },
  };
}

/** Asks payments for the money of one order, and answers the code that its customer gets. */
async function charge(paymentsPort: number, life: AbortSignal): Promise<number> {
  const tooLong = AbortSignal.timeout(patienceMs);
  try {
    const reply = await fetch(`http://127.0.0.1:${paymentsPort}/charge`, {
      method: 'POST',
      signal: AbortSignal.any([tooLong, life]),
    });
    await reply.body?.cancel();
    return reply.status;
  } catch {
    return tooLong.aborted ? 504 : 502;
  }
}

interface Debt {
  /** Whether orders are added to it now. While they are, none is charged. */
  growing: boolean;
  readonly uncharged: number;
  add(): 202;
  close(): void;
}

/** Orders that are accepted and not charged yet. */
function openDebt(chargeOne: () => Promise<number>): Debt {
  let uncharged = 0;
  let charging = false;
  const catchUp = setInterval(() => {
    if (debt.growing || uncharged === 0 || charging) return;
    charging = true;
    void chargeOne().then((code) => {
      if (code === 200) uncharged -= 1;
      charging = false;
    });
  }, catchUpEveryMs);
  const debt: Debt = {
    growing: false,
    get uncharged() {
      return uncharged;
    },
    add() {
      uncharged += 1;
      return 202;
    },
    close: () => clearInterval(catchUp),
  };
  return debt;
}

function figuresOf(uncharged: () => number): {
  registry: Registry;
  orders: Counter<'code'>;
  seconds: Histogram;
} {
  const registry = new Registry();
  const registers = [registry];
  const orders = new Counter({
    name: 'shop_orders_total',
    help: 'Orders by the answer that the customer got; 202 is accepted and not charged yet.',
    labelNames: ['code'],
    registers,
  });
  for (const code of codes) orders.inc({ code: String(code) }, 0);
  const seconds = new Histogram({
    name: 'shop_order_seconds',
    help: 'How long an order took.',
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 5],
    registers,
  });
  new Gauge({
    name: 'shop_orders_uncharged',
    help: 'Orders that were accepted and are to be charged later.',
    registers,
    collect() {
      this.set(uncharged());
    },
  });
  return { registry, orders, seconds };
}
