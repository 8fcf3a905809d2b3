/** A line of a text against another one: as it was, new, or gone. */
export interface DifferentLine {
  readonly text: string;
  readonly is: 'same' | 'new' | 'gone';
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** What became of the lines of a text: those that are gone stand behind those that are there. */
export function lineDifference(before: string, after: string): readonly DifferentLine[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  return [
    ...now.map((text): DifferentLine => ({ text, is: old.includes(text) ? 'same' : 'new' })),
    ...old.filter((text) => !now.includes(text)).map((text): DifferentLine => ({ text, is: 'gone' })),
  ];
}
