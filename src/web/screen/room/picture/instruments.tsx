import type { Picture } from '../../../data/types.ts';
import { RoomSection } from '../room-section.tsx';
import { Age } from '../../../part/time.tsx';
import { useRoom } from '../room-context.tsx';
import { Row } from './row.tsx';

/** What can be trusted. Those that can take one line in all; silence is never health. */
export function Instruments({ picture }: { readonly picture: Picture }) {
  const { open, responds } = useRoom();
  const { instruments } = picture;
  const fresh = instruments.filter(({ health }) => health === 'fresh');
  const others = instruments.filter(({ health }) => health !== 'fresh');
  return (
    <RoomSection
      title="Instruments"
      aside={instruments.length === 0 ? '' : `${fresh.length} of ${instruments.length} fresh`}
      add={{ label: 'Check an instrument', verb: 'check-instrument', run: () => open('check-instrument') }}
    >
      {others.map(({ name, health, because, at }) => (
        <Row
          key={name}
          glyph="instrument-off"
          state={health}
          title={name}
          more={because === '' ? `${health}; silence is not health` : `${health}: ${because}`}
          age={<Age since={at} />}
          items={
            responds
              ? [
                  {
                    label: 'Looked at it…',
                    verb: 'check-instrument',
                    run: () => open('check-instrument', { instrument: name }),
                  },
                ]
              : []
          }
        />
      ))}
      {instruments.length > 0 ? null : (
        <p className="text-sm text-faint">Nobody has checked metrics, logs or traces. Silence is not health.</p>
      )}
    </RoomSection>
  );
}
