import type { Picture } from '../../../data/types.ts';
import type { GlyphKind } from '../../../part/glyph.tsx';
import { RoomSection } from '../room-section.tsx';
import { Age, hourMinute } from '../../../part/time.tsx';
import { inWords } from '../../../verb/label.ts';
import { useRoom } from '../room-context.tsx';
import { Row } from './row.tsx';

type ScopeItem = Picture['scope'][number];

const glyphs: Readonly<Record<ScopeItem['status'], GlyphKind>> = {
  affected: 'down',
  recovering: 'recovering',
  recovered: 'works',
  'not-affected': 'works',
  unknown: 'unknown',
};

const detectedWords = {
  monitor: 'seen by a monitor',
  customer: 'told by a customer',
  colleague: 'told by a colleague',
  vendor: 'told by a vendor',
} as const;

function ScopeLine({ item }: { readonly item: ScopeItem }) {
  const { open, responds } = useRoom();
  const { name, kind, status, boundary, evidence, since } = item;
  const again = (next: ScopeItem['status']) => () => open('state-scope', { what: name, kind, status: next, boundary });
  const items = (['affected', 'recovering', 'recovered', 'not-affected', 'unknown'] as const)
    .filter((next) => next !== status)
    .map((next) => ({ label: `Now ${inWords(next)}…`, verb: 'state-scope', run: again(next) }));
  const what = kind === 'function' ? 'business function' : kind === 'service' ? '' : kind;
  return (
    <Row
      glyph={glyphs[status]}
      state={inWords(status)}
      title={boundary === '' ? name : `${name}, ${boundary}`}
      more={[status === 'affected' ? '' : inWords(status), what, evidence].filter((text) => text !== '').join(' · ')}
      age={<Age since={since} />}
      items={responds ? items : []}
    />
  );
}

/** Who and what is hurt, since when, and how we came to know. */
export function Impact({ picture }: { readonly picture: Picture }) {
  const { incident, open, responds } = useRoom();
  const { startedAt, endedAt } = incident.impact;
  const hurt = picture.scope.filter(({ status }) => status !== 'not-affected' && status !== 'unknown');
  const fine = picture.scope.filter(({ status }) => status === 'not-affected');
  const title = startedAt === null ? 'Impact' : `Impact since ${hourMinute(startedAt)}`;
  const ended = endedAt === null ? '' : `until ${hourMinute(endedAt)}`;
  return (
    <RoomSection
      title={title}
      aside={ended === '' && incident.detectedBy !== null ? detectedWords[incident.detectedBy] : ended}
      add={{ label: 'Say what is affected', verb: 'state-scope', run: () => open('state-scope') }}
    >
      {hurt.map((item) => (
        <ScopeLine key={`${item.kind}/${item.name}`} item={item} />
      ))}
      {fine.map((item) => (
        <ScopeLine key={`${item.kind}/${item.name}`} item={item} />
      ))}
      {picture.scope.length > 0 ? null : (
        <p className="text-sm text-faint">
          Not said yet.{' '}
          {responds ? (
            <>
              Try <code className="font-mono text-xs text-quiet">/scope checkout down for EU</code>
            </>
          ) : null}
        </p>
      )}
    </RoomSection>
  );
}
