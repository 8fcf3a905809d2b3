import { type FormEvent, useState } from 'react';
import { call } from '../../data/call.ts';
import { queryClient } from '../../data/query.ts';
import type { Channel, ChannelKind } from '../../data/speaking.ts';
import { Button } from '../../part/button.tsx';
import { TextField } from '../../part/field.tsx';
import { Tag } from '../../part/tag.tsx';
import { ChannelForm } from './channel-form.tsx';

interface ChannelRowProps {
  readonly channel: Channel;
  readonly kind: ChannelKind | undefined;
}

/** A way out: what it is, whether it works, and its settings. */
export function ChannelRow({ channel, kind }: ChannelRowProps) {
  const [shown, setShown] = useState<'test' | 'form' | null>(null);
  const remove = async (): Promise<void> => {
    if (!window.confirm(`Remove the channel "${channel.name}"? Whoever is told through it hears nothing any more.`))
      return;
    await call('DELETE /api/channels/{id}', { id: channel.id });
    await queryClient.invalidateQueries({ queryKey: ['channels'] });
  };
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <b className="font-semibold">{channel.name}</b>
        <Tag>{channel.integration}</Tag>
        <span className="min-w-0 flex-1 text-sm text-quiet">{channel.settings['host'] ?? channel.settings['url']}</span>
        <Button onClick={() => setShown(shown === 'test' ? null : 'test')} aria-expanded={shown === 'test'}>
          Send test…
        </Button>
        <Button kind="quiet" onClick={() => setShown('form')}>
          Change
        </Button>
        <Button kind="quiet" onClick={() => void remove()}>
          Remove
        </Button>
      </div>
      {shown === 'test' ? <TestForm channel={channel} /> : null}
      {shown === 'form' && kind !== undefined ? (
        <ChannelForm kind={kind} channel={channel} onDone={() => setShown(null)} />
      ) : null}
    </li>
  );
}

const outcomes: Readonly<Record<string, string>> = {
  sent: 'It was taken. See whether it arrives.',
  unreachable: 'Nobody answers there.',
  timeout: 'It took too long.',
  refused: 'It was refused: look at the user name, the password and the address.',
  'server-error': 'The other side had an error.',
  'rate-limited': 'The other side asks to wait.',
  'forbidden-address': 'This address may not be called.',
};

function TestForm({ channel }: { readonly channel: Channel }) {
  const [to, setTo] = useState('');
  const [says, setSays] = useState('');
  const test = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSays('Sending…');
    try {
      const { outcome } = await call('POST /api/channels/{id}/test', { id: channel.id, to });
      setSays(outcomes[outcome] ?? outcome);
    } catch (error) {
      setSays((error as Error).message);
    }
  };
  return (
    <form onSubmit={(event) => void test(event)} className="mt-2 flex flex-wrap items-end gap-2">
      <div className="w-full max-w-xs">
        <TextField label="Send a test to" value={to} onChange={(event) => setTo(event.target.value)} />
      </div>
      <Button type="submit" disabled={to.trim() === ''}>
        Send test
      </Button>
      <p role="status" className="text-sm text-quiet">
        {says}
      </p>
    </form>
  );
}
