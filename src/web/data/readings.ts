import { useQuery } from '@tanstack/react-query';
import type { Point } from '../part/series.ts';
import { call } from './call.ts';
import type { Reading } from './types.ts';

const shownMs = 45 * 60_000;
const againMs = 5000;
const most = 5000;

const none: readonly Point[] = [];

const points = (items: readonly Reading[]): readonly Point[] =>
  items.map(({ at, value }) => ({ at: Date.parse(at), value }));

/** What a key signal said in the last three quarters of an hour, oldest first; looked at again every 5 s. */
export function useReadings(incident: string, signal: string, isRead: boolean): readonly Point[] {
  const { data } = useQuery({
    queryKey: ['readings', incident, signal],
    queryFn: async () =>
      call('GET /api/incidents/{incident}/readings', {
        incident,
        signal,
        from: new Date(Date.now() - shownMs).toISOString(),
        limit: most,
      }),
    select: ({ items }) => points(items),
    refetchInterval: againMs,
    enabled: isRead,
  });
  return data ?? none;
}
