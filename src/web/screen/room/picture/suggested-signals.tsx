import { useQuery } from '@tanstack/react-query';
import { call } from '../../../data/call.ts';
import { useRoom } from '../room-context.tsx';

const shown = 4;

/** What fired, and what the catalog knows of the services in scope: one press names it a key signal. */
export function SuggestedSignals() {
  const { incident, picture, open } = useRoom();
  const scope = picture?.scope.map(({ name }) => name).join(' ');
  const { data } = useQuery({
    queryKey: ['suggested-signals', incident.id, scope],
    queryFn: async () => call('GET /api/incidents/{incident}/suggested-signals', { incident: incident.id }),
  });
  const items = data?.items.slice(0, shown) ?? [];
  if (items.length === 0) return null;
  return (
    <ul className="mt-1 text-sm">
      {items.map(({ name, query, healthy, source, service, from }) => (
        <li key={query}>
          <button
            type="button"
            data-verb="add-signal"
            className="w-full rounded-md px-1.5 py-1 text-left hover:bg-raise touch:min-h-11"
            onClick={() => open('add-signal', { name, query, healthy, source: source ?? '', service: service ?? '' })}
          >
            Watch <b className="font-semibold">{name}</b>{' '}
            <span className="text-faint">
              healthy {healthy}, from {from === 'alert' ? 'what fired' : 'the catalog'}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
