import type { Draft } from '../../data/speaking.ts';
import { Section } from '../../part/section.tsx';
import { Age } from '../../part/time.tsx';

const parts = [
  { name: 'know', heading: 'What we know' },
  { name: 'doing', heading: 'What we are doing' },
  { name: 'dontKnow', heading: 'What we do not know yet' },
] as const;

/** What this audience was told last. */
export function LastUpdate({ draft }: { readonly draft: Draft }) {
  const { last } = draft;
  if (last === null) {
    return (
      <Section title="Last one">
        <p className="text-sm text-quiet">Nothing was sent yet.</p>
      </Section>
    );
  }
  return (
    <Section
      title="Last one"
      aside={
        <>
          {last.key} <Age since={last.sentAt} /> ago
        </>
      }
    >
      <div className="grid gap-2 rounded-lg border border-rule bg-panel px-3.5 py-3 text-sm">
        <p className="font-medium">{last.status}</p>
        {last.told === '' ? null : <p className="text-quiet">Told {last.told}</p>}
        {parts.map(({ name, heading }) =>
          last[name] === '' ? null : (
            <div key={name}>
              <h3 className="text-xs font-medium text-quiet">{heading}</h3>
              <p className="whitespace-pre-line">{last[name]}</p>
            </div>
          ),
        )}
      </div>
    </Section>
  );
}
