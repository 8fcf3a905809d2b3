import { createContext, useContext } from 'react';
import type { PublicVerb } from '../../../api/command-table.ts';
import type { NameOf } from '../../../text/entry.ts';
import type { SendResult, Incident, Me, OverrideWords, Picture } from '../../data/types.ts';

/** What was typed into the fields of a verb, as text. */
export type Typed = Readonly<Record<string, string>>;

/** What every part of the room knows and can do. */
export interface RoomContext {
  readonly incident: Incident;
  readonly picture: Picture | undefined;
  readonly me: Me;
  readonly nameOf: NameOf;
  /** Whether this person may say anything here. */
  readonly responds: boolean;
  /** Opens a verb above the composer, with what is known filled in; one that needs nothing more is said at once. */
  readonly open: (verb: PublicVerb, typed?: Typed) => void;
  /** Says a verb at once. */
  readonly say: (verb: PublicVerb, body: Record<string, unknown>, override?: OverrideWords) => Promise<SendResult>;
}

const context = createContext<RoomContext | null>(null);

export const RoomProvider = context.Provider;

export function useRoom(): RoomContext {
  const room = useContext(context);
  if (room === null) throw new Error('a part of a room stands outside of one');
  return room;
}
