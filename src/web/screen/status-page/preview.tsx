import { useEffect, useState } from 'react';
import { call } from '../../data/call.ts';
import type { StatusPageView } from '../../data/types.ts';
import { type Draft, saidComponents } from './draft.tsx';

const afterMs = 300;

interface PreviewProps {
  readonly page: StatusPageView;
  /** Id of the post that it goes on with. */
  readonly post: string | null;
  readonly draft: Draft;
}

/** The page itself, rendered by the server with the words that are being written. No script runs in it. */
export function Preview({ page, post, draft }: PreviewProps) {
  const [html, setHtml] = useState('');
  const [away, setAway] = useState(false);
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      const { title, status, text } = draft;
      const words = { post, title: title.trim(), status, text, components: saidComponents(draft) };
      call('POST /api/status-pages/{page}/preview', { page: page.slug, ...words }, { signal: abort.signal }).then(
        ({ html: made }) => {
          setHtml(made);
          setAway(false);
        },
        () => {
          if (!abort.signal.aborted) setAway(true);
        },
      );
    }, afterMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [page.slug, post, draft]);
  return (
    <section aria-label="What customers will read" className="min-w-0">
      <h2 className="mb-1 text-sm font-medium text-quiet">What customers will read</h2>
      {away ? <p className="text-sm text-warn">The preview is old: the server does not answer.</p> : null}
      <iframe
        title="Preview of the page"
        sandbox=""
        srcDoc={html}
        className="h-[70dvh] w-full rounded-lg border border-rule bg-ground"
      />
    </section>
  );
}
