import { type Alert, hear, lapse, type Transition } from '../domain/alert/alert.ts';
import type { Instant } from '../domain/time.ts';
import type { KnownAlert, Reading } from './ports.ts';

/** A journalled request, read. */
export interface ReadLine {
  readonly position: number;
  readonly receivedAt: Instant;
  readonly key: string;
  readonly reading: Reading;
}

/** What a number of notices make of one alert. */
export interface Story {
  readonly known: KnownAlert | null;
  readonly alert: Alert;
  readonly key: string;
  readonly transitions: readonly Transition[];
  /** It fires, or fired in between, and no open incident has it. */
  readonly toPlace: boolean;
  /** The sender of this alert left out others. */
  readonly leftOut: number;
}

const inOpenIncident = (known: KnownAlert | null): boolean => known?.attached.some(({ open }) => open) ?? false;

/** Hears the notices of many lines in order; one story per alert, in order of appearance. */
export function storiesOf(lines: readonly ReadLine[], known: ReadonlyMap<string, KnownAlert>): Story[] {
  const stories = new Map<string, Story>();
  for (const { receivedAt, key, reading } of lines) {
    for (const notice of reading.notices) {
      const told = stories.get(notice.fingerprint);
      const before = told?.known ?? known.get(notice.fingerprint) ?? null;
      const { alert, transition } = hear(told?.alert ?? before?.alert ?? null, notice, receivedAt);
      const transitions = transition ? [...(told?.transitions ?? []), transition] : (told?.transitions ?? []);
      stories.set(notice.fingerprint, {
        known: before,
        alert,
        key,
        transitions,
        toPlace: !inOpenIncident(before) && transitions.some(({ to }) => to === 'firing'),
        leftOut: Math.max(reading.leftOut, told?.leftOut ?? 0),
      });
    }
  }
  return [...stories.values()];
}

/** Alerts that fire and are still to be placed: their silence has ended. */
export const storiesOfUnplaced = (alerts: readonly KnownAlert[]): Story[] =>
  alerts.map((known) => ({
    known,
    alert: known.alert,
    key: '',
    transitions: [],
    toPlace: !inOpenIncident(known),
    leftOut: 0,
  }));

/** Alerts whose end passed unsaid. */
export const storiesOfLapsed = (alerts: readonly KnownAlert[]): Story[] =>
  alerts.map((known) => {
    const { alert, transition } = lapse(known.alert);
    return { known, alert, key: '', transitions: transition ? [transition] : [], toPlace: false, leftOut: 0 };
  });
