import { useState } from 'react';
import { useRoom } from '../room-context.tsx';

/** As long as a note may be. */
export const longestNote = 20_000;

/** A draft outlives a reload, is gone once it was said, and is nobody else's who signs in here. */
export function useDraft(): readonly [string, (text: string) => void] {
  const { incident, me } = useRoom();
  const place = `allclear-draft-${me.person.id}-${incident.id}`;
  const [draft, setDraft] = useState(() => sessionStorage.getItem(place) ?? '');
  const change = (text: string): void => {
    setDraft(text);
    if (text === '') sessionStorage.removeItem(place);
    else sessionStorage.setItem(place, text);
  };
  return [draft, change];
}
