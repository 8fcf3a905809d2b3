import { lookup as resolve } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Networks that the operator allows although they are private, such as `10.1.0.0/16`. */
export type AllowedNets = readonly string[];

const privilegedPorts = ['', '80', '443'];
const lowestFreePort = 1024;

/** Whether a webhook may connect to this address: public, or in a net that the operator allowed. */
export function mayConnect(address: string, allowed: AllowedNets): boolean {
  // `process` turns IPv4-in-IPv6 forms back, so that ::ffff:127.0.0.1 is seen for what it is.
  const parsed = ipaddr.process(address);
  if (parsed.range() === 'unicast') return true;
  return allowed.some((net) => {
    const [base, bits] = ipaddr.parseCIDR(net);
    return base.kind() === parsed.kind() && parsed.match(base, bits);
  });
}

/** Why this URL may not be called, judged without asking DNS; null when nothing stands against it. */
export function urlFault(url: string, allowed: AllowedNets): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) return 'must be an http or https URL';
  if (parsed.username !== '' || parsed.password !== '') return 'must not carry a user name or password';
  if (!privilegedPorts.includes(parsed.port) && Number(parsed.port) < lowestFreePort) return 'must not use this port';
  const host = parsed.hostname.replace(/^\[|\]$|\.$/g, '');
  if (isIP(host) !== 0 && !mayConnect(host, allowed)) return 'must not be a private, local or reserved address';
  if (host === 'localhost' && !mayConnect('127.0.0.1', allowed)) return 'must not be this machine';
  return null;
}

/** A forbidden address was resolved. The message goes to logs only. */
export class ForbiddenAddress extends Error {}

type Lookup = typeof resolve;

/**
 * A `lookup` for sockets that resolves once and lets the socket connect only to addresses that were checked,
 * so that a name cannot point elsewhere between the check and the connection.
 */
export function checkedLookup(allowed: AllowedNets): Lookup {
  return ((hostname: string, options: object, callback: (error: Error | null, ...found: unknown[]) => void) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error);
      const good = addresses.filter(({ address }) => mayConnect(address, allowed));
      const [first] = good;
      if (!first) return callback(new ForbiddenAddress(`${hostname} has no address that may be called`));
      if ((options as { all?: boolean }).all) return callback(null, good);
      return callback(null, first.address, first.family);
    });
  }) as unknown as Lookup;
}
