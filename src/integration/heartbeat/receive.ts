import type { IntakeAnswer, Receiver } from '../../intake/ports.ts';
import { heartbeatName } from './name.ts';

const methods = ['GET', 'POST', 'PUT'];
const prefix = '/heartbeat/';

const answer = (status: number, value: unknown): IntakeAnswer => ({ status, body: JSON.stringify(value) });

/** Takes `/in/<key>/heartbeat/<name>`. What a request carries besides its name is not looked at. */
export const receiveHeartbeat: Receiver = {
  name: 'heartbeat',
  match: ({ method, path }) =>
    methods.includes(method) && path.startsWith(prefix) && !path.includes('/', prefix.length)
      ? { scopes: ['ingest'] }
      : null,
  async handle({ path }, desk) {
    const name = decoded(path.slice(prefix.length));
    if (name === null || !heartbeatName.test(name)) {
      return answer(400, 'a heartbeat is named by letters, digits, ".", "_" or "-", at most 80 of them');
    }
    const beat = await desk.beat(name);
    if (beat === 'too-many-names') return answer(422, 'there are as many names of heartbeats as can be kept');
    return answer(200, { name, at: new Date(beat.at).toISOString() });
  },
};

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return null;
  }
}
