import { type Delivery, useDeliveries } from '../../data/speaking.ts';
import { Section } from '../../part/section.tsx';
import { Tag, type Tone } from '../../part/tag.tsx';
import { Age } from '../../part/time.tsx';

const states: Readonly<Record<Delivery['state'], { readonly says: string; readonly tone: Tone }>> = {
  waiting: { says: 'waiting', tone: 'plain' },
  sent: { says: 'sent', tone: 'ok' },
  'given-up': { says: 'not delivered', tone: 'warn' },
  superseded: { says: 'no longer so', tone: 'plain' },
};
const most = 12;

/** What was told to whom, and what became of it. */
export function Deliveries({ incident }: { readonly incident: string }) {
  const items = (useDeliveries(incident).data ?? []).toReversed().slice(0, most);
  if (items.length === 0) return null;
  return (
    <Section title="Told">
      <ul className="divide-y divide-rule rounded-lg border border-rule bg-panel text-sm">
        {items.map(({ id, kind, channel, recipient, state, outcome, attempts, createdAt }) => (
          <li key={id} className="px-3.5 py-2">
            <p className="flex flex-wrap items-center gap-2">
              <span className="min-w-0 flex-1">{recipient}</span>
              <Tag tone={states[state].tone}>{states[state].says}</Tag>
            </p>
            <p className="text-xs text-quiet">
              {kind}, {channel}, <Age since={createdAt} /> ago
              {state === 'waiting' && attempts > 1 ? `, tried ${attempts} times: ${outcome ?? ''}` : ''}
              {state === 'given-up' ? `: ${outcome ?? ''}` : ''}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
