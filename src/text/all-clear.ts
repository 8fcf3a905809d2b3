import type { AllClearQuote, QuotedSignal } from '../domain/incident/quote.ts';
import { written } from '../domain/telemetry/condition.ts';
import type { AllClearVerdict, Blocker } from '../domain/telemetry/all-clear.ts';
import { parametersOf } from '../domain/practice/sustained-clean-telemetry.ts';
import { sentence } from './catalogue.ts';
import { duration, figure, reached, timeOfDay } from './measure.ts';

function signalText(signal: QuotedSignal): string {
  const { key, name, healthy, cleanSince, samples, lowest, highest, last, proof, restarts } = signal;
  const since = cleanSince === null ? '' : ` since ${timeOfDay(cleanSince)}`;
  if (healthy === null) return `${key} ${name}: seen healthy by people ${samples} times${since}`;
  const range = lowest === highest ? figure(lowest) : `${figure(lowest)} to ${figure(highest)}`;
  const again = restarts === 0 ? '' : `, ${restarts} restart${restarts === 1 ? '' : 's'} before`;
  const unproven = proof === 'none' ? ', never seen to move' : '';
  return `${key} ${name}: ${samples} readings ${written(healthy)}${since}, ${range}, last ${figure(last)}${again}${unproven}`;
}

/** The all-clear with everything that it rests on, in one line of the log. */
export function allClearText(quote: AllClearQuote): string {
  const { statement, windowMs, windowReason, signals, loosened, dropped, workarounds, excluded } = quote;
  const short = windowReason === null ? '' : ` (by policy: ${windowReason})`;
  return [
    `all-clear${statement === '' ? '' : `: ${statement}`}`,
    `window ${duration(windowMs)}${short}`,
    ...(signals.length === 0 ? ['no telemetry'] : signals.map(signalText)),
    ...(loosened.length === 0 ? [] : [`loosened: ${loosened.join(', ')}`]),
    ...(dropped.length === 0 ? [] : [`dropped: ${dropped.join(', ')}`]),
    ...(workarounds.length === 0 ? [] : [`still in place: ${workarounds.join(', ')}`]),
    ...(excluded.length === 0 ? [] : [`without ${excluded.join(', ')}`]),
  ].join('; ');
}

export const blockerText = (blocker: Blocker): string =>
  sentence(`practice/D4/${blocker.why}-waits`, parametersOf(blocker)) ?? blocker.why;

/** What is left until the all-clear, and why, in one sentence. */
export function clockText({ ready, leftMs, windowMs, signals, blockers }: AllClearVerdict): string {
  if (ready) return `Telemetry allows the all-clear: every key signal has been clean for ${duration(windowMs)}.`;
  const [first] = blockers;
  if (leftMs !== null) {
    const slowest = Math.min(...signals.map(({ cleanMs }) => cleanMs));
    return `All-clear in ${duration(leftMs)} at the earliest: clean for ${reached(slowest)} of ${duration(windowMs)}.`;
  }
  const more = blockers.length > 1 ? ` (and ${blockers.length - 1} more)` : '';
  return `The all-clear clock stands: ${first === undefined ? '' : blockerText(first)}${more}`;
}
