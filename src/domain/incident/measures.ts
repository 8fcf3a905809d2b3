import type { DurationMs, Instant } from '../time.ts';
import type { Milestone } from './item.ts';
import type { IncidentState } from './state.ts';

/** Counts that judge the course of an incident, never a person. Null: not reached. */
export interface Measures {
  /** A6: how long each part of the opening took from the declaration. The room is there from the first line. */
  readonly opening: Readonly<
    Record<'confirmed' | 'channel' | 'commander' | 'scribe' | 'responders' | 'scope', DurationMs | null>
  >;
  /** D1: from the start of the impact, or from the declaration while that start is unknown. */
  readonly times: Readonly<
    Record<'detect' | 'confirm' | 'scope' | 'stabilise' | 'allClear' | 'rootCauseFix' | 'impact', DurationMs | null>
  >;
  /** D1: whoever is hurt should not be the first to notice. */
  readonly monitoringGap: boolean;
  readonly relapses: number;
  readonly updates: {
    readonly given: number;
    readonly kept: number;
    readonly late: number;
    readonly open: number;
    readonly missed: number;
  };
  readonly changes: {
    readonly made: number;
    readonly outsideLock: number;
    readonly improved: number;
    readonly worse: number;
    readonly noEffect: number;
    readonly cantTell: number;
    readonly alone: number;
  };
}

/** What the log of an incident counts (A6, B7, C7, D1, D5). */
export function measuresOf(state: IncidentState): Measures {
  const { declaredAt, impact, times, changes, promises } = state;
  const since = (from: Instant, at: Instant | null | undefined): DurationMs | null =>
    at === null || at === undefined ? null : Math.max(0, at - from);
  const opened = (milestone: Milestone): DurationMs | null => since(declaredAt, times[milestone]);
  const began = impact.startedAt ?? declaredAt;
  const made = changes.filter(({ startedAt }) => startedAt !== null);
  const resulting = (result: string): number => made.filter((change) => change.result === result).length;
  return {
    opening: {
      confirmed: opened('confirmed'),
      channel: 0,
      commander: opened('commander'),
      scribe: opened('scribe'),
      responders: opened('responders'),
      scope: opened('scope'),
    },
    times: {
      detect: impact.startedAt === null ? null : since(began, declaredAt),
      confirm: since(began, times.confirmed),
      scope: since(began, times.scope),
      stabilise: since(began, times.watching),
      allClear: since(began, state.allClearAt),
      rootCauseFix: since(began, times['root-cause-fix']),
      impact: impact.startedAt === null ? null : since(impact.startedAt, impact.endedAt),
    },
    monitoringGap: state.detectedBy === 'customer',
    relapses: state.relapses,
    updates: {
      given: state.updatesGiven,
      kept: promises.filter(({ state: kept }) => kept === 'kept').length,
      late: promises.filter(({ state: kept }) => kept === 'late').length,
      open: promises.filter(({ state: kept }) => kept === 'open').length,
      missed: promises.filter(({ told }) => told === 'missed').length,
    },
    changes: {
      made: made.length,
      outsideLock: made.filter(({ outsideLock }) => outsideLock).length,
      improved: resulting('improved'),
      worse: resulting('worse'),
      noEffect: resulting('no-effect'),
      cantTell: resulting('cant-tell'),
      alone: made.filter(({ alone }) => alone).length,
    },
  };
}
