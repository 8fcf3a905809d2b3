import { Fragment, type ReactNode, useState } from 'react';

const parts =
  /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])|((?<![\p{L}\p{N}._-])@[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*)|(`[^`\n]+`)|((?<![\p{L}\p{N}*])\*[^\s*][^*\n]*\*(?![\p{L}\p{N}*]))/gu;

/** A text with its links, mentions and code shown as such. */
export function Inline({ text }: { readonly text: string }) {
  const pieces: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(parts)) {
    const [whole, link, mention, code] = match;
    if (match.index > from) pieces.push(text.slice(from, match.index));
    from = match.index + whole.length;
    if (link !== undefined) {
      pieces.push(
        <a href={link} target="_blank" rel="noreferrer noopener" className="text-accent underline underline-offset-2">
          {link}
        </a>,
      );
    } else if (mention !== undefined) {
      pieces.push(<b className="rounded-sm bg-accent-soft px-0.5 font-semibold text-accent">{mention}</b>);
    } else if (code !== undefined) {
      pieces.push(<code className="rounded-sm bg-press px-1 font-mono text-[0.8125rem]">{whole.slice(1, -1)}</code>);
    } else pieces.push(<em>{whole.slice(1, -1)}</em>);
  }
  pieces.push(text.slice(from));
  return pieces.map((piece, index) => <Fragment key={index}>{piece}</Fragment>);
}

const foldFrom = 9;
const shownFolded = 6;

/** Lines that a machine wrote: many of them, or with the look of a log. */
const looksPrinted = (lines: readonly string[]): boolean =>
  lines.length >= foldFrom ||
  (lines.length >= 3 && lines.filter((line) => /^\s|\d{2}:\d{2}:\d{2}|[{}|=]/.test(line)).length > lines.length / 2);

/** What somebody wrote. Pasted output keeps its shape and is folded. */
export function Prose({ text }: { readonly text: string }) {
  const [unfolded, setUnfolded] = useState(false);
  const lines = text.split('\n');
  if (!looksPrinted(lines)) {
    return (
      <span className="whitespace-pre-wrap">
        <Inline text={text} />
      </span>
    );
  }
  const folded = lines.length >= foldFrom && !unfolded;
  return (
    <span className="mt-1 block overflow-hidden rounded-md border border-rule bg-panel print:border-0">
      <span
        tabIndex={0}
        role="region"
        aria-label="Pasted output"
        className="block overflow-x-auto px-3 py-2 font-mono text-xs whitespace-pre"
      >
        {(folded ? lines.slice(0, shownFolded) : lines).join('\n')}
      </span>
      {lines.length < foldFrom ? null : (
        <button
          type="button"
          aria-expanded={!folded}
          onClick={() => setUnfolded(folded)}
          className="block min-h-8 w-full border-t border-rule bg-raise px-3 text-left text-xs text-quiet touch:min-h-11 print:hidden"
        >
          {folded ? `Show all ${lines.length} lines` : 'Fold'}
        </button>
      )}
    </span>
  );
}
