import { isStorable, keptLabels, type Labels } from './label.ts';

const separator = 0xff;

/** Bytes of the label set at hand. One list for all calls: this runs for every alert that arrives. */
const bytes: number[] = [];
let length = 0;

function add(byte: number): void {
  bytes[length] = byte;
  length += 1;
}

function addCodePoint(code: number): void {
  if (code < 0x800) {
    add(0xc0 | (code >> 6));
  } else if (code < 0x10000) {
    add(0xe0 | (code >> 12));
    add(0x80 | ((code >> 6) & 0x3f));
  } else {
    add(0xf0 | (code >> 18));
    add(0x80 | ((code >> 12) & 0x3f));
    add(0x80 | ((code >> 6) & 0x3f));
  }
  add(0x80 | (code & 0x3f));
}

const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

/** Adds the UTF-8 bytes of a text and a separator. What `storable` replaces counts as its replacement. */
function addText(text: string): void {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80 && unit !== 0) {
      add(unit);
      continue;
    }
    const code = text.codePointAt(index) as number;
    if (code > 0xffff) index += 1;
    addCodePoint(code === 0 || isSurrogate(code) ? 0xfffd : code);
  }
  add(separator);
}

/**
 * 64-bit FNV-1a, whose prime is 2^40 + 435. The low half is kept as two halves of 16 bits,
 * so that no product leaves the range of the engine's small integers.
 */
function hash(): string {
  let high = 0xcbf29ce4 | 0;
  let middle = 0x8422;
  let low = 0x2325;
  for (let index = 0; index < length; index += 1) {
    low ^= bytes[index] as number;
    const shifted = (middle << 24) | (low << 8);
    const lowProduct = low * 435;
    const middleProduct = middle * 435 + (lowProduct >>> 16);
    high = (Math.imul(high, 435) + (middleProduct >>> 16) + shifted) | 0;
    middle = middleProduct & 0xffff;
    low = lowProduct & 0xffff;
  }
  return hexadecimal(high) + hexadecimal((middle << 16) | low);
}

const fourDigits = Array.from({ length: 0x10000 }, (_, value) => value.toString(16).padStart(4, '0'));

const hexadecimal = (half: number): string =>
  (fourDigits[half >>> 16] as string) + (fourDigits[half & 0xffff] as string);

/** Order of UTF-8 bytes, which is the order of code points and differs from that of UTF-16 above U+D7FF. */
function byCodePoint(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  for (let index = 0; index < shorter; index += 1) {
    const left = one.charCodeAt(index);
    const right = other.charCodeAt(index);
    if (left === right) continue;
    if (isSurrogate(left) !== isSurrogate(right)) return isSurrogate(left) ? 1 : -1;
    return left - right;
  }
  return one.length - other.length;
}

function isOrdered(names: readonly string[]): boolean {
  for (let index = 1; index < names.length; index += 1) {
    if ((names[index - 1] as string) > (names[index] as string)) return false;
  }
  return true;
}

const plainAscii = /^[\x01-\x7f]*$/;

/** Names in the order in which they are hashed; null when some have to be replaced first. */
function inOrder(labels: Labels): string[] | null {
  const names = Object.keys(labels);
  if (isOrdered(names) && names.every((name) => plainAscii.test(name))) {
    return names;
  }
  return names.every(isStorable) ? names.sort(byCodePoint) : null;
}

/**
 * Identity of a label set: the same 16 hexadecimal digits that Prometheus and Alertmanager give it
 * (FNV-1a over the names in order, each followed by its value, a 0xFF after every text).
 */
export function fingerprintOf(labels: Labels): string {
  const names = inOrder(labels);
  if (names === null) return fingerprintOf(keptLabels(labels));
  length = 0;
  for (const name of names) {
    const value = labels[name] as string;
    if (value === '') continue;
    addText(name);
    addText(value);
  }
  return hash();
}
