import type { RoomWish } from '../../chat/ports.ts';

const longest = 80;
/** Room for a number at the end. */
const longestBase = longest - 3;

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');

/** Names of a channel in the order in which they are tried: `inc-41-checkout-fails`, then with -2, -3, … */
export function channelNames({ number, title, private: secret }: RoomWish): readonly string[] {
  const base = ['inc', plain(number), secret ? '' : plain(title)]
    .filter((word) => word !== '')
    .join('-')
    .slice(0, longestBase)
    .replace(/-+$/, '');
  return [base, ...Array.from({ length: 8 }, (_each, index) => `${base}-${index + 2}`)];
}
