import type { Picture } from '../../../data/types.ts';
import { Button } from '../../../part/button.tsx';
import type { MenuItem } from '../../../part/menu-item.ts';
import { RoomSection } from '../room-section.tsx';
import { useKeyHint } from '../../../part/shortcut.ts';
import { Tag } from '../../../part/tag.tsx';
import { age } from '../../../part/length.ts';
import { useNow } from '../../../part/time.tsx';
import { inWords } from '../../../verb/label.ts';
import { useRoom } from '../room-context.tsx';
import { Item } from './item.tsx';
import { QuietVerb } from './quiet-verb.tsx';

type Change = Picture['changes'][number];

const purposeWords = { diagnose: 'diagnoses', remediate: 'remediates', contain: 'contains' } as const;

function Said({ term, children }: { readonly term: string; readonly children: string }) {
  if (children === '') return null;
  return (
    <>
      <dt className="text-quiet">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

function OpenChange({ change, hypothesis }: { readonly change: Change; readonly hypothesis: string }) {
  const { open, nameOf, responds } = useRoom();
  const hint = useKeyHint('observe');
  const now = useNow();
  const { key, what, purpose, reversibility, expected, expectedWithinMs, startedBy, undo } = change;
  const passed = change.startedAt === null ? 0 : now - Date.parse(change.startedAt);
  const late = passed > expectedWithinMs;
  return (
    <div className="mb-2 rounded-xl border border-accent bg-accent-soft px-3.5 py-3">
      <div className="flex flex-wrap gap-1.5">
        <Tag tone="accent">{purposeWords[purpose]}</Tag>
        <Tag>{reversibility}</Tag>
        <span className={`ml-auto text-xs ${late ? 'text-warn' : 'text-quiet'}`}>
          {age(passed)}
          {late ? ', its effect is due' : ''}
        </span>
      </div>
      <h3 className="mt-1 mb-1.5 leading-snug font-semibold">
        {key} {what}
      </h3>
      <dl className="grid grid-cols-[4.25rem_minmax(0,1fr)] gap-x-2 gap-y-0.5 text-sm">
        <Said term="Because">{hypothesis}</Said>
        <Said term="Expect">
          {expected === ''
            ? `an effect within ${age(expectedWithinMs)}`
            : `${expected} within ${age(expectedWithinMs)}`}
        </Said>
        <Said term="Undo">{undo}</Said>
        <Said term="Before">{change.before}</Said>
        <Said term="Owner">{startedBy === null ? '' : nameOf(startedBy)}</Said>
      </dl>
      {responds ? (
        <div className="mt-2.5 flex flex-wrap gap-2">
          <Button
            kind="primary"
            hint={hint}
            data-verb="observe-change"
            onClick={() => open('observe-change', { change: key })}
          >
            Observe
          </Button>
          <Button data-verb="roll-back" onClick={() => open('roll-back', { change: key })}>
            Roll back
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function verbsFor(
  { key, state, addedRisk, reversibility, what }: Change,
  open: ReturnType<typeof useRoom>['open'],
): MenuItem[] {
  if (state === 'observed') {
    return [{ label: 'Roll it back…', verb: 'roll-back', run: () => open('roll-back', { change: key }) }];
  }
  const waits = state === 'proposed' || state === 'queued';
  if (!waits) return [];
  return [
    { label: 'Start it', verb: 'start-change', run: () => open('start-change', { change: key }) },
    ...(state === 'proposed'
      ? [{ label: 'Queue it', verb: 'queue-change', run: () => open('queue-change', { change: key }) }]
      : []),
    ...(addedRisk === ''
      ? []
      : [{ label: 'Give the go', verb: 'approve-change', run: () => open('approve-change', { change: key }) }]),
    ...(reversibility === 'reversible'
      ? []
      : [
          { label: 'Second it', verb: 'second-change', run: () => open('second-change', { change: key }) },
          { label: 'Start alone…', verb: 'start-change', run: () => open('start-change', { change: key, target: '' }) },
        ]),
    {
      label: 'Abandon it…',
      verb: 'abandon-change',
      grave: true,
      run: () => open('abandon-change', { change: key, what }),
    },
  ];
}

function WaitingChange({ change }: { readonly change: Change }) {
  const { open, nameOf, responds } = useRoom();
  const { key, what, state, purpose, proposedBy, reversibility, addedRisk } = change;
  const more = [
    nameOf(proposedBy),
    purposeWords[purpose],
    reversibility === 'reversible' ? '' : reversibility,
    addedRisk === '' ? '' : `risk: ${addedRisk}`,
  ];
  return (
    <Item
      name={key}
      mark={key}
      title={what}
      more={more.filter((text) => text !== '').join(' · ')}
      tag={<Tag tone={state === 'queued' ? 'accent' : 'plain'}>{state}</Tag>}
      items={responds ? verbsFor(change, open) : []}
    />
  );
}

/** The one open change, and those that wait their turn. */
export function Changes({ picture }: { readonly picture: Picture }) {
  const { open, responds } = useRoom();
  const started = picture.changes.filter(({ state }) => state === 'started');
  const waiting = picture.changes.filter(({ state }) => state === 'proposed' || state === 'queued');
  const settled = picture.changes.filter(
    ({ result, state }) => result !== null || state === 'rolled-back' || state === 'recorded',
  );
  const cause = (key: string | null): string => {
    const hypothesis = picture.hypotheses.find((each) => each.key === key);
    return hypothesis === undefined ? '' : `${hypothesis.key} ${hypothesis.cause}`;
  };
  return (
    <>
      <RoomSection
        title={started.length > 1 ? 'Open changes' : 'The one open change'}
        add={{ label: 'Make a change', verb: 'change', run: () => open('change') }}
      >
        {started.map((change) => (
          <OpenChange key={change.key} change={change} hypothesis={cause(change.hypothesis)} />
        ))}
        {started.length > 0 ? null : <p className="text-sm text-faint">Nothing is being changed now.</p>}
        {responds ? (
          <div className="mt-1 flex flex-wrap gap-x-3">
            <QuietVerb verb="propose-change">Propose one</QuietVerb>
            <QuietVerb verb="record-change">Record one already made</QuietVerb>
            <QuietVerb verb="now">What could not wait</QuietVerb>
          </div>
        ) : null}
      </RoomSection>
      {waiting.length === 0 ? null : (
        <RoomSection title="Waiting their turn" aside={String(waiting.length)}>
          {waiting.map((change) => (
            <WaitingChange key={change.key} change={change} />
          ))}
        </RoomSection>
      )}
      {settled.length === 0 ? null : (
        <RoomSection title="Done" aside={String(settled.length)}>
          {settled.toReversed().map((change) => (
            <Item
              key={change.key}
              name={change.key}
              mark={change.key}
              title={change.what}
              more={[change.observed, ...change.effects.map(({ says }) => says)]
                .filter((text) => text !== '')
                .join(' · ')}
              tag={
                <Tag tone={change.result === 'improved' ? 'ok' : change.result === 'worse' ? 'bad' : 'plain'}>
                  {inWords(change.result ?? change.state)}
                </Tag>
              }
              items={responds && change.state === 'observed' ? verbsFor(change, open) : []}
            />
          ))}
        </RoomSection>
      )}
    </>
  );
}
