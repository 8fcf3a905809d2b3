import type { Picture } from '../../../data/types.ts';
import { Menu } from '../../../part/menu.tsx';
import { RoomSection } from '../room-section.tsx';
import { useRoom } from '../room-context.tsx';
import { QuietVerb } from './quiet-verb.tsx';

type Step = Picture['restore']['steps'][number];

const shapes = {
  waiting: 'hatched border-edge text-quiet',
  restoring: 'border-dashed border-accent text-accent',
  verified: 'border-ok text-ok',
} as const;
const stepWords = { waiting: 'waits', restoring: 'verifying', verified: 'up' } as const;

type StepState = keyof typeof shapes;

function ServiceStep({ service, step }: { readonly service: string; readonly step: Step | undefined }) {
  const { open, responds } = useRoom();
  const state = (step?.state ?? 'waiting') as StepState;
  const items = [
    ...(state === 'waiting'
      ? [{ label: 'Begin to restore it', verb: 'take-restore-step', run: () => open('take-restore-step', { service }) }]
      : []),
    ...(state === 'verified'
      ? []
      : [
          { label: 'It is up…', verb: 'verify-restore', run: () => open('verify-restore', { service }) },
          {
            label: 'Good enough to proceed…',
            verb: 'verify-restore',
            run: () => open('verify-restore', { service, goodEnough: 'yes' }),
          },
        ]),
    {
      label: 'It needs something else…',
      verb: 'sketch-dependency',
      run: () => open('sketch-dependency', { from: service }),
    },
  ];
  const shape = `rounded-md border bg-panel px-2 py-0.5 text-sm touch:min-h-11 ${shapes[state]}`;
  const text = (
    <span className="rounded-sm bg-panel px-0.5">
      {service}
      {state === 'verified' ? ' ✓' : `, ${stepWords[state]}`}
    </span>
  );
  if (!responds) return <span className={shape}>{text}</span>;
  return (
    <Menu
      align="start"
      items={items}
      trigger={
        <button type="button" data-menu="step" className={shape}>
          {text}
        </button>
      }
    />
  );
}

/** The order in which things come back: what stands in one wave may come up together. */
export function RestoreOrder({ picture }: { readonly picture: Picture }) {
  const { open, responds } = useRoom();
  const { waves, cycles, steps } = picture.restore;
  if (waves.length === 0 && cycles.length === 0) return null;
  return (
    <RoomSection
      title="Restore in this order"
      add={{ label: 'Plan the restore order', verb: 'plan-restore', run: () => open('plan-restore') }}
    >
      <ol className="space-y-1.5">
        {waves.map((wave, index) => (
          <li key={wave.join('/')} className="flex flex-wrap items-center gap-1.5">
            <span className="w-4 text-xs text-faint" aria-label={`Wave ${index + 1}`}>
              {index + 1}
            </span>
            {wave.map((service) => (
              <ServiceStep key={service} service={service} step={steps.find((step) => step.service === service)} />
            ))}
          </li>
        ))}
      </ol>
      {cycles.map((cycle) => (
        <p key={cycle.join('/')} className="mt-1.5 text-sm text-warn">
          Each needs the next: {[...cycle, cycle[0]].join(' → ')}. Which may come up first?
        </p>
      ))}
      {responds ? <QuietVerb verb="sketch-dependency">Sketch a dependency</QuietVerb> : null}
    </RoomSection>
  );
}
