import { RoomSection } from '../room-section.tsx';
import { Age } from '../../../part/time.tsx';
import { useRoom } from '../room-context.tsx';
import { Row } from './row.tsx';

const glyphs = { firing: 'down', resolved: 'works', lapsed: 'unknown' } as const;
const stateWords = { firing: 'firing', resolved: 'resolved', lapsed: 'lapsed, not known' } as const;

/** What monitoring says about this incident. */
export function AlertsAttached() {
  const { incident, open, responds } = useRoom();
  const { alerts } = incident;
  if (alerts.length === 0) return null;
  const firing = alerts.filter(({ status }) => status === 'firing').length;
  return (
    <RoomSection title="Alerts" aside={`${firing} of ${alerts.length} firing`}>
      {alerts.map(({ fingerprint, name, status, startsAt }) => (
        <Row
          key={fingerprint}
          glyph={glyphs[status]}
          state={status}
          title={name}
          more={stateWords[status]}
          age={<Age since={startsAt} />}
          items={
            responds
              ? [
                  {
                    label: 'Detach: it does not belong here…',
                    verb: 'detach-alerts',
                    run: () => open('detach-alerts', { fingerprints: fingerprint }),
                  },
                ]
              : []
          }
        />
      ))}
    </RoomSection>
  );
}
