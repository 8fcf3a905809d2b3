import { useEffect, useState } from 'react';
import { useOperates } from '../../data/query.ts';
import { useChannelKinds, useChannels, useCommunications } from '../../data/speaking.ts';
import { Button } from '../../part/button.tsx';
import { Empty } from '../../part/empty.tsx';
import { Section } from '../../part/section.tsx';
import { ChannelForm } from './channel-form.tsx';
import { ChannelRow } from './channel-row.tsx';
import { People } from './people.tsx';
import { Templates } from './templates.tsx';

/** How people outside are reached: the ways out, who hears at which severity, and the words to begin with. */
export function ChannelsScreen() {
  const operates = useOperates();
  useEffect(() => {
    document.title = 'Channels · Allclear';
  }, []);
  const communications = useCommunications().data;
  return (
    <main className="mx-auto w-full max-w-5xl px-4 py-5 wide:px-8 wide:py-7">
      <h1 className="mb-4 text-xl font-semibold tracking-tight">Channels</h1>
      {operates ? <WaysOut /> : null}
      {communications === undefined ? null : (
        <>
          <People communications={communications} operates={operates} />
          <Templates communications={communications} operates={operates} />
        </>
      )}
    </main>
  );
}

function WaysOut() {
  const channels = useChannels();
  const kinds = useChannelKinds().data ?? [];
  const [adding, setAdding] = useState<string | null>(null);
  const kind = kinds.find(({ name }) => name === adding);
  const items = channels.data ?? [];
  return (
    <Section title="Ways out">
      {items.length === 0 && !channels.isPending ? (
        <Empty title="Nothing carries an update yet">
          With an e-mail channel, updates reach their people by themselves, and whoever promised one is reminded.
        </Empty>
      ) : (
        <ul className="divide-y divide-rule rounded-lg border border-rule bg-panel">
          {items.map((channel) => (
            <ChannelRow
              key={channel.id}
              channel={channel}
              kind={kinds.find(({ name }) => name === channel.integration)}
            />
          ))}
        </ul>
      )}
      {kind === undefined ? (
        <p className="mt-3 flex flex-wrap gap-2">
          {kinds.map(({ name }) => (
            <Button key={name} onClick={() => setAdding(name)}>
              Add {name}
            </Button>
          ))}
        </p>
      ) : (
        <ChannelForm kind={kind} channel={null} onDone={() => setAdding(null)} />
      )}
    </Section>
  );
}
