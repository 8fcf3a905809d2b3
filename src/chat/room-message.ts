import type { PublicFacts } from '../domain/incident/facts.ts';
import { nextRightThings } from '../domain/incident/next.ts';
import { commanderOf, type IncidentState } from '../domain/incident/state.ts';
import { allClearVerdict } from '../domain/telemetry/all-clear.ts';
import { sentence } from '../text/catalogue.ts';
import { chatWords } from '../text/chat.ts';
import { phaseWords } from '../text/phase.ts';
import { asksOf } from './asks.ts';
import type { ChatMessage } from './ports.ts';

export interface RoomAbout {
  readonly state: IncidentState;
  readonly facts: PublicFacts;
  readonly name: (person: string) => string;
  /** Where the room is in the cockpit. */
  readonly address: string;
  readonly keepDays: number;
}

const scopeLine = ({ name, status, boundary }: IncidentState['scope'][number]): string =>
  `${name}: ${status.replaceAll('-', ' ')}${boundary === '' ? '' : ` (${boundary})`}`;

const part = (heading: string, lines: readonly string[]): { heading: string; body: string }[] =>
  lines.length === 0 ? [] : [{ heading, body: lines.join('\n') }];

export const isClean = (state: IncidentState, facts: PublicFacts): boolean =>
  state.phase === 'watching' && allClearVerdict(state, facts).ready;

/** The one message that always says how an incident stands, with a button for everything that waits. */
export function roomMessage({ state, facts, name, address, keepDays }: RoomAbout): ChatMessage {
  const commander = commanderOf(state);
  const asks = asksOf(state, name, isClean(state, facts));
  const next = nextRightThings(state, facts).map(({ says, parameters }) => sentence(says, parameters) ?? says);
  const started = state.changes.filter(({ state: at }) => at === 'started');
  return {
    title: chatWords.heading(state.number, state.title),
    text: chatWords.standing(phaseWords[state.phase], state.severity, commander === null ? null : name(commander)),
    parts: [
      ...part(chatWords.affected, state.scope.map(scopeLine)),
      ...part(
        chatWords.underWay,
        started.map(({ key, what }) => `${key}: ${what}`),
      ),
      ...part(
        chatWords.waiting,
        asks.map(({ text }) => text),
      ),
      ...part(chatWords.next, next),
      { heading: chatWords.howTo, body: chatWords.how(keepDays) },
    ],
    buttons: asks.flatMap(({ buttons }) => buttons).slice(0, 20),
    foot: chatWords.link(address),
  };
}
