type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** A key event as a combination such as `Alt+O`; null for a modifier alone. */
export function combinationOf(event: Pressed): string | null {
  if (['Alt', 'Control', 'Meta', 'Shift'].includes(event.key)) return null;
  const [, letter] = /^(?:Key|Digit)(.)$/.exec(event.code) ?? [];
  const modified = event.altKey || event.ctrlKey || event.metaKey;
  // With Alt, a Mac's key is a letter of its own; without, the sign is what people mean.
  const key = modified ? (letter ?? event.key) : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const marks = [
    ...(event.ctrlKey || event.metaKey ? ['Mod'] : []),
    ...(event.altKey ? ['Alt'] : []),
    ...(modified && event.shiftKey ? ['Shift'] : []),
  ];
  return [...marks, key].join('+');
}
