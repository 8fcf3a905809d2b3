import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { PublicVerb } from '../../api/command-table.ts';
import { call } from '../data/call.ts';

const pauseMs = 300;
const asking: readonly PublicVerb[] = ['add-signal', 'give-evidence'];

/** The text once nobody has typed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** What is wrong with a query while it is being typed, by field. */
export function useQueryFaults(
  verb: PublicVerb,
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const query = useSettled(values['query'] ?? '').trim();
  const source = useSettled((verb === 'add-signal' ? values['source'] : values['telemetry']) ?? '').trim();
  const { data } = useQuery({
    queryKey: ['query-fault', source, query],
    queryFn: async () => call('POST /api/queries/check', { query, source: source === '' ? null : source }),
    enabled: query !== '' && asking.includes(verb),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const fault = query === '' ? null : data?.fault;
  return fault ? { query: `at character ${fault.at + 1}: ${fault.says}` } : {};
}
