import type { ProseKind } from '../../domain/prose/finding.ts';
import type { ShownFinding } from '../data/prose-finding.ts';
import { Button } from './button.tsx';

const names: Readonly<Record<ProseKind, string>> = {
  eta: 'A forecast',
  cause: 'A guess at the cause',
  blame: 'Blame',
  'vague-root-cause': 'A cause that says little',
};

interface ProseMarksProps {
  readonly text: string;
  readonly findings: readonly ShownFinding[];
  /** Takes the text with one sentence of it said otherwise. */
  readonly onUse: (text: string) => void;
}

/** What the check points at below a field: the words, why, and other words that one tap takes over. It stops nobody. */
export function ProseMarks({ text, findings, onUse }: ProseMarksProps) {
  return (
    <div aria-live="polite">
      {findings.length === 0 ? null : (
        <ul aria-label="Words to think about" className="mb-1 grid gap-1">
          {findings.map((finding) => {
            const { kind, start, end, why, instead, sentence } = finding;
            return (
              <li
                key={`${kind}/${start}`}
                data-finding={kind}
                className="rounded-lg border border-rule bg-panel px-3 py-2 text-sm"
              >
                <p className="text-quiet">
                  <span className="font-medium text-ink">{names[kind]}:</span>{' '}
                  <mark className="bg-transparent text-ink underline decoration-warn decoration-wavy underline-offset-4">
                    {text.slice(start, end)}
                  </mark>
                  . {why}
                </p>
                <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1">
                  <p className="min-w-0 flex-1 basis-60 text-ink">{instead}</p>
                  <Button
                    aria-label={`Use this: ${instead}`}
                    onClick={() => onUse(`${text.slice(0, sentence.start)}${instead}${text.slice(sentence.end)}`)}
                  >
                    Use this
                  </Button>
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
