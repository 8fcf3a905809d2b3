import { Link } from '@tanstack/react-router';
import type { Picture } from '../../../data/types.ts';
import { Age } from '../../../part/time.tsx';
import { RoomSection } from '../room-section.tsx';
import { useRoom } from '../room-context.tsx';

const words = { investigating: 'looking into it', working: 'working on it', watching: 'watching', resolved: 'over' };

/** The words that stand on the status pages of this incident now, with their age. */
export function CustomersRead({ picture: { posts } }: { readonly picture: Picture }) {
  const { incident, open, responds } = useRoom();
  return (
    <RoomSection
      title="What customers read now"
      add={{ label: 'Publish to a status page', verb: 'publish-status', run: () => open('publish-status') }}
    >
      {posts.length > 0 ? null : <p className="text-sm text-faint">Nothing of this incident is published.</p>}
      {posts.map(({ key, page, title, status, text, at }) => (
        <div key={key} className="border-t border-rule py-1.5 text-sm first-of-type:border-t-0">
          <p className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span className="font-medium">{title}</span>
            <span className="text-xs text-faint">
              {key} on {page} · {words[status]} · <Age since={at} />
            </span>
          </p>
          <p className="whitespace-pre-line text-quiet">{text}</p>
          {responds && status !== 'resolved' ? (
            <Link
              to="/status-pages/$page/publish"
              params={{ page }}
              search={{ incident: incident.number, post: key }}
              className="inline-flex min-h-8 items-center text-accent underline touch:min-h-11"
            >
              Write the next update
            </Link>
          ) : null}
        </div>
      ))}
    </RoomSection>
  );
}
