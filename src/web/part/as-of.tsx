import { useConnection, useKeptAt } from '../data/query.ts';
import { hourMinute } from './time.tsx';

/** Says how old what is shown is, when the server does not answer and the strip has not said so. */
export function AsOf() {
  const at = useKeptAt();
  const connection = useConnection();
  if (at === null || connection === 'offline') return null;
  return (
    <p className="px-4 py-1 text-sm text-warn print:hidden">As of {hourMinute(at)}: the server does not answer.</p>
  );
}
