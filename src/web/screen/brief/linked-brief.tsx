import { useEffect, useState } from 'react';
import { call } from '../../data/call.ts';
import { queryClient } from '../../data/query.ts';
import { useBrief } from '../../data/speaking.ts';
import { BriefPage } from './brief-page.tsx';

/** The brief that a personal link opens. Its secret stands in the fragment, and is exchanged before anything is read. */
export function LinkedBrief() {
  const [ready, setReady] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    const secret = window.location.hash.slice(1);
    if (secret === '') {
      setReady(true);
      return;
    }
    window.history.replaceState(null, '', window.location.pathname);
    call('POST /api/brief/session', { secret }).then(
      () => setReady(true),
      (error: Error) => setFault(error.message),
    );
  }, []);
  if (fault !== null) return <Closed says={fault} />;
  return ready ? <Opened /> : <main className="p-6 text-quiet">Opening the brief…</main>;
}

function Opened() {
  const { data, error } = useBrief(null);
  useEffect(() => {
    document.title = data === undefined ? 'Brief · Allclear' : `${data.title} · Brief`;
  }, [data]);
  if (error !== null) return <Closed says={error.message} />;
  if (data === undefined) return <main className="p-6 text-quiet">Opening the brief…</main>;
  const ask = async (id: string, text: string): Promise<void> => {
    await call('POST /api/brief/questions', { id, text });
    await queryClient.invalidateQueries({ queryKey: ['brief', 'linked'] });
  };
  return <BriefPage brief={data} onAsk={ask} />;
}

function Closed({ says }: { readonly says: string }) {
  return (
    <main className="mx-auto max-w-xl px-5 pt-[12vh]">
      <h1 className="text-xl font-semibold tracking-tight">This brief is closed</h1>
      <p className="mt-2 text-quiet">{says}</p>
    </main>
  );
}
