import type { SignalEffect, Untold } from '../domain/telemetry/effect.ts';
import { duration, figure } from './measure.ts';

const untoldWords: Readonly<Record<Exclude<Untold, 'other-change'>, string>> = {
  'few-readings': 'too few readings around it',
  'moving-before': 'it was on its way there before',
  'no-baseline': 'how it was before the incident is not known',
};

function whyUntold({ because, other }: SignalEffect): string {
  if (because === null) return '';
  if (because !== 'other-change') return untoldWords[because];
  const apart = duration(Math.abs(other?.apartMs ?? 0));
  return `another change, ${other?.change}, ${apart} ${(other?.apartMs ?? 0) <= 0 ? 'earlier' : 'later'}`;
}

/** What one signal did around a change, and what that was, where it says so. */
export const effectText = (effect: SignalEffect): string =>
  effect.withinMs === null || effect.verdict === 'cant-tell'
    ? movedText(effect)
    : `${movedText(effect)}, ${effect.verdict}`;

/** What one signal did around a change, plainly: "error rate fell from 0.071 to 0.003 within 2 min of the start". */
export function movedText(effect: SignalEffect): string {
  const { name, verdict, before, after, withinMs } = effect;
  const untold = verdict === 'cant-tell' ? `can’t tell: ${whyUntold(effect)}` : '';
  if (before === null || after === null) return `${name}: ${untold}`;
  if (withinMs === null) return `${name} unchanged at ${figure(after)}`;
  const went = `${name} ${after < before ? 'fell' : 'rose'} from ${figure(before)} to ${figure(after)}`;
  const told = `${went} within ${duration(Math.max(withinMs, 1000))} of the start`;
  return untold === '' ? told : `${told}; ${untold}`;
}
