import type { Picture } from '../../../data/types.ts';
import { RoomSection } from '../room-section.tsx';
import { figure } from '../../../../text/measure.ts';
import { Age, hourMinute } from '../../../part/time.tsx';
import { useRoom } from '../room-context.tsx';
import { Row } from './row.tsx';

type Evidence = Picture['evidence'][number];

const howWords = { observation: 'seen', query: 'query', link: 'link' } as const;

/** How it was seen: by whom or where, or what telemetry said when it was last asked. */
function howOf({ how, source, signal, contradicted, asked }: Evidence): string {
  if (contradicted) return `${signal} says otherwise`;
  if (asked === null) return [howWords[how], source].filter((text) => text !== '').join(' · ');
  const read = asked.lastAt === null ? 'not read yet' : `${figure(asked.last)} at ${hourMinute(asked.lastAt)}`;
  return `asked by itself · ${asked.source} · ${read}, must be ${asked.healthy}`;
}

function EvidenceLine({ item }: { readonly item: Evidence }) {
  const { open, say, responds } = useRoom();
  const { key, claim, works, how, source, stale, contradicted, seenAt } = item;
  const stillSo = (): void =>
    void say('give-evidence', { claim, works: works ? 'yes' : 'no', how, source, again: key });
  const items = [
    { label: 'Looked again: still so (v)', verb: 'give-evidence', run: stillSo },
    {
      label: works ? 'Looked again: no longer works…' : 'Looked again: works…',
      verb: 'give-evidence',
      run: () => open('give-evidence', { claim, works: works ? 'no' : 'yes', how, again: key }),
    },
  ];
  const old = stale || contradicted;
  return (
    <Row
      glyph={contradicted ? 'degraded' : works ? (stale ? 'stale' : 'works') : 'down'}
      state={`${works ? 'works' : 'does not work'}${stale ? ', stale' : ''}`}
      title={claim}
      more={howOf(item)}
      age={
        <span className={old ? 'border-b border-dashed border-warn text-warn' : ''}>
          {stale ? 'stale · ' : ''}
          <Age since={seenAt} />
        </span>
      }
      items={responds ? items : []}
      keys={responds ? { v: stillSo } : {}}
    />
  );
}

/** What still works, as somebody saw it; each claim with its age. */
export function Working({ picture }: { readonly picture: Picture }) {
  const { open } = useRoom();
  const { evidence } = picture;
  return (
    <RoomSection
      title="Still working, as seen"
      aside={evidence.length === 0 ? '' : String(evidence.filter(({ works }) => works).length)}
      add={{ label: 'Say what works or does not', verb: 'give-evidence', run: () => open('give-evidence') }}
    >
      {evidence.map((item) => (
        <EvidenceLine key={item.key} item={item} />
      ))}
      {evidence.length > 0 ? null : (
        <p className="text-sm text-faint">
          Nobody has looked yet. Try{' '}
          <code className="font-mono text-xs text-quiet">/works login seen from outside</code>
        </p>
      )}
    </RoomSection>
  );
}

/** What has been named and nobody has looked at. */
export function NotKnown({ picture }: { readonly picture: Picture }) {
  const { open, responds } = useRoom();
  const unknown = picture.scope.filter(({ status }) => status === 'unknown');
  if (unknown.length === 0) return null;
  return (
    <RoomSection title="Not known" aside={String(unknown.length)}>
      {unknown.map(({ name, kind, boundary }) => (
        <Row
          key={`${kind}/${name}`}
          glyph="unknown"
          state="unknown"
          title={boundary === '' ? name : `${name}, ${boundary}`}
          age="not looked at"
          items={
            responds
              ? (['affected', 'not-affected'] as const).map((status) => ({
                  label: status === 'affected' ? 'It is affected…' : 'It is not affected…',
                  verb: 'state-scope',
                  run: () => open('state-scope', { what: name, kind, status, boundary }),
                }))
              : []
          }
        />
      ))}
    </RoomSection>
  );
}
