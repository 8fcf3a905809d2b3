import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { call } from '../../data/call.ts';
import { queryClient } from '../../data/query.ts';
import { useBrief } from '../../data/speaking.ts';
import { BriefPage } from './brief-page.tsx';

/** The brief of one incident, for whoever is signed in. */
export function BriefScreen() {
  const { number } = useParams({ from: '/brief/$number' });
  const { data, error } = useBrief(number);
  useEffect(() => {
    document.title = data === undefined ? 'Brief · Allclear' : `${data.title} · Brief`;
  }, [data]);
  if (data === undefined) {
    return <main className="p-6 text-quiet">{error === null ? 'Opening the brief…' : error.message}</main>;
  }
  const ask = async (id: string, text: string): Promise<void> => {
    await call('POST /api/incidents/{incident}/questions', { incident: number, id, text });
    await queryClient.invalidateQueries({ queryKey: ['brief', number] });
  };
  return <BriefPage brief={data} onAsk={ask} />;
}
