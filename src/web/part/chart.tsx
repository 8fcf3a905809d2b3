import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Band } from '../../domain/telemetry/band.ts';
import { edgesOf, type Point } from './series.ts';

interface Mark {
  readonly at: number;
  readonly label: string;
}

interface ChartProps {
  readonly points: readonly Point[];
  readonly healthy: Band | null;
  readonly marks: readonly Mark[];
  readonly label: string;
}

const chartHeight = 260;
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });

const colour = (name: string): string => {
  const probe = document.createElement('i');
  probe.style.color = `var(--color-${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
};

type Plot = uPlot;

/** The band that is healthy, behind the line. */
function drawBand(plot: Plot, { low, high }: Band): void {
  const { ctx, bbox } = plot;
  const [top, bottom] = [bbox.top, bbox.top + bbox.height];
  const at = (edge: number | null, open: number): number =>
    edge === null ? open : Math.min(bottom, Math.max(top, plot.valToPos(edge, 'y', true)));
  ctx.fillStyle = colour('ok-soft');
  const upper = at(high, top);
  ctx.fillRect(bbox.left, upper, bbox.width, at(low, bottom) - upper);
}

/** Where nothing was read: hatched, never a line through it and never zero. */
function drawGaps(plot: Plot, points: readonly Point[]): void {
  const { ctx, bbox } = plot;
  ctx.strokeStyle = colour('edge');
  ctx.lineWidth = 1;
  for (let index = 0; index < points.length; index += 1) {
    if (points[index]?.value !== null) continue;
    const start = index;
    while (points[index + 1]?.value === null) index += 1;
    const from = plot.valToPos((points[Math.max(0, start - 1)]?.at ?? 0) / 1000, 'x', true);
    const to = plot.valToPos((points[Math.min(points.length - 1, index + 1)]?.at ?? 0) / 1000, 'x', true);
    ctx.save();
    ctx.beginPath();
    ctx.rect(from, bbox.top, Math.max(3, to - from), bbox.height);
    ctx.clip();
    ctx.beginPath();
    for (let x = from - bbox.height; x < to; x += 8) {
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
    }
    ctx.stroke();
    ctx.restore();
  }
}

function drawMarks(plot: Plot, marks: readonly Mark[]): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = colour('accent');
  ctx.fillStyle = colour('accent');
  ctx.font = `${12 * devicePixelRatio}px Inter Variable, sans-serif`;
  ctx.textAlign = 'left';
  ctx.setLineDash([4, 4]);
  for (const { at, label } of marks) {
    const x = plot.valToPos(at / 1000, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillText(label, x + 4, bbox.top + 14 * devicePixelRatio);
  }
  ctx.restore();
}

function optionsFor({ points, healthy, marks, label }: ChartProps, width: number): uPlot.Options {
  const axis = {
    stroke: colour('quiet'),
    grid: { stroke: colour('rule'), width: 1 },
    ticks: { stroke: colour('rule') },
  };
  return {
    width,
    height: chartHeight,
    legend: { live: true },
    scales: {
      y: {
        range: (_plot, low, high) => {
          const edges = edgesOf(healthy);
          return [Math.min(0, low, ...edges), Math.max(high, ...edges) * 1.1 || 1];
        },
      },
    },
    series: [
      { value: '{YYYY}-{MM}-{DD} {HH}:{mm}:{ss}' },
      { label, stroke: colour('ink'), width: 1.5, spanGaps: false, points: { show: false } },
    ],
    axes: [
      { ...axis, values: (_plot, splits) => splits.map((at) => clock.format(at * 1000)) },
      { ...axis, size: 64 },
    ],
    hooks: {
      drawClear: [(plot) => (healthy === null ? undefined : drawBand(plot, healthy)), (plot) => drawGaps(plot, points)],
      draw: [(plot) => drawMarks(plot, marks)],
    },
  };
}

/** A time series with its healthy band, its gaps and the changes that were made. */
export function Chart(props: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const { points, label } = props;
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const data: uPlot.AlignedData = [points.map(({ at }) => at / 1000), points.map(({ value }) => value)];
    const plot = new uPlot(optionsFor(props, element.clientWidth), data, element);
    const resize = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: chartHeight }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.destroy();
    };
  }, [props, points]);
  return <div ref={place} role="img" aria-label={label} className="text-sm" />;
}
