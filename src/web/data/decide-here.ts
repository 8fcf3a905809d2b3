import type { PublicVerb } from '../../api/command-table.ts';
import { reading } from './browser.ts';
import { type DecidedHere, decideSaid, type Served } from './decide-said.ts';
import { openIncident } from './privacy.ts';
import type { OverrideWords } from './types.ts';

/**
 * What would become of this command, decided here as the server would, before anything is sent. Heavy: load it by
 * `import()`.
 */
export async function decideHere(
  incident: string,
  verb: PublicVerb,
  body: Readonly<Record<string, unknown>>,
  override: OverrideWords | null = null,
): Promise<DecidedHere> {
  const open = openIncident(incident);
  const keep = open === null ? false : { incident: () => open };
  const [{ reply, keptAt }, people] = await Promise.all([
    reading.read('GET /api/incidents/{incident}/state', { incident }, { keep }),
    reading.read('GET /api/people', {}, { keep: true }),
  ]);
  const passedMs = keptAt === null ? 0 : Date.now() - keptAt;
  const served = { state: reply.state, facts: reply.facts, now: reply.now + passedMs } as Served;
  const nameOf = (id: string): string => people.reply.items.find((person) => person.id === id)?.name ?? id;
  return decideSaid(served, verb, body, override, nameOf);
}
