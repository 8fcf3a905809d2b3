import type { EffectVerdict, SignalEffect } from '../../../../domain/telemetry/effect.ts';
import { movedText } from '../../../../text/effect.ts';
import type { Picture } from '../../../data/types.ts';
import { Sparkline } from '../../../part/sparkline.tsx';
import { Tag, type Tone } from '../../../part/tag.tsx';
import { Card } from './card.tsx';

interface EffectCardProps {
  readonly measured: { readonly change: string; readonly effects: readonly SignalEffect[] };
  readonly picture: Picture | undefined;
}

export const verdictWords: Readonly<Record<EffectVerdict, { readonly tone: Tone; readonly says: string }>> = {
  improved: { tone: 'ok', says: 'improved' },
  worse: { tone: 'bad', says: 'worse' },
  none: { tone: 'plain', says: 'no visible effect' },
  'cant-tell': { tone: 'plain', says: 'can’t tell' },
};

/** What telemetry showed around a change: in words, and as a small picture with the start of the change in it. */
export function EffectCard({ measured, picture }: EffectCardProps) {
  const { change, effects } = measured;
  const bands = new Map(picture?.signals.map(({ key, band }) => [key, band]));
  return (
    <Card title={`Effect of ${change}`} tags={[]}>
      <ul>
        {effects.map((effect) => (
          <li key={effect.signal} className="mt-1 grid gap-x-4 sm:grid-cols-[1fr_13rem]">
            <span>
              <Tag tone={verdictWords[effect.verdict].tone}>{verdictWords[effect.verdict].says}</Tag>{' '}
              {movedText(effect)}
            </span>
            <Sparkline
              points={effect.points.map(({ afterMs, value }) => ({ at: afterMs, value }))}
              healthy={bands.get(effect.signal) ?? null}
              marks={[0]}
              label={`${effect.name} around the start of ${change}`}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
