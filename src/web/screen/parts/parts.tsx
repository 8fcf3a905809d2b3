import { type ReactNode, useState } from 'react';
import { Avatar } from '../../part/avatar.tsx';
import { Button, type ButtonKind } from '../../part/button.tsx';
import { Empty } from '../../part/empty.tsx';
import { TextField } from '../../part/field.tsx';
import { Glyph, type GlyphKind } from '../../part/glyph.tsx';
import { Kbd } from '../../part/keys.tsx';
import { Menu } from '../../part/menu.tsx';
import { Notice } from '../../part/notice.tsx';
import { OfflineStrip } from '../../part/offline-strip.tsx';
import { Ring } from '../../part/ring.tsx';
import { Section } from '../../part/section.tsx';
import { Sheet } from '../../part/sheet.tsx';
import { Sparkline } from '../../part/sparkline.tsx';
import { ExerciseTag, SeverityTag, Tag, type Tone } from '../../part/tag.tsx';

const buttons: readonly ButtonKind[] = ['primary', 'plain', 'quiet', 'grave'];
const tones: readonly Tone[] = ['plain', 'accent', 'ok', 'warn', 'bad'];
const glyphs: readonly GlyphKind[] = [
  'down',
  'recovering',
  'degraded',
  'works',
  'stale',
  'unknown',
  'instrument',
  'instrument-off',
  'page',
];
const points = Array.from({ length: 60 }, (_, index) => ({
  at: index * 60_000,
  value: index > 26 && index < 32 ? null : index < 12 ? 0.1 : index < 40 ? 7 + Math.sin(index) : 0.3,
}));

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="mb-6">
      <h3 className="mb-2 text-sm font-semibold text-quiet">{title}</h3>
      <div className="flex flex-wrap items-center gap-3">{children}</div>
    </section>
  );
}

function Everything() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Group title="Buttons are verbs">
        {buttons.map((kind) => (
          <Button key={kind} kind={kind} hint="Alt O">
            {kind}
          </Button>
        ))}
        <Button disabled>disabled</Button>
        <Menu
          trigger={<Button>Menu…</Button>}
          items={[
            { label: 'Start it', run: () => undefined },
            { label: 'Abandon it…', grave: true, run: () => undefined },
          ]}
        />
        <Button onClick={() => setOpen(true)}>Sheet…</Button>
        <Kbd>Alt N</Kbd>
      </Group>
      <Group title="Words about a state">
        {tones.map((tone) => (
          <Tag key={tone} tone={tone}>
            {tone}
          </Tag>
        ))}
        <SeverityTag severity="SEV-1" />
        <SeverityTag severity="SEV-3" />
        <SeverityTag severity="SEV-5" />
        <ExerciseTag />
      </Group>
      <Group title="Shapes: down, degraded and unknown differ without colour">
        {glyphs.map((kind) => (
          <span key={kind} className="inline-flex items-center gap-1.5 text-sm">
            <Glyph kind={kind} /> {kind}
          </span>
        ))}
      </Group>
      <Group title="Clocks">
        <Ring reached={0.65} />
        <Ring reached={1} tone="ok" />
        <Ring reached={1} broken tone="warn" />
        <Ring reached={0} broken />
        <Avatar name="Lena Meyer" commands />
        <Avatar name="Aino Oja" />
      </Group>
      <Group title="A signal: healthy band, gap, change">
        <div className="w-72">
          <Sparkline
            points={points}
            healthy={{ low: null, high: 0.5 }}
            marks={[38 * 60_000]}
            label="Order error rate"
          />
        </div>
      </Group>
      <Group title="Fields">
        <TextField label="How you know" says="What was seen, a query, a link." />
        <TextField label="When" fault="Write it like 15:30 or +30min." defaultValue="soon" />
      </Group>
      <div className="grid max-w-xl gap-3">
        <Notice>Something to know.</Notice>
        <Notice tone="warn">A practice cautions.</Notice>
        <Notice tone="bad">The server did not take it.</Notice>
        <Notice tone="ok">It works.</Notice>
        <OfflineStrip kept={3} since={null} />
        <Empty title="Nothing is open">An empty place teaches what belongs there.</Empty>
        <Section title="A section" aside="2 of 3" add={{ label: 'Add', verb: 'note', run: () => undefined }}>
          <p className="text-sm">Its lines.</p>
        </Section>
      </div>
      {open ? (
        <Sheet title="A sheet" onClose={() => setOpen(false)}>
          Esc closes it.
        </Sheet>
      ) : null}
    </>
  );
}

/** Every part in both themes, while the cockpit is being built. */
export function Parts() {
  return (
    <main className="grid wide:grid-cols-2">
      {(['dark', 'light'] as const).map((theme) => (
        <div key={theme} className={`bg-ground p-6 text-ink ${theme === 'dark' ? 'scheme-dark' : 'scheme-light'}`}>
          <h2 className="mb-4 text-lg font-semibold">{theme}</h2>
          <Everything />
        </div>
      ))}
    </main>
  );
}
