import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { v7 as newId } from 'uuid';
import { call } from '../../data/call.ts';
import { useResponds } from '../../data/query.ts';
import type { StatusPageView } from '../../data/types.ts';
import { Button } from '../../part/button.tsx';
import { Notice } from '../../part/notice.tsx';
import { Section } from '../../part/section.tsx';
import { Tag } from '../../part/tag.tsx';
import { Age, bothZones } from '../../part/time.tsx';
import { pagesChanged, saidOf } from './asked.ts';

type Post = StatusPageView['posts'][number];

const steps = [
  { status: 'in_progress', label: 'Begin now', text: 'We have begun.' },
  { status: 'verifying', label: 'Done, checking', text: 'It is done; we are checking.' },
  { status: 'completed', label: 'Complete', text: 'It is completed.' },
] as const;

function MaintenanceSteps({ page, post }: { readonly page: string; readonly post: Post }) {
  const [fault, setFault] = useState<string | null>(null);
  const say = async (status: (typeof steps)[number]['status'], text: string): Promise<void> => {
    const request = { page, maintenance: post.key, id: newId(), status, text };
    try {
      await call('POST /api/status-pages/{page}/maintenance/{maintenance}', request);
      setFault(null);
    } catch (error) {
      setFault(saidOf(error));
    }
    await pagesChanged();
  };
  const left = steps.filter(({ status }) => !(status === 'in_progress' && post.status !== 'scheduled'));
  return (
    <div className="mt-2 flex flex-wrap gap-2">
      {left.map(({ status, label, text }) => (
        <Button key={status} onClick={() => void say(status, text)}>
          {label}
        </Button>
      ))}
      {fault === null ? null : (
        <Notice tone="bad" announced>
          {fault}
        </Notice>
      )}
    </div>
  );
}

function PostRow({ page, post }: { readonly page: string; readonly post: Post }) {
  const responds = useResponds();
  const { id, key, kind, title, status, over, changedAt, text, startsAt, endsAt } = post;
  return (
    <li className="px-4 py-3">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <b className="font-semibold">{title}</b>
        <Tag tone={over ? 'plain' : 'warn'}>{status.replaceAll('_', ' ')}</Tag>
        <span className="ml-auto text-xs text-faint">
          {key} · <Age since={changedAt} />
        </span>
      </p>
      {startsAt === null || endsAt === null ? null : (
        <p className="text-sm text-quiet">
          {bothZones(startsAt)} – {bothZones(endsAt)}
        </p>
      )}
      <p className="text-sm whitespace-pre-line text-quiet">{text}</p>
      {!responds || over ? null : kind === 'maintenance' ? (
        <MaintenanceSteps page={page} post={post} />
      ) : (
        <Link
          to="/status-pages/$page/publish"
          params={{ page }}
          search={{ post: id }}
          className="inline-flex min-h-8 items-center text-sm text-accent underline touch:min-h-11"
        >
          Write the next update
        </Link>
      )}
    </li>
  );
}

/** What was published, the newest first. */
export function Posts({ page }: { readonly page: StatusPageView }) {
  return (
    <Section title="Published">
      {page.posts.length === 0 ? <p className="text-sm text-faint">Nothing yet.</p> : null}
      <ul className="divide-y divide-rule rounded-lg border border-rule bg-panel empty:border-0">
        {page.posts.map((post) => (
          <PostRow key={post.id} page={page.slug} post={post} />
        ))}
      </ul>
    </Section>
  );
}
