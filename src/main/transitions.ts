import type { CommandHandler, Identities } from '../command/ports.ts';
import type { IncidentCommand } from '../domain/incident/command.ts';
import type { Transitions, WatchedSignals } from '../watch/ports.ts';

export interface TransitionNeeds {
  readonly handler: CommandHandler;
  readonly identities: Pick<Identities, 'next'>;
  readonly watched: WatchedSignals;
}

/** What telemetry turns to becomes commands of the incidents that rest on it. */
export function transitionsTo({ handler, identities, watched }: TransitionNeeds): Transitions {
  async function say(incident: string, said: Pick<IncidentCommand, 'verb' | 'body'>): Promise<void> {
    const command = { id: identities.next(), ...said, happenedAt: null, override: null } as IncidentCommand;
    await handler.handle({ incident, subject: { kind: 'system', name: 'watch' }, command });
  }
  return {
    signalTurned: (incident, { because, ...turn }) =>
      say(incident, { verb: 'turn-signal', body: { ...turn, because: because ?? '' } }),
    baselineRead: ({ incident, signal }, baseline) =>
      say(incident, { verb: 'take-baseline', body: { signal, baseline } }),
    async instrumentTurned(turn) {
      const resting = (await watched.all()).filter(({ source }) => source === turn.source);
      for (const incident of new Set(resting.map((signal) => signal.incident))) {
        await say(incident, { verb: 'turn-instrument', body: turn });
      }
    },
  };
}
