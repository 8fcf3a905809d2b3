import { useState } from 'react';
import { ProblemReply } from '../../../api/reply-error.ts';
import { call } from '../../data/call.ts';
import { signedIn } from '../../data/query.ts';
import type { Me } from '../../data/types.ts';
import { TextField } from '../../part/field.tsx';
import { Step } from './step.tsx';

const firstAddress = 'owner@localhost';

/** False where a password is set already: only whoever knows that one changes it. */
async function setFirst(next: string): Promise<boolean> {
  try {
    await call('PUT /api/me/password', { next });
    return true;
  } catch (error) {
    if (error instanceof ProblemReply && error.problem.type.endsWith('/access/wrong-credentials')) return false;
    throw error;
  }
}

/** Who looks after this installation, and how they sign in next time. */
export function OwnerStep({ me, onDone }: { readonly me: Me; readonly onDone: () => void }) {
  const isNew = me.person.email === firstAddress;
  const [name, setName] = useState(isNew ? '' : me.person.name);
  const [email, setEmail] = useState(isNew ? '' : me.person.email);
  const [password, setPassword] = useState('');
  const [kept, setKept] = useState(false);
  const save = async (): Promise<void> => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    await call('PATCH /api/people/{person}', { person: 'me', name, email, zone });
    if (password !== '' && !(await setFirst(password))) return setKept(true);
    await signedIn();
    onDone();
  };
  return (
    <Step
      title="Who are you?"
      says="The link that brought you here worked once. With an address and a password you come in again."
      button="Save and go on"
      onSave={save}
    >
      {(faultAt) => (
        <>
          <TextField
            label="Your name"
            required
            maxLength={120}
            autoComplete="name"
            autoFocus
            fault={faultAt('/name')}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <TextField
            label="E-mail address"
            type="email"
            required
            maxLength={254}
            autoComplete="username"
            fault={faultAt('/email')}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <TextField
            label="Password"
            type="password"
            minLength={10}
            autoComplete="new-password"
            says="At least ten characters; a sentence is good. Left empty, it stays as it is."
            fault={
              kept ? 'A password is set already. Leave this empty, or run: allclear me --password' : faultAt('/next')
            }
            value={password}
            onChange={(event) => {
              setPassword(event.target.value);
              setKept(false);
            }}
          />
        </>
      )}
    </Step>
  );
}
