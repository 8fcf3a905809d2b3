import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { useMe } from '../../data/query.ts';
import { Button } from '../../part/button.tsx';
import { ConnectStep } from './connect-step.tsx';
import { OrganisationStep } from './organisation-step.tsx';
import { OwnerStep } from './owner-step.tsx';

const steps = ['You', 'Your organisation', 'Your monitoring'] as const;

function Instead({ children }: { readonly children: ReactNode }) {
  return (
    <main className="mx-auto max-w-xl px-5 pt-[12vh]">
      <h1 className="mb-2 text-xl font-semibold tracking-tight">Set-up</h1>
      <p className="text-quiet">{children}</p>
    </main>
  );
}

/** Three steps, each of which can be left for later: who you are, what severities mean, where alarms come from. */
export function SetUp() {
  const [at, setAt] = useState(0);
  const me = useMe();
  const navigate = useNavigate();
  useEffect(() => {
    document.title = 'Set-up · Allclear';
  }, []);
  const next = (): void => {
    if (at === steps.length - 1) void navigate({ to: '/' });
    else setAt(at + 1);
  };
  if (me.data === undefined) {
    return (
      <Instead>
        {me.isPending ? (
          'Looking for the server…'
        ) : (
          <>
            <Link to="/sign-in" className="text-accent underline">
              Sign in
            </Link>{' '}
            first. On the first start, the link for that stands where Allclear was started.
          </>
        )}
      </Instead>
    );
  }
  if (!['owner', 'admin'].includes(me.data.person.role)) {
    return (
      <Instead>
        An owner or an admin sets Allclear up; ask one of them. Everything that is open is on the{' '}
        <Link to="/" className="text-accent underline">
          board
        </Link>
        .
      </Instead>
    );
  }
  return (
    <main className="mx-auto max-w-2xl px-5 pt-[6vh] pb-12">
      <ol aria-label="Steps" className="mb-6 flex flex-wrap gap-x-6 gap-y-1 text-sm">
        {steps.map((step, index) => (
          <li
            key={step}
            aria-current={index === at ? 'step' : undefined}
            className={index === at ? 'font-semibold text-ink' : 'text-faint'}
          >
            {index + 1}. {step}
          </li>
        ))}
      </ol>
      {at === 0 ? <OwnerStep me={me.data} onDone={next} /> : null}
      {at === 1 ? <OrganisationStep onDone={next} /> : null}
      {at === 2 ? <ConnectStep /> : null}
      <div className="mt-6 flex gap-2 border-t border-rule pt-4">
        {at === 0 ? null : (
          <Button kind="quiet" onClick={() => setAt(at - 1)}>
            Back
          </Button>
        )}
        <Button kind={at === steps.length - 1 ? 'primary' : 'quiet'} onClick={next}>
          {at === steps.length - 1 ? 'Go to the board' : 'Later'}
        </Button>
      </div>
    </main>
  );
}
