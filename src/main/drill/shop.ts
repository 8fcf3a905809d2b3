import { type Checkout, openCheckout } from './checkout.ts';
import { type Listener, openListener } from './listener.ts';
import { openPayments, type Payments, type PaymentsFault, paymentsFaults } from './payments.ts';

/** A shop that really fails: customers buy at checkout, and checkout needs payments for each order. */
export interface Shop {
  readonly checkout: { readonly port: number };
  readonly payments: { readonly port: number };
  /** Takes every act below as a POST, for shells. GET / lists them. */
  readonly admin: { readonly port: number };
  breakPayments(fault: PaymentsFault): Promise<void>;
  /** Mends `wedged` and `refusing`. `slow` comes back with the process. */
  restartPayments(): Promise<void>;
  /** Drops every session of the pool. Mends `wedged` and `slow`. */
  clearPayments(): void;
  /** Mends nothing: more sessions hang, or wait for each other, and customers wait longer to be told so. */
  resizePool(size: number): void;
  /** Mends nothing: what fails is behind it. */
  restartCheckout(): Promise<void>;
  /** A workaround: orders are accepted now and charged once it is off. */
  routeAround(on: boolean): void;
  close(): Promise<void>;
}

export interface ShopOptions {
  /** 0, the default of each, takes any free port. */
  readonly checkoutPort?: number;
  readonly paymentsPort?: number;
  readonly adminPort?: number;
  readonly ordersPerSecond?: number;
}

/** Opens the shop on loopback ports, with customers who buy at a steady rate. */
export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const { checkoutPort = 0, paymentsPort = 0, adminPort = 0, ordersPerSecond = 20 } = options;
  const payments = await openPayments(paymentsPort);
  const checkout = await openCheckout(checkoutPort, payments.port);
  const admin = await openAdmin(adminPort, actsOf(payments, checkout));
  const leave = sendCustomers(checkout.port, ordersPerSecond);
  return {
    checkout: { port: checkout.port },
    payments: { port: payments.port },
    admin: { port: admin.port },
    breakPayments: (fault) => payments.break(fault),
    restartPayments: () => payments.restart(),
    clearPayments: () => payments.clear(),
    resizePool: (size) => payments.resizePool(size),
    restartCheckout: () => checkout.restart(),
    routeAround: (on) => checkout.routeAround(on),
    async close() {
      leave();
      await Promise.all([admin.down(), checkout.close()]);
      await payments.close();
    },
  };
}

function sendCustomers(port: number, perSecond: number): () => void {
  const gone = new AbortController();
  const buying = setInterval(() => {
    fetch(`http://127.0.0.1:${port}/orders`, { method: 'POST', signal: gone.signal }).then(
      (reply) => reply.body?.cancel(),
      () => undefined, // Nobody answers: the customer leaves.
    );
  }, 1000 / perSecond);
  return () => {
    clearInterval(buying);
    gone.abort();
  };
}

type Acts = Readonly<Record<string, () => void | Promise<void>>>;

const poolSizes = [8, 16, 32, 64];

function actsOf(payments: Payments, checkout: Checkout): Acts {
  return {
    ...Object.fromEntries(paymentsFaults.map((fault) => [`/payments/break/${fault}`, () => payments.break(fault)])),
    '/payments/restart': () => payments.restart(),
    '/payments/clear': () => payments.clear(),
    ...Object.fromEntries(poolSizes.map((size) => [`/payments/pool/${size}`, () => payments.resizePool(size)])),
    '/checkout/restart': () => checkout.restart(),
    '/checkout/route-around/on': () => checkout.routeAround(true),
    '/checkout/route-around/off': () => checkout.routeAround(false),
  };
}

function openAdmin(port: number, acts: Acts): Promise<Listener> {
  const list = Object.keys(acts).map((path) => `POST ${path}\n`);
  return openListener(port, async ({ method, url = '' }, response) => {
    if (method === 'GET' && url === '/') return void response.end(list.join(''));
    const act = method === 'POST' && Object.hasOwn(acts, url) ? acts[url] : undefined;
    if (!act) return void response.writeHead(404).end('Not an act. GET / lists them.\n');
    await act();
    response.end('done\n');
  });
}
