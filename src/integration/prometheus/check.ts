import type { Instant } from '../../domain/time.ts';
import type { Sample } from './answer.ts';
import type { Asker, Lack } from '../ask.ts';
import { type Checked, checkedLack, said } from '../fresh.ts';
import type { scrapeIntervals } from './intervals.ts';
import { clockFault, instantSamples, oldestMs } from './samples.ts';

const mostNamed = 5;

/** Whether Prometheus is alive, scrapes, and reaches what it scrapes. */
export async function checkOf(
  asker: Asker,
  intervals: ReturnType<typeof scrapeIntervals>,
  now: () => Instant,
  signal: AbortSignal,
): Promise<Checked> {
  const [up, ages, known] = await Promise.all([
    instantSamples(asker, 'up', signal),
    instantSamples(asker, 'time() - timestamp(up)', signal),
    intervals.known(signal),
  ]);
  if ('missing' in up || 'missing' in ages) {
    return checkedLack('missing' in up ? up : (ages as Lack));
  }
  if (clockFault([...up.samples, ...ages.samples], now())) return said('stale', clockText(up.samples, now()));
  if (up.samples.length === 0) return said('stale', 'it answers, but has no scrape on record');
  return onTargets(
    up.samples,
    ages.samples.filter(({ labels, value }) => value * 1000 > oldestMs(0, known.of(labels['job']))),
  );
}

/** In a large fleet something is always down; what a signal itself rests on is looked at with each reading. */
const tolerated = 0.5;

function onTargets(up: readonly Sample[], old: readonly Sample[]): Checked {
  const down = up.filter(({ value }) => value !== 1);
  const all = `${up.length === 1 ? '1 target' : `${up.length} targets`}`;
  const trouble = [
    ...(down.length === 0 ? [] : [`${down.length} of ${all} down: ${names(down)}`]),
    ...(old.length === 0 ? [] : [`${old.length} of ${all} not scraped lately: ${names(old)}`]),
  ].join('; ');
  if (Math.max(down.length, old.length) >= up.length * tolerated) return said('stale', trouble);
  return said('fresh', trouble === '' ? `${all} up` : trouble);
}

function names(samples: readonly Sample[]): string {
  const listed = samples.map(({ labels }) => labels['instance'] ?? labels['job'] ?? 'one without a name').sort();
  const more = listed.length > mostNamed ? ` and ${listed.length - mostNamed} more` : '';
  return listed.slice(0, mostNamed).join(', ') + more;
}

function clockText([first]: readonly Sample[], now: Instant): string {
  const apartMs = (first?.atMs ?? now) - now;
  return `its clock is ${Math.round(Math.abs(apartMs) / 1000)} s ${apartMs > 0 ? 'ahead' : 'behind'}`;
}
