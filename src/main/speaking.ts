import type { ChatRooms } from '../chat/ports.ts';
import { chatComposers } from '../chat/telling.ts';
import type { Composer } from '../dispatch/ports.ts';
import { organisationOf, type StoredOrganisation } from '../domain/organisation/organisation.ts';
import type { Door } from '../http/door.ts';
import type { FactsReader, LogReader, People } from '../http/ports.ts';
import { urlFault } from '../integration/address.ts';
import { integrations } from '../integration/registry.ts';
import { identities } from '../platform/identities.ts';
import { briefLinkStore } from '../store/brief-links.ts';
import { chatRoomStore } from '../store/chat-rooms.ts';
import { channelStore } from '../store/channels.ts';
import { deliveryList } from '../store/delivery-list.ts';
import { entryComposer } from '../store/entry-message.ts';
import { webhookStore } from '../store/webhooks.ts';
import { reminderComposer, updateComposer } from './composer/update.ts';
import { namesOf } from './chat.ts';
import type { Core } from './core.ts';
import { proseOf } from './prose.ts';
import type { Storage } from './storage.ts';

export interface SpeakingNeeds {
  readonly storage: Storage;
  readonly core: Core;
  readonly people: People;
  readonly log: LogReader;
  readonly facts: FactsReader;
  /** Private networks that may be called all the same. */
  readonly webhookNets: readonly string[];
  /** Where this process listens. */
  readonly listening: () => string;
}

export interface Speaking {
  readonly rooms: ChatRooms;
  readonly composers: readonly Composer[];
  readonly door: Pick<
    Door,
    | 'channels'
    | 'channelKinds'
    | 'chatRoom'
    | 'deliveries'
    | 'briefLinks'
    | 'promises'
    | 'prose'
    | 'settings'
    | 'webhooks'
  >;
}

/** What is told to people outside: how it is composed, who hears it, and what the door needs for it. */
export function openSpeaking({ storage, core, people, log, facts, webhookNets, listening }: SpeakingNeeds): Speaking {
  const { reads, background, vault } = storage;
  const { settings, promises } = core;
  const telling = {
    log,
    nameOf: async (id: string) => (await people.find(id))?.name ?? id,
    address: async () => {
      const { document, version } = await settings.show('organisation');
      return organisationOf(document as StoredOrganisation, version).address ?? listening();
    },
  };
  // What each integration asks for when a channel is set up.
  const kinds = Object.entries(integrations).flatMap(([name, { channelSettings: fields }]) =>
    fields ? [{ name, fields }] : [],
  );
  const asked = new Map(kinds.map(({ name, fields }) => [name, fields]));
  const rooms = chatRoomStore(background, vault);
  const chat = chatComposers({
    rooms,
    log,
    facts: (state) => facts.of(state),
    names: () => namesOf(people),
    emailOf: async (id) => (await people.find(id))?.email ?? null,
    address: telling.address,
  });
  return {
    rooms,
    composers: [entryComposer(background, vault), updateComposer(telling), reminderComposer(telling), ...chat],
    door: {
      settings,
      channels: channelStore(reads, vault, identities.next, asked),
      channelKinds: kinds,
      deliveries: deliveryList(reads, vault),
      webhooks: webhookStore(reads, vault, identities.next, async (target) => urlFault(target, webhookNets)),
      briefLinks: briefLinkStore(reads),
      promises,
      chatRoom: async (incident) => (await rooms.ofIncident(incident))?.name ?? null,
      prose: proseOf({ people, settings }),
    },
  };
}
