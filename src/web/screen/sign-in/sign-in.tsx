import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { ProblemReply } from '../../../api/reply-error.ts';
import { call } from '../../data/call.ts';
import { signedIn } from '../../data/query.ts';
import { Button } from '../../part/button.tsx';
import { TextField } from '../../part/field.tsx';

const says = (error: unknown): string =>
  error instanceof ProblemReply
    ? `${error.problem.detail} ${error.problem.next}`
    : 'The server does not answer. Try again in a moment.';

/** The first start leads to the set-up; everybody else to the board. */
function useArrival() {
  const navigate = useNavigate();
  return async (first: boolean): Promise<void> => {
    await signedIn();
    await navigate({ to: first ? '/set-up' : '/', replace: true });
  };
}

/** Exchanges the secret of a one-time link, which stands in the fragment that no server or proxy ever sees. */
function useLink(arrive: (first: boolean) => Promise<void>, tell: (text: string) => void): void {
  useEffect(() => {
    const secret = location.hash.slice(1);
    if (secret === '') return;
    history.replaceState(history.state, '', location.pathname);
    tell('Signing in…');
    call('POST /api/session/link', { secret })
      .then(({ person }) => arrive(person.email === 'owner@localhost'))
      .catch((error: unknown) => tell(says(error)));
    // A link works once: it must not be tried again when something renders.
  }, []);
}

/** Signs in by address and password, or by a one-time link. */
export function SignIn() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [told, tell] = useState('');
  const arrive = useArrival();
  useLink(arrive, tell);
  useEffect(() => {
    document.title = 'Sign in · Allclear';
  }, []);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      await call('POST /api/session', { email, password });
      await arrive(false);
    } catch (error) {
      tell(says(error));
    }
  };
  return (
    <main className="mx-auto max-w-sm px-5 pt-[12vh]">
      <h1 className="text-xl font-semibold tracking-tight">Sign in to Allclear</h1>
      <p role="status" className="mt-2 min-h-6 text-sm text-quiet">
        {told}
      </p>
      <form onSubmit={(event) => void submit(event)} className="grid gap-4">
        <TextField
          label="E-mail address"
          type="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button kind="primary" type="submit" className="min-h-10 justify-self-start">
          Sign in
        </Button>
      </form>
    </main>
  );
}
