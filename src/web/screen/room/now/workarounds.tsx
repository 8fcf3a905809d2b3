import type { Picture } from '../../../data/types.ts';
import { RoomSection } from '../room-section.tsx';
import { age } from '../../../part/length.ts';
import { useNow } from '../../../part/time.tsx';
import { useRoom } from '../room-context.tsx';
import { Item } from './item.tsx';

/** Relief for people, and the debt that it leaves. */
export function Workarounds({ picture }: { readonly picture: Picture }) {
  const { open, nameOf, responds } = useRoom();
  const now = useNow();
  const active = picture.workarounds.filter(({ endedAt }) => endedAt === null);
  const left = (expiresAt: string | null): string => {
    if (expiresAt === null) return '';
    const ms = Date.parse(expiresAt) - now;
    return ms < 0 ? `was to end ${age(-ms)} ago` : `ends in ${age(ms)}`;
  };
  if (active.length === 0) return null;
  return (
    <RoomSection
      title="Workarounds"
      aside="become debt"
      add={{ label: 'Record a workaround', verb: 'workaround', run: () => open('workaround') }}
    >
      {active.map(({ key, what, covers, debt, owner, expiresAt }) => (
        <Item
          key={key}
          name={key}
          mark={key}
          title={what}
          more={[covers, owner === null ? '' : nameOf(owner), left(expiresAt), debt === '' ? '' : `debt: ${debt}`]
            .filter((text) => text !== '')
            .join(' · ')}
          items={
            responds
              ? [
                  {
                    label: 'It is no longer needed…',
                    verb: 'end-workaround',
                    run: () => open('end-workaround', { workaround: key }),
                  },
                ]
              : []
          }
        />
      ))}
    </RoomSection>
  );
}
