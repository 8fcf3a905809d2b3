import type { ReactNode } from 'react';
import { Tag, type Tone } from '../../../part/tag.tsx';

interface CardProps {
  readonly title: string;
  readonly tags: readonly { readonly tone: Tone; readonly says: string }[];
  readonly children: ReactNode;
}

/** An entry that is more than a line. */
export function Card({ title, tags, children }: CardProps) {
  return (
    <div className="my-0.5 max-w-[46rem] rounded-lg border border-rule bg-panel px-3.5 py-2.5">
      <p className="flex flex-wrap items-center gap-2 font-semibold">
        {title}
        {tags.map(({ tone, says }) => (
          <Tag key={says} tone={tone}>
            {says}
          </Tag>
        ))}
      </p>
      <div className="mt-0.5 text-quiet">{children}</div>
    </div>
  );
}
