import type { Picture } from '../../../data/types.ts';
import { RoomSection } from '../room-section.tsx';
import { hourMinute, useNow } from '../../../part/time.tsx';
import { useRoom } from '../room-context.tsx';
import { Item } from './item.tsx';

/** Whose turn it is outside of this room, and when they are asked again. */
export function Waits({ picture }: { readonly picture: Picture }) {
  const { open, responds } = useRoom();
  const now = useNow();
  const waits = picture.waits.filter(({ endedAt }) => endedAt === null);
  if (waits.length === 0) return null;
  return (
    <RoomSection
      title="Waiting on"
      aside={String(waits.length)}
      add={{ label: 'Wait on a vendor or team', verb: 'wait-on', run: () => open('wait-on') }}
    >
      {waits.map(({ key, on, what, nextChaseAt }) => {
        const due = Date.parse(nextChaseAt) <= now;
        return (
          <Item
            key={key}
            name={key}
            mark={key}
            title={on}
            more={
              <>
                {what === '' ? '' : `${what} · `}
                <span className={due ? 'text-warn' : ''}>
                  {due ? `ask again, since ${hourMinute(nextChaseAt)}` : `ask again ${hourMinute(nextChaseAt)}`}
                </span>
              </>
            }
            items={
              responds
                ? [
                    { label: 'Say how it ended…', verb: 'end-wait', run: () => open('end-wait', { wait: key }) },
                    { label: 'Asked again; next time…', verb: 'wait-on', run: () => open('wait-on', { on, what }) },
                  ]
                : []
            }
          />
        );
      })}
    </RoomSection>
  );
}
