import { entryLine } from '../../../../text/entry.ts';
import type { LogEntry } from '../../../data/types.ts';
import { useRoom } from '../room-context.tsx';

const utc = (at: string): string => at.slice(0, 19).replace('T', ' ');

/** The whole log on paper: every entry with its number, both its times, who and what. */
export function PrintedLog({ entries }: { readonly entries: readonly LogEntry[] }) {
  const { incident, nameOf } = useRoom();
  return (
    <section className="hidden text-[9pt] leading-snug print:block">
      <h2 className="mb-2 text-[13pt] font-semibold">
        {incident.number} {incident.title}
      </h2>
      <p className="mb-3">
        {incident.severity} · {incident.phase} · {entries.length} entries · times in UTC
        {incident.exercise ? ' · exercise' : ''}
      </p>
      <table className="w-full border-collapse">
        <thead>
          <tr className="border-b border-ink text-left">
            <th className="pr-2">No</th>
            <th className="pr-2">Happened</th>
            <th className="pr-2">Recorded</th>
            <th className="pr-2">Who</th>
            <th>What</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id} className="break-inside-avoid border-b border-rule align-top">
              <td className="pr-2">{entry.version}</td>
              <td className="pr-2 whitespace-nowrap">{utc(entry.happenedAt)}</td>
              <td className="pr-2 whitespace-nowrap">{utc(entry.recordedAt)}</td>
              <td className="pr-2 whitespace-nowrap">{nameOf(entry.actor)}</td>
              <td className="whitespace-pre-wrap">{entryLine(entry.type, entry.body, nameOf)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
