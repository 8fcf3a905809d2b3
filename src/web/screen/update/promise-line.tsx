import type { Draft } from '../../data/speaking.ts';
import { face } from '../../part/length.ts';
import { Tag } from '../../part/tag.tsx';
import { hourMinute, useNow } from '../../part/time.tsx';

const changes: Readonly<Record<string, string>> = {
  severity: 'severity changed',
  scope: 'scope changed',
  phase: 'phase changed',
};

/** When this audience hears next, and what changed since it heard last. */
export function PromiseLine({ draft }: { readonly draft: Draft }) {
  const now = useNow();
  const { promise, changed } = draft;
  const left = promise === null ? 0 : Date.parse(promise.at) - now;
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      {promise === null ? (
        <span className="text-quiet">Nothing is promised yet.</span>
      ) : (
        <span>
          Promised for <b className="font-semibold tabular-nums">{hourMinute(promise.at)}</b>,{' '}
          <span className={left < 0 ? 'font-medium text-warn' : 'text-quiet'}>
            {left < 0 ? `late by ${face(-left)}` : `in ${face(left)}`}
          </span>
        </span>
      )}
      {changed.map((what) => (
        <Tag key={what} tone="warn">
          {changes[what] ?? what}
        </Tag>
      ))}
    </p>
  );
}
