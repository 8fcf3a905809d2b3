import { useRoom } from '../room-context.tsx';
import { Changes } from './changes.tsx';
import { Hypotheses } from './hypotheses.tsx';
import { NotYet } from './not-yet.tsx';
import { People } from './people.tsx';
import { RestoreOrder } from './restore.tsx';
import { SideChannels } from './side-channels.tsx';
import { Waits } from './waits.tsx';
import { Workarounds } from './workarounds.tsx';

/** What is being done: the one open change, who is on it, what waits. */
export function Now({ shown }: { readonly shown: boolean }) {
  const { picture, responds } = useRoom();
  return (
    <aside
      aria-label="Now"
      className={`min-h-0 overflow-auto border-rule bg-panel px-4 pt-3.5 pb-6 wide:block wide:border-l ${shown ? 'block' : 'hidden'} print:hidden`}
    >
      {picture === undefined ? null : (
        <>
          <Changes picture={picture} />
          <People />
          <Hypotheses picture={picture} />
          <Workarounds picture={picture} />
          <Waits picture={picture} />
          <RestoreOrder picture={picture} />
          <SideChannels picture={picture} />
          {responds ? <NotYet picture={picture} /> : null}
        </>
      )}
    </aside>
  );
}
