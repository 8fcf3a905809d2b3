import type { HttpSetting } from '../../domain/telemetry/source.ts';
import type { Read, TelemetrySource } from '../../watch/ports.ts';
import { openAsker, isLack, timeoutMs, type Asked } from '../ask.ts';
import { faultText } from '../connect.ts';
import { checkedLack, noRange, nothing, said } from '../fresh.ts';
import { parsed, type Probe } from './probe.ts';

interface Looked {
  readonly status: number;
  readonly text: string;
  readonly ms: number;
}

/** Opens an address that is looked at by HTTP. It has no past; each answer is of now. */
export function openHttp(setting: Omit<HttpSetting, 'name' | 'kind'>): TelemetrySource {
  const asker = openAsker(setting);

  async function look(path: string): Promise<Asked<Looked>> {
    const began = performance.now();
    // The dot keeps what looks like an address of its own a path.
    const asked = await asker.look(`.${path}`, AbortSignal.timeout(timeoutMs));
    return isLack(asked) ? asked : { answer: { ...asked.answer, ms: performance.now() - began } };
  }

  return {
    async read(query) {
      const read = parsed(query);
      if ('fault' in read) return nothing('refused');
      return readOf(read.probe, await look(read.probe.path));
    },
    range: async () => noRange('absent'),
    async check() {
      const asked = await look('/');
      if (isLack(asked)) return asked.connection === 'refused' ? said('fresh', faultText.refused) : checkedLack(asked);
      const { status, ms } = asked.answer;
      return said('fresh', `it answers ${status} in ${Math.round(ms)} ms`);
    },
    close: () => asker.close(),
  };
}

const value = (number: number): Read => ({ values: [number], missing: null });

/** That nothing answers is what `up` is there to say. Any other number of an answer that is not as expected is none. */
function readOf({ what, status, holds }: Probe, asked: Asked<Looked>): Read {
  if (isLack(asked)) {
    // Without an address, or a secret that the setting names, nothing was tried.
    const tried = asked.connection !== undefined && asked.connection !== 'nameless';
    return what === 'up' && tried ? value(0) : nothing(asked.missing);
  }
  const { answer } = asked;
  if (what === 'status') return value(answer.status);
  const expected = status === null ? answer.status >= 200 && answer.status < 300 : answer.status === status;
  const good = expected && (holds === null || answer.text.includes(holds));
  if (what === 'up') return value(good ? 1 : 0);
  return good ? value(answer.ms) : nothing('refused');
}
