import { isLive } from '../domain/incident/phase.ts';
import { commanderOf, type IncidentState } from '../domain/incident/state.ts';
import { changeResults, type Role } from '../domain/incident/vocabulary.ts';
import { chatWords } from '../text/chat.ts';
import { doing, type Does } from './does.ts';
import type { ChatButton } from './ports.ts';

/** Something that waits for a person, with the buttons that settle it. */
export interface Ask {
  readonly text: string;
  readonly buttons: readonly ChatButton[];
}

type Typed = Readonly<Record<string, string>>;

export const button = (label: string, does: Does, style: ChatButton['style'] = 'plain'): ChatButton => ({
  label,
  does: doing(does),
  style,
});
export const saying = (label: string, verb: string, typed: Typed = {}, style?: ChatButton['style']): ChatButton =>
  button(label, { do: 'say', verb, typed }, style);
export const filling = (label: string, verb: string, typed: Typed = {}, style?: ChatButton['style']): ChatButton =>
  button(label, { do: 'fill', verb, typed }, style);

export const takeCommand = (): ChatButton =>
  saying(chatWords.takeCommand, 'assign-role', { role: 'incident-commander', person: 'me' });

/** What came of a change: one press, and the words can follow. */
export const observing = (change: string): readonly ChatButton[] =>
  changeResults.map((result) => saying(chatWords.came(change, result), 'observe-change', { change, result }));

const opening = (state: IncidentState): readonly Ask[] => [
  ...(state.phase === 'unconfirmed'
    ? [
        {
          text: chatWords.unconfirmed,
          buttons: [filling(chatWords.confirm, 'confirm', {}, 'primary'), filling(chatWords.dismiss, 'dismiss')],
        },
      ]
    : []),
  ...(isLive(state.phase) && commanderOf(state) === null
    ? [{ text: chatWords.nobodyCommands, buttons: [takeCommand()] }]
    : []),
];

const handOvers = (state: IncidentState, name: (person: string) => string): readonly Ask[] =>
  Object.entries(state.offers).map(([role, { to, handover }]) => ({
    text: chatWords.offered(role as Role, name(to), handover),
    buttons: [saying(chatWords.accept(role as Role), 'accept-role', { role }, 'primary')],
  }));

function changes(state: IncidentState): readonly Ask[] {
  const started = state.changes.filter(({ state: at }) => at === 'started');
  const queued = started.length === 0 ? state.changes.find(({ state: at }) => at === 'queued') : undefined;
  return [
    ...started.map(({ key, what }) => ({ text: chatWords.whatCame(key, what), buttons: observing(key) })),
    ...(queued
      ? [
          {
            text: chatWords.queued(queued.key, queued.what),
            buttons: [saying(chatWords.start(queued.key), 'start-change', { change: queued.key }, 'primary')],
          },
        ]
      : []),
  ];
}

/** A promise is kept by sending or by having told; there is no third button. */
const promises = (state: IncidentState): readonly Ask[] =>
  state.promises.flatMap(({ key, audience, at, duty, state: kept, told }) =>
    kept !== 'open' || told === 'nothing'
      ? []
      : [
          {
            text: chatWords.owed(key, duty === '' ? audience : `${audience} (${duty})`, at),
            buttons: [
              ...(duty === '' ? [button(chatWords.sendDraft(audience), { do: 'draft', audience }, 'primary')] : []),
              filling(chatWords.told(audience), 'record-update', { audience, ...(duty === '' ? {} : { duty }) }),
            ],
          },
        ],
  );

/** Everything that waits for somebody now, the gravest first. `clean`: telemetry allows the all-clear. */
export const asksOf = (state: IncidentState, name: (person: string) => string, clean = false): readonly Ask[] => [
  ...opening(state),
  ...promises(state),
  ...changes(state),
  ...handOvers(state, name),
  ...(clean
    ? [{ text: chatWords.clean, buttons: [filling(chatWords.allClear, 'declare-all-clear', {}, 'primary')] }]
    : []),
];
