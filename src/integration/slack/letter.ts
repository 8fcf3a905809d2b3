import type { ChatMessage } from '../../chat/ports.ts';
import type { Letter } from '../../dispatch/ports.ts';
import { nextWords, partsOf } from '../../document/update-letter.ts';
import type { Update } from '../../domain/incident/item.ts';

/** A letter as a message: an update in its parts, everything else as it is written for mail. */
export function letterMessage({ type, subject, text, data }: Letter): ChatMessage {
  const plain = { title: subject, text, parts: [], buttons: [], foot: null };
  if (type !== 'update.sent') return plain;
  const { update } = data as { update: Update };
  return { ...plain, text: update.status, parts: partsOf(update), foot: nextWords(update) };
}
