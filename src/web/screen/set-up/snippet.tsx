import { useState } from 'react';
import { Button } from '../../part/button.tsx';

const labels = { idle: 'Copy', copied: 'Copied', refused: 'Copy it by hand' } as const;

/** Something to copy, and a button that does it. */
export function Snippet({ title, text }: { readonly title: string; readonly text: string }) {
  const [state, setState] = useState<keyof typeof labels>('idle');
  const copy = (): void => {
    // A page without a secure context has no clipboard.
    const copied = 'clipboard' in navigator ? navigator.clipboard.writeText(text) : Promise.reject(new Error());
    copied.then(
      () => setState('copied'),
      () => setState('refused'),
    );
  };
  return (
    <figure className="rounded-lg border border-rule bg-panel">
      <figcaption className="flex items-center justify-between gap-3 px-3.5 py-2 text-sm text-quiet">
        {title}
        <Button aria-label={`${labels[state]}: ${title}`} onClick={copy}>
          {labels[state]}
        </Button>
      </figcaption>
      <pre
        tabIndex={0}
        role="region"
        aria-label={title}
        className="overflow-x-auto border-t border-rule px-3.5 py-2.5 font-mono text-xs"
      >
        {text}
      </pre>
    </figure>
  );
}
