import type { AllClearQuote } from '../../../../domain/incident/quote.ts';
import { bandFor } from '../../../../domain/telemetry/band.ts';
import { allClearText } from '../../../../text/all-clear.ts';
import { Sparkline } from '../../../part/sparkline.tsx';
import { Card } from './card.tsx';

/** The all-clear, and the readings that it rests on as they were then. */
export function AllClearCard({ quote }: { readonly quote: AllClearQuote }) {
  const shown = quote.signals.filter(({ points }) => points.length > 0);
  return (
    <Card title="All-clear" tags={[{ tone: 'ok', says: 'declared' }]}>
      {allClearText(quote)}
      <ul className="mt-1 grid gap-x-4 gap-y-1 empty:hidden sm:grid-cols-2">
        {shown.map(({ key, name, healthy, points }) => (
          <li key={key}>
            <span className="text-xs text-faint">
              {key} {name}
            </span>
            <Sparkline
              points={points}
              healthy={healthy === null ? null : bandFor(healthy)}
              label={`${name} in the window of the all-clear`}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
