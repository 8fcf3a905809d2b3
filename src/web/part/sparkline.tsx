import { useId } from 'react';
import type { Band } from '../../domain/telemetry/band.ts';
import { height, type Point, runsOf, scaleOf, width } from './series.ts';

interface SparklineProps {
  readonly points: readonly Point[];
  readonly healthy: Band | null;
  /** Instants at which something was changed. */
  readonly marks?: readonly number[];
  /** What it shows, in words. */
  readonly label: string;
}

/** A signal in a finger's height: its healthy band shaded, its gaps hatched, changes marked. */
export function Sparkline({ points, healthy, marks = [], label }: SparklineProps) {
  const pattern = useId();
  const { x, y } = scaleOf(points, healthy);
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined)
    return <div className="hatched h-[34px] rounded-sm" role="img" aria-label={label} />;
  const clamped = (edge: number | null, open: number): number =>
    edge === null ? open : Math.min(height, Math.max(0, y(edge)));
  const top = clamped(healthy?.high ?? null, 0);
  const bottom = clamped(healthy?.low ?? null, height);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="h-[34px] w-full"
    >
      <defs>
        <pattern id={pattern} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="3" height="6" className="fill-rule" />
        </pattern>
      </defs>
      {healthy === null ? null : (
        <rect y={top} width={width} height={Math.max(0, bottom - top)} className="fill-ok-soft" />
      )}
      {runsOf(points).map((run) => {
        const start = x(run.points[0]?.at ?? 0);
        const end = x(run.points.at(-1)?.at ?? 0);
        // A line of one point is none: it is drawn to itself, as a dot.
        const drawn = run.points.length === 1 ? [...run.points, ...run.points] : run.points;
        return run.known ? (
          <polyline
            key={start}
            points={drawn.map(({ at, value }) => `${x(at).toFixed(1)},${y(value ?? 0).toFixed(1)}`).join(' ')}
            className="fill-none stroke-ink"
            strokeWidth="1.5"
            strokeLinecap="round"
            vectorEffect="non-scaling-stroke"
          />
        ) : (
          <rect key={start} x={start} width={Math.max(3, end - start)} height={height} fill={`url(#${pattern})`} />
        );
      })}
      {marks
        .filter((at) => at >= first.at && at <= last.at)
        .map((at) => (
          <line
            key={at}
            x1={x(at)}
            x2={x(at)}
            y2={height}
            className="stroke-accent"
            strokeDasharray="2 2"
            vectorEffect="non-scaling-stroke"
          />
        ))}
    </svg>
  );
}
