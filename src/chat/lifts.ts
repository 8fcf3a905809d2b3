import type { Hold } from '../domain/outcome.ts';
import { commanderOf, type IncidentState, isScoped } from '../domain/incident/state.ts';
import { sentence } from '../text/catalogue.ts';
import { chatWords } from '../text/chat.ts';
import { button, filling, observing, saying, takeCommand } from './asks.ts';
import type { ChatButton, ChatMessage, HeldLine } from './ports.ts';

const scope = filling(chatWords.scope, 'state-scope');

const forShape = (state: IncidentState): ChatButton[] => [
  ...(state.phase === 'unconfirmed' ? [filling(chatWords.confirm, 'confirm')] : []),
  ...(isScoped(state) ? [] : [scope]),
];

/** The change that waits: named by the command, or kept from the words that were held. */
function heldChange(state: IncidentState, { id, body }: HeldLine): string | null {
  if (typeof body.change === 'string') return body.change;
  const said = state.changes.find(({ commandId }) => commandId === id);
  return (
    (said ?? state.changes.findLast(({ state: at, what }) => at === 'proposed' && what === body.what))?.key ?? null
  );
}

/** What the person can do about a hold, the likeliest first. */
export function liftsOf(state: IncidentState, held: HeldLine, practice: string): readonly ChatButton[] {
  const mine = heldChange(state, held);
  const open = state.changes.find(({ state: at }) => at === 'started');
  switch (practice) {
    case 'A5':
      return forShape(state);
    case 'B1':
      return [scope];
    case 'B3':
      return [filling(chatWords.instrument, 'check-instrument')];
    case 'B5':
      if (commanderOf(state) === null) return [takeCommand()];
      return mine !== null && commanderOf(state) === held.person
        ? [saying(chatWords.approve(mine), 'approve-change', { change: mine })]
        : [];
    case 'B6':
      return [
        ...(mine === null ? [] : [saying(chatWords.queue(mine), 'queue-change', { change: mine }, 'primary')]),
        ...(open ? observing(open.key) : []),
      ];
    case 'A1':
      return [
        ...forShape(state),
        filling(chatWords.instrument, 'check-instrument'),
        ...(mine === null ? [] : [filling(chatWords.alone(mine), 'start-change', { change: mine, target: '' })]),
      ];
    case 'C6':
      return [filling(chatWords.reword, 'send-update', { audience: (held.body.audience as string | undefined) ?? '' })];
    case 'D4':
      return state.signals.length === 0 ? [filling(chatWords.signal, 'add-signal')] : [];
    default:
      return [];
  }
}

/** A hold, for whoever acted alone: what waits, what lifts it, and the one step past it. */
export function holdMessage(state: IncidentState, held: HeldLine, hold: Hold): ChatMessage {
  const { practice, waits, lifts, parameters } = hold;
  return {
    title: null,
    text: chatWords.held(practice, sentence(waits, parameters) ?? waits),
    parts: [{ heading: chatWords.lifts, body: sentence(lifts, parameters) ?? lifts }],
    buttons: [...liftsOf(state, held, practice), button(chatWords.override, { do: 'past', held: held.id }, 'danger')],
    foot: chatWords.kept,
  };
}
