import type { Picture } from '../../../data/types.ts';
import { RoomSection } from '../room-section.tsx';
import { Age } from '../../../part/time.tsx';
import { useRoom } from '../room-context.tsx';
import { Row } from './row.tsx';

type Evidence = Picture['evidence'][number];

const howWords = { observation: 'seen', query: 'query', link: 'link' } as const;

function EvidenceLine({ item }: { readonly item: Evidence }) {
  const { open, responds } = useRoom();
  const { key, claim, works, how, source, stale, contradicted, seenAt, signal } = item;
  const again = (now: 'yes' | 'no') => () => open('give-evidence', { claim, works: now, how, again: key });
  const items = [
    { label: 'Looked again: still so…', verb: 'give-evidence', run: again(works ? 'yes' : 'no') },
    {
      label: works ? 'Looked again: no longer works…' : 'Looked again: works…',
      verb: 'give-evidence',
      run: again(works ? 'no' : 'yes'),
    },
  ];
  const old = stale || contradicted;
  return (
    <Row
      glyph={contradicted ? 'degraded' : works ? (stale ? 'stale' : 'works') : 'down'}
      state={`${works ? 'works' : 'does not work'}${stale ? ', stale' : ''}`}
      title={claim}
      more={
        contradicted ? `${signal} says otherwise` : [howWords[how], source].filter((text) => text !== '').join(' · ')
      }
      age={
        <span className={old ? 'border-b border-dashed border-warn text-warn' : ''}>
          {stale ? 'stale · ' : ''}
          <Age since={seenAt} />
        </span>
      }
      items={responds ? items : []}
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
