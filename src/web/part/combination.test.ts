import { expect, test } from 'vitest';
import { combinationOf } from './combination.ts';

const pressed = (key: string, code: string, held: Partial<Parameters<typeof combinationOf>[0]> = {}): string | null =>
  combinationOf({ key, code, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...held });

test.each(['Alt', 'Control', 'Meta', 'Shift'])('%s alone is none', (key) => {
  expect(pressed(key, `${key}Left`, { altKey: true })).toBeNull();
});

test('a sign is what people mean, whatever it takes to type it', () => {
  expect(pressed('?', 'Slash', { shiftKey: true })).toBe('?');
  expect(pressed('?', 'Minus', { shiftKey: true })).toBe('?');
  expect(pressed('g', 'KeyG')).toBe('G');
  expect(pressed('G', 'KeyG', { shiftKey: true })).toBe('G');
});

test('named keys keep their names', () => {
  expect(pressed('Escape', 'Escape')).toBe('Escape');
  expect(pressed('ArrowUp', 'ArrowUp', { altKey: true })).toBe('Alt+ArrowUp');
});

test('with Alt it is the key, for a Mac types another letter with it', () => {
  expect(pressed('ø', 'KeyO', { altKey: true })).toBe('Alt+O');
  expect(pressed('o', 'KeyO', { altKey: true })).toBe('Alt+O');
  expect(pressed('¡', 'Digit1', { altKey: true })).toBe('Alt+1');
});

test('Ctrl and ⌘ are the same', () => {
  expect(pressed('k', 'KeyK', { ctrlKey: true })).toBe('Mod+K');
  expect(pressed('k', 'KeyK', { metaKey: true })).toBe('Mod+K');
});

test('modifiers stand in one order', () => {
  expect(pressed('K', 'KeyK', { shiftKey: true, altKey: true, ctrlKey: true })).toBe('Mod+Alt+Shift+K');
  expect(pressed('P', 'KeyP', { shiftKey: true, metaKey: true })).toBe('Mod+Shift+P');
});
