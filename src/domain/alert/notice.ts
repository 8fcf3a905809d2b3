import { type DurationMs, type Instant, instant, later, minutes } from '../time.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Labels } from './label.ts';

/** What a tool said of one alert, before we make sense of it. Null where it said nothing. */
export interface Said {
  readonly labels: Labels;
  readonly annotations: Labels;
  /** Where the tool says so itself; null where only the end tells. */
  readonly status: 'firing' | 'resolved' | null;
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
  readonly generatorUrl: string | null;
}

/** An arrival that says one alert fires or has ended. */
export interface Notice {
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly status: 'firing' | 'resolved';
  /** Null when the sender left the beginning to us. */
  readonly startsAt: Instant | null;
  /** While firing, how long the word holds without being repeated; null until further word. Else when it ended. */
  readonly endsAt: Instant | null;
  readonly generatorUrl: string | null;
}

/** How long a word without an end holds where the sender is known to repeat itself: Alertmanager's resolve timeout. */
export const wordHoldsMs: DurationMs = minutes(5);

/** Go's zero time, by which these tools say "none". Nothing that we hear of began before 1970. */
export const saidInstant = (milliseconds: number): Instant | null => (milliseconds > 0 ? instant(milliseconds) : null);

/**
 * Makes sense of what was said. `repeats` tells a sender that says everything again while it lasts
 * (Prometheus) from one that speaks once and later says that it is over (Alertmanager's webhook).
 */
export function toNotice(said: Said, receivedAt: Instant, repeats: boolean): Notice {
  const over =
    said.status === 'resolved' || (said.status === null && said.endsAt !== null && said.endsAt <= receivedAt);
  const endsAt = over ? earlier(said.endsAt, receivedAt) : holdsUntil(said, receivedAt, repeats);
  const startsAt = said.startsAt !== null && endsAt !== null ? earlier(said.startsAt, endsAt) : said.startsAt;
  return {
    fingerprint: fingerprintOf(said.labels),
    labels: said.labels,
    annotations: said.annotations,
    status: over ? 'resolved' : 'firing',
    startsAt,
    endsAt,
    generatorUrl: said.generatorUrl,
  };
}

function holdsUntil(said: Said, receivedAt: Instant, repeats: boolean): Instant | null {
  if (said.endsAt !== null && said.endsAt > receivedAt) return said.endsAt;
  return repeats ? later(receivedAt, wordHoldsMs) : null;
}

const earlier = (one: Instant | null, other: Instant): Instant => (one === null || one > other ? other : one);
