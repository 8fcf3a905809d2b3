import { useQuery } from '@tanstack/react-query';
import { call } from '../../data/call.ts';
import type { StatusPageView } from '../../data/types.ts';
import { Button } from '../../part/button.tsx';
import { Sheet } from '../../part/sheet.tsx';
import { Tag } from '../../part/tag.tsx';
import { pagesChanged } from './asked.ts';

interface SheetProps {
  readonly page: StatusPageView;
  readonly onClose: () => void;
}

/** Who hears of the page. Addresses are shown to those alone who run the installation. */
export function SubscribersSheet({ page, onClose }: SheetProps) {
  const asked = useQuery({
    queryKey: ['status-pages', page.slug, 'subscribers'],
    queryFn: async ({ signal }) =>
      (await call('GET /api/status-pages/{page}/subscribers', { page: page.slug }, { signal })).items,
  });
  const remove = async (subscriber: string): Promise<void> => {
    await call('DELETE /api/status-pages/{page}/subscribers/{subscriber}', { page: page.slug, subscriber });
    await pagesChanged();
  };
  const items = asked.data ?? [];
  return (
    <Sheet title={`Subscribers of ${page.name}`} onClose={onClose}>
      {items.length === 0 && !asked.isPending ? (
        <p className="text-sm text-quiet">
          Nobody yet.{' '}
          {page.takesMail ? '' : 'Mail needs a channel that sends it, and the address of this Allclear on the page.'}
        </p>
      ) : null}
      <ul className="divide-y divide-rule">
        {items.map(({ id, channel, address, components, confirmed }) => (
          <li key={id} className="flex flex-wrap items-center gap-2 py-2 text-sm">
            <span className="min-w-0 break-all">{address}</span>
            <Tag>{channel}</Tag>
            {confirmed ? null : <Tag tone="warn">not confirmed</Tag>}
            <span className="text-faint">{components.join(', ')}</span>
            <Button kind="quiet" className="ml-auto" onClick={() => void remove(id)}>
              Delete
            </Button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
