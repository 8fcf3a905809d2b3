import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { v7 as newId } from 'uuid';
import { outbox } from '../../data/browser.ts';
import { call } from '../../data/call.ts';
import { useIncident } from '../../data/query.ts';
import type { StatusPageView } from '../../data/types.ts';
import { Button } from '../../part/button.tsx';
import { Lost } from '../../part/lost.tsx';
import { Notice } from '../../part/notice.tsx';
import { pagesChanged, saidOf, useStatusPage } from './asked.ts';
import { type Draft, DraftFields, emptyDraft, type Post, saidComponents } from './draft.tsx';
import { Preview } from './preview.tsx';

/** Words for customers, with the page as they will read it beside them. Nothing is published before the button is pressed. */
export function Publish() {
  const { page: slug = '' } = useParams({ strict: false });
  const { incident, post } = useSearch({ strict: false });
  const asked = useStatusPage(slug);
  useEffect(() => {
    document.title = 'Publish · Allclear';
  }, []);
  if (asked.data === undefined) return asked.isPending ? <p className="p-5 text-quiet">Reading…</p> : <Lost />;
  // What was published a moment ago may not be in what was read before.
  const isRead = post === undefined || postIn(asked.data, post) !== undefined || !asked.isFetching;
  if (!isRead) return <p className="p-5 text-quiet">Reading…</p>;
  return incident === undefined ? (
    <PublishForm page={asked.data} post={post} onIncident={null} />
  ) : (
    <OfIncident page={asked.data} number={incident} post={post} />
  );
}

interface OfIncidentProps {
  readonly page: StatusPageView;
  readonly number: string;
  readonly post: string | undefined;
}

function OfIncident({ page, number, post }: OfIncidentProps) {
  const incident = useIncident(number);
  if (incident.data === undefined) return incident.isPending ? <p className="p-5 text-quiet">Reading…</p> : <Lost />;
  return <PublishForm page={page} post={post} onIncident={{ id: incident.data.id, number }} />;
}

interface FormProps {
  readonly page: StatusPageView;
  readonly post: string | undefined;
  readonly onIncident: { readonly id: string; readonly number: string } | null;
}

/** A post is named by its id on a page, and by its key in a room. */
const postIn = (page: StatusPageView, post: string | undefined): Post | undefined =>
  page.posts.find(({ id, key }) => id === post || key === post);

type Sent = { readonly fault: string } | null;

async function publish({ page, post, onIncident }: FormProps, id: string, draft: Draft): Promise<Sent> {
  const words = {
    title: draft.title.trim(),
    status: draft.status,
    text: draft.text,
    components: saidComponents(draft),
  };
  if (onIncident !== null) {
    const body = { page: page.slug, ...words, ...(post === undefined ? {} : { post }) };
    const sent = await outbox.send('publish-status', onIncident.id, body, { id });
    if (sent.kind === 'accepted') return null;
    return { fault: sent.kind === 'kept' ? 'Kept here: it goes out when the server answers.' : sent.problem.detail };
  }
  const key = page.posts.find((each) => each.id === post)?.key;
  try {
    const named = key === undefined ? {} : { post: key };
    await call('POST /api/status-pages/{page}/notices', { page: page.slug, id, ...words, ...named });
    return null;
  } catch (error) {
    return { fault: saidOf(error) };
  }
}

function PublishForm(props: FormProps) {
  const { page, post, onIncident } = props;
  const goesOn = postIn(page, post);
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(goesOn));
  const [fault, setFault] = useState<string | null>(null);
  const [id, setId] = useState(() => newId());
  const navigate = useNavigate();
  const back = (): Promise<void> =>
    onIncident === null
      ? navigate({ to: '/status-pages/$page', params: { page: page.slug } })
      : navigate({ to: '/incidents/$number', params: { number: onIncident.number } });
  const say = async (): Promise<void> => {
    const sent = await publish(props, id, draft);
    await pagesChanged();
    if (sent === null) return back();
    setFault(sent.fault);
    setId(newId());
  };
  return (
    <main className="mx-auto w-full max-w-6xl px-4 py-5 wide:px-8 wide:py-7">
      <h1 className="text-xl font-semibold tracking-tight">Publish on {page.name}</h1>
      <p className="mb-4 text-sm text-quiet">
        {onIncident === null ? 'Of no incident.' : `Of incident ${onIncident.number}.`}{' '}
        {page.visibility === 'public' ? 'Everybody may read it.' : 'Whoever is signed in may read it.'}
      </p>
      <div className="grid gap-5 wide:grid-cols-2">
        <form
          className="grid content-start gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            void say();
          }}
        >
          <DraftFields page={page} draft={draft} isNew={goesOn === undefined} onChange={setDraft} />
          {fault === null ? null : (
            <Notice tone="bad" announced>
              {fault}
            </Notice>
          )}
          <div className="flex flex-wrap gap-2">
            <Button kind="primary" type="submit" data-say="publish-status">
              Publish it
            </Button>
            <Button kind="quiet" onClick={() => void back()}>
              Leave it
            </Button>
          </div>
        </form>
        <Preview page={page} post={goesOn?.id ?? null} draft={draft} />
      </div>
    </main>
  );
}
