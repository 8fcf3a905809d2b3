import { Link } from '@tanstack/react-router';
import type { Picture } from '../../../data/types.ts';
import { RoomSection } from '../room-section.tsx';
import { hourMinute } from '../../../part/time.tsx';
import { useRoom } from '../room-context.tsx';
import { Item } from './item.tsx';

/** Other places where people talk, whose findings must come back; and incidents that belong to this one. */
export function SideChannels({ picture }: { readonly picture: Picture }) {
  const { open, nameOf, responds } = useRoom();
  const { sideChannels, parent, children, overnight } = picture;
  return (
    <>
      {sideChannels.length === 0 ? null : (
        <RoomSection title="Side channels">
          {sideChannels.map(({ name, openedAt, findingsAt }) => (
            <Item
              key={name}
              name={name}
              mark="…"
              title={name}
              more={
                findingsAt === null
                  ? `since ${hourMinute(openedAt)}, nothing came back yet`
                  : `findings back ${hourMinute(findingsAt)}`
              }
              items={
                responds && findingsAt === null
                  ? [
                      {
                        label: 'Bring findings back…',
                        verb: 'return-findings',
                        run: () => open('return-findings', { name }),
                      },
                    ]
                  : []
              }
            />
          ))}
        </RoomSection>
      )}
      {overnight === null ? null : (
        <RoomSection title="Overnight">
          <p className="text-sm">
            {nameOf(overnight.watcher)} watches until {hourMinute(overnight.until)}
            {overnight.wakeIf === '' ? '' : `; wake if ${overnight.wakeIf}`}
          </p>
        </RoomSection>
      )}
      {parent === null && children.length === 0 ? null : (
        <RoomSection title="Belongs together">
          <ul className="text-sm">
            {parent === null ? null : (
              <li>
                a part of{' '}
                <Link to="/incidents/$number" params={{ number: parent }} className="text-accent underline">
                  another incident
                </Link>
              </li>
            )}
            {children.map((child) => (
              <li key={child}>
                <Link to="/incidents/$number" params={{ number: child }} className="text-accent underline">
                  a part of this
                </Link>
              </li>
            ))}
          </ul>
        </RoomSection>
      )}
    </>
  );
}
