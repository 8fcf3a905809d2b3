import type { Deliveries, Identities } from '../command/ports.ts';
import { isToldInChat } from '../domain/chat/gather.ts';
import type { StoredEvent } from '../domain/log/record.ts';
import { queryIn } from './database.ts';
import { enqueue, type NewDelivery } from './outbox.ts';
import type { Vault } from './vault.ts';

interface Place {
  readonly id: string;
  readonly integration: string;
  readonly mirrorsPrivate: boolean;
}

const mirrors = `coalesce(c.settings ->> 'mirrorPrivate', 'no') = 'yes' as "mirrorsPrivate"`;

/**
 * Opens a room in a chat for an incident when it is declared, and tells the room what happens. Exercises have none;
 * private incidents only where the channel says so. `chats` are the integrations that are chats.
 */
export function chatDeliveries(
  vault: Vault,
  identities: Pick<Identities, 'derived'>,
  chats: readonly string[],
): Deliveries {
  return {
    async enqueue(transaction, events, state) {
      if (state.exercise || events.every((event) => isOwnFailure(event, chats))) return;
      const declared = events.find(({ type }) => type === 'IncidentDeclared');
      const query = declared
        ? `select c.id, c.integration, ${mirrors} from channel c
            where c.revoked_at is null and c.integration = any($1) order by c.created_at limit 1`
        : `select c.id, c.integration, ${mirrors} from chat_room r
            join channel c on c.id = r.channel and c.revoked_at is null where r.incident = $1`;
      const [place] = await queryIn<Place>(transaction, query, [declared ? chats : state.id]);
      if (!place || (state.private && !place.mirrorsPrivate)) return;
      if (declared) {
        await queryIn(
          transaction,
          `insert into chat_room (incident, channel, made_at) values ($1, $2, allclear.now()) on conflict do nothing`,
          [state.id, place.id],
        );
      }
      await enqueue(transaction, vault, due(events, place, declared !== undefined, identities));
    },
  };
}

/** The telling of a failure of the chat would only fail again. */
const isOwnFailure = ({ type, body }: StoredEvent, chats: readonly string[]): boolean =>
  type === 'DeliveryGivenUp' && chats.includes((body as unknown as { channel: string }).channel);

function due(
  events: readonly StoredEvent[],
  { id: target, integration: channel }: Place,
  opens: boolean,
  identities: Pick<Identities, 'derived'>,
): readonly NewDelivery[] {
  const delivery = (kind: string, { id: event, stream, version }: StoredEvent): NewDelivery => ({
    id: identities.derived(kind, event),
    stream,
    event,
    kind,
    channel,
    target,
    recipient: null,
    parameters: { version },
  });
  const last = events.at(-1);
  const lastTold = events.findLast(({ type }) => isToldInChat(type));
  return [
    ...(last ? [delivery(opens ? 'chat-room' : 'chat-state', last)] : []),
    ...(lastTold ? [delivery('chat-post', lastTold)] : []),
    ...events.flatMap((event) => {
      if (event.type === 'RoleOffered') return [delivery('chat-offer', event)];
      return event.type === 'ResponderJoined' && !opens ? [delivery('chat-join', event)] : [];
    }),
  ];
}
