import { isIP, type Socket } from 'node:net';
import { connect, type PeerCertificate } from 'node:tls';
import type { TlsSetting } from '../../domain/telemetry/source.ts';
import type { Instant } from '../../domain/time.ts';
import type { QueryFault, TelemetrySource } from '../../watch/ports.ts';
import { authorities } from '../access.ts';
import { timeoutMs } from '../ask.ts';
import { connected, faultText } from '../connect.ts';
import { noRange, nothing, said } from '../fresh.ts';

const forms = ['days', 'valid'];
const dayMs = 86_400_000;

interface Shown {
  readonly endsAtMs: number;
  /** Why it is not trusted under this name; null when it is. */
  readonly distrust: string | null;
}

/** Opens a TLS port whose certificate is looked at. It has no past; each answer is of now. */
export function openTls(setting: Omit<TlsSetting, 'name' | 'kind'>, now: () => Instant): TelemetrySource {
  const ca = authorities(setting.caFile);

  async function show(): Promise<Shown | { readonly fault: string }> {
    if ('fault' in ca) return ca;
    const { host, port, serverName = host } = setting;
    const began = performance.now();
    const found = await connected(host, port, timeoutMs);
    if ('fault' in found) return { fault: faultText[found.fault] };
    const leftMs = Math.max(1, timeoutMs - (performance.now() - began));
    return shown(found.socket, serverName, ca.value, leftMs);
  }

  return {
    async read(query) {
      const form = query.trim();
      if (!forms.includes(form)) return nothing('refused');
      const found = await show();
      if ('fault' in found) return nothing('unreachable');
      const days = (found.endsAtMs - now()) / dayMs;
      return { values: [form === 'days' ? days : Number(found.distrust === null && days > 0)], missing: null };
    },
    range: async () => noRange('absent'),
    async check() {
      const found = await show();
      if ('fault' in found) return said('absent', found.fault);
      const days = Math.floor((found.endsAtMs - now()) / dayMs);
      const trust = found.distrust === null ? '' : `; it is not trusted (${found.distrust})`;
      return said('fresh', `its certificate has ${days} days left${trust}`);
    },
    close: async () => undefined,
  };
}

/** The certificate, whether it is trusted or not. */
function shown(
  socket: Socket,
  serverName: string,
  ca: string | null,
  withinMs: number,
): Promise<Shown | { readonly fault: string }> {
  return new Promise((resolve) => {
    const secure = connect({
      socket,
      rejectUnauthorized: false,
      ...(isIP(serverName) === 0 ? { servername: serverName } : { host: serverName }),
      ...(ca === null ? {} : { ca }),
    });
    const end = (result: Shown | { readonly fault: string }): void => {
      clearTimeout(timer);
      secure.destroy();
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => end({ fault: 'it does not answer to TLS' }), withinMs);
    secure.on('error', () => end({ fault: 'it does not speak TLS' }));
    secure.once('secureConnect', () => {
      const { valid_to: until }: PeerCertificate = secure.getPeerCertificate();
      const endsAtMs = Date.parse(until);
      const error = secure.authorizationError as Error | string | null | undefined;
      if (Number.isNaN(endsAtMs)) end({ fault: 'it shows no certificate' });
      else end({ endsAtMs, distrust: secure.authorized ? null : codeOf(error) });
    });
  });
}

const codeOf = (error: Error | string | null | undefined): string =>
  typeof error === 'string' ? error : ((error as NodeJS.ErrnoException | null | undefined)?.code ?? 'unknown');

/** Why this query cannot be watched; null when nothing stands against it. */
export function queryFault(query: string): QueryFault | null {
  if (forms.includes(query.trim())) return null;
  return { at: query.length - query.trimStart().length, says: 'must be days, or valid' };
}
