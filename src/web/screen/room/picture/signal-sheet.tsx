import { useMemo, useState } from 'react';
import { figure } from '../../../../text/measure.ts';
import { useReadings } from '../../../data/readings.ts';
import type { Picture } from '../../../data/types.ts';
import { Button } from '../../../part/button.tsx';
import { Chart } from '../../../part/chart.tsx';
import { Sheet } from '../../../part/sheet.tsx';
import { bothZones } from '../../../part/time.tsx';
import { useRoom } from '../room-context.tsx';

interface SignalSheetProps {
  readonly signal: Picture['signals'][number];
  readonly onClose: () => void;
}

const rowsShown = 200;

/** A key signal in full: its chart with the changes on it, or its readings as a table. */
export function SignalSheet({ signal, onClose }: SignalSheetProps) {
  const { incident, picture } = useRoom();
  const [table, setTable] = useState(false);
  const points = useReadings(incident.id, signal.key, true);
  const { key, name, query, source, status, restarts } = signal;
  const marks = useMemo(
    () =>
      (picture?.changes ?? []).flatMap(({ key: change, startedAt }) =>
        startedAt === null ? [] : [{ at: Date.parse(startedAt), label: change }],
      ),
    [picture?.changes],
  );
  return (
    <Sheet title={`${key} ${name}`} onClose={onClose} wide>
      <p className="mb-3 text-sm text-quiet">
        {status} · healthy {signal.healthy} ·{' '}
        {restarts === 0 ? 'clock never restarted' : `clock restarted ${restarts === 1 ? 'once' : `${restarts} times`}`}
      </p>
      {table ? (
        <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-label={`Readings of ${name}`}>
          <table className="w-full text-sm">
            <thead>
              <tr className="border-b border-rule text-left text-quiet">
                <th className="py-1 font-medium">When</th>
                <th className="py-1 text-right font-medium">Value</th>
              </tr>
            </thead>
            <tbody>
              {points
                .slice(-rowsShown)
                .toReversed()
                .map(({ at, value }) => (
                  <tr key={at} className={`border-b border-rule ${value === null ? 'hatched' : ''}`}>
                    <td className="py-0.5">{bothZones(at)}</td>
                    <td className="py-0.5 text-right">
                      <span className="bg-panel px-1">{value === null ? 'no reading' : figure(value)}</span>
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      ) : (
        <Chart points={points} healthy={signal.band} marks={marks} label={name} />
      )}
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <Button onClick={() => setTable(!table)}>{table ? 'Show the chart' : 'Show as a table'}</Button>
        <code className="min-w-0 font-mono text-xs break-all text-faint">
          {source}: {query}
        </code>
      </div>
    </Sheet>
  );
}
