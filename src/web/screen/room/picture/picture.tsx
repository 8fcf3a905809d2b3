import { useRoom } from '../room-context.tsx';
import { AlertsAttached } from './alerts-attached.tsx';
import { CustomersRead } from './customers-read.tsx';
import { Impact } from './impact.tsx';
import { Instruments } from './instruments.tsx';
import { NotKnown, Working } from './working.tsx';
import { Signals } from './signals.tsx';

/** What is known: who is hurt, what still works, what can be trusted, and the signals that the all-clear rests on. */
export function PictureColumn({ shown }: { readonly shown: boolean }) {
  const { picture } = useRoom();
  return (
    <aside
      aria-label="Picture"
      className={`min-h-0 overflow-auto border-rule px-4 pt-3.5 pb-6 wide:block wide:border-r ${shown ? 'block' : 'hidden'} print:hidden`}
    >
      {picture === undefined ? (
        <p className="text-sm text-quiet">Reading…</p>
      ) : (
        <>
          <Impact picture={picture} />
          <Working picture={picture} />
          <NotKnown picture={picture} />
          <Instruments picture={picture} />
          <Signals picture={picture} />
          <CustomersRead picture={picture} />
          <AlertsAttached />
        </>
      )}
    </aside>
  );
}
