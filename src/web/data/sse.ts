/** One frame of an event stream. */
export interface Frame {
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

/** Takes an event stream in pieces as they arrive, and calls back for each frame that is complete. */
export function frameParser(onFrame: (frame: Frame) => void): (piece: string) => void {
  let rest = '';
  let id: string | null = null;
  let event = 'message';
  let data: string[] = [];

  function take(line: string): void {
    if (line === '') {
      if (data.length > 0) onFrame({ id, event, data: data.join('\n') });
      id = null;
      event = 'message';
      data = [];
      return;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') id = value;
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  }

  return (piece) => {
    const lines = (rest + piece).split(/\r?\n/);
    rest = lines.pop() ?? '';
    lines.forEach(take);
  };
}
