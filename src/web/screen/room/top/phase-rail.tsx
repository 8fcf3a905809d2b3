import { isLive } from '../../../../domain/incident/phase.ts';
import type { Phase } from '../../../../domain/incident/vocabulary.ts';

const way: readonly Phase[] = ['unconfirmed', 'confirmed', 'stabilising', 'watching', 'all-clear'];
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function Station({ phase, at }: { readonly phase: Phase; readonly at: 'done' | 'now' | 'ahead' }) {
  const dot = {
    done: 'bg-quiet border-quiet',
    now: 'bg-accent border-accent ring-4 ring-accent-soft',
    ahead: 'border-faint',
  }[at];
  const text = { done: 'text-quiet', now: 'font-semibold text-ink', ahead: 'text-faint' }[at];
  return (
    <li
      aria-current={at === 'now' ? 'step' : undefined}
      className={`flex items-center gap-2 text-sm whitespace-nowrap ${text} ${at === 'now' ? '' : 'max-wide:hidden'}`}
    >
      {phase === 'unconfirmed' ? null : (
        <span aria-hidden className="mr-1 h-px w-2 bg-edge min-[80rem]:w-6 max-wide:hidden" />
      )}
      <span aria-hidden className={`size-[9px] shrink-0 rounded-full border-[1.5px] ${dot}`} />
      {capital(phase)}
    </li>
  );
}

/** How far the incident is. On a phone, the phase that it is in. */
export function PhaseRail({ phase }: { readonly phase: Phase }) {
  const here = way.indexOf(phase);
  if (here === -1) {
    return (
      <ol aria-label="Phase" className="flex items-center">
        <Station phase={phase} at="now" />
      </ol>
    );
  }
  return (
    <ol aria-label="Phase" className="flex items-center gap-2">
      {way.map((each, index) => (
        <Station
          key={each}
          phase={each}
          at={index < here || !isLive(phase) ? (index === here ? 'now' : 'done') : index === here ? 'now' : 'ahead'}
        />
      ))}
    </ol>
  );
}
