import { useQuery } from '@tanstack/react-query';
import { call } from '../../data/call.ts';

/** How often alarms of each source were real (A2): the rule's fault or the monitor's, never a person's. */
export function Sources() {
  const { data } = useQuery({ queryKey: ['alarm-sources'], queryFn: () => call('GET /api/measures/sources', {}) });
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="mt-8">
      <h2 className="mb-2 text-sm font-semibold text-quiet">How often alarms were real</h2>
      <div
        className="overflow-x-auto rounded-lg border border-rule bg-panel"
        tabIndex={0}
        role="region"
        aria-label="Alarms by source"
      >
        <table className="w-full text-sm">
          <thead>
            <tr className="border-b border-rule text-left text-quiet">
              <th className="px-4 py-2 font-medium">Source</th>
              <th className="px-4 py-2 text-right font-medium">Opened</th>
              <th className="px-4 py-2 text-right font-medium">Real</th>
              <th className="px-4 py-2 text-right font-medium">False</th>
              <th className="px-4 py-2 text-right font-medium">Near misses</th>
            </tr>
          </thead>
          <tbody className="tabular-nums">
            {items.map(({ source, declared, real, falsePositives, nearMisses }) => (
              <tr key={source} className="border-b border-rule last:border-0">
                <td className="px-4 py-1.5">{source}</td>
                <td className="px-4 py-1.5 text-right">{declared}</td>
                <td className="px-4 py-1.5 text-right">{real}</td>
                <td className="px-4 py-1.5 text-right">{falsePositives}</td>
                <td className="px-4 py-1.5 text-right">{nearMisses}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
