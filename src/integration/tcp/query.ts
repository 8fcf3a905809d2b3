import type { TcpSetting } from '../../domain/telemetry/source.ts';
import type { QueryFault, TelemetrySource } from '../../watch/ports.ts';
import { timeoutMs } from '../ask.ts';
import { connected, faultText } from '../connect.ts';
import { noRange, nothing, said } from '../fresh.ts';

const forms = ['up', 'ms'];

/** Opens a port that is connected to. It has no past; each answer is of now. */
export function openTcp({ host, port }: Omit<TcpSetting, 'name' | 'kind'>): TelemetrySource {
  return {
    async read(query) {
      const form = query.trim();
      if (!forms.includes(form)) return nothing('refused');
      const found = await connected(host, port, timeoutMs);
      if ('fault' in found) {
        // Without an address nothing was tried.
        const tried = form === 'up' && found.fault !== 'nameless';
        return tried ? { values: [0], missing: null } : nothing('unreachable');
      }
      found.socket.destroy();
      return { values: [form === 'up' ? 1 : found.ms], missing: null };
    },
    range: async () => noRange('absent'),
    async check() {
      const found = await connected(host, port, timeoutMs);
      if ('fault' in found) return said(found.fault === 'refused' ? 'fresh' : 'absent', faultText[found.fault]);
      found.socket.destroy();
      return said('fresh', `it takes connections in ${Math.round(found.ms)} ms`);
    },
    close: async () => undefined,
  };
}

/** Why this query cannot be watched; null when nothing stands against it. */
export function queryFault(query: string): QueryFault | null {
  if (forms.includes(query.trim())) return null;
  return { at: query.length - query.trimStart().length, says: 'must be up, or ms' };
}
