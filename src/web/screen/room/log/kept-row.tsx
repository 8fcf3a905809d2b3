import type { NameOf } from '../../../../text/entry.ts';
import { outbox } from '../../../data/browser.ts';
import type { KeptCommand } from '../../../data/types.ts';
import { Button } from '../../../part/button.tsx';
import { Tag } from '../../../part/tag.tsx';
import { hourMinute } from '../../../part/time.tsx';
import { verbLabels } from '../../../verb/label.ts';
import { Prose } from './prose.tsx';

const texts = (body: KeptCommand['body']): string =>
  Object.values(body)
    .filter((value): value is string => typeof value === 'string')
    .join(' · ');

/** What was said and is not acknowledged yet: it is on disk here and goes out by itself. */
export function KeptRow({ kept, nameOf }: { readonly kept: KeptCommand; readonly nameOf: NameOf }) {
  const { verb, body, happenedAt, state, problem, person, id } = kept;
  return (
    <div className="grid grid-cols-[2.75rem_minmax(0,1fr)] gap-2.5 py-1 wide:grid-cols-[3.25rem_minmax(0,1fr)] wide:gap-3">
      <time dateTime={happenedAt} className="text-right text-xs text-faint">
        {hourMinute(happenedAt)}
      </time>
      <div className="min-w-0 max-w-[68ch]">
        <span className="font-medium text-quiet">{nameOf(person)} </span>
        {verb === 'note' ? <Prose text={String(body['text'])} /> : `${verbLabels[verb]}: ${texts(body)}`}{' '}
        <Tag tone={state === 'refused' ? 'bad' : 'warn'}>{state === 'refused' ? 'not taken' : state}</Tag>
        {state !== 'refused' ? null : (
          <p className="mt-1 text-sm text-bad">
            {problem?.detail} {problem?.next}{' '}
            <Button kind="quiet" onClick={() => void outbox.discard(id)}>
              Take it away
            </Button>
          </p>
        )}
      </div>
    </div>
  );
}
