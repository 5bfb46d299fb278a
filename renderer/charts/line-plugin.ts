import type { Chart, Plugin } from 'chart.js';
import { pixelGrid, runsOf, type PixelGrid } from './pixel-grid.ts';

/** A line as drawn. `values` has one value per step, NaN without a sample. */
export interface DrawnLine {
  readonly values: Float32Array;
  /** Unix milliseconds of the first step as drawn, and milliseconds per step. */
  readonly start: number;
  readonly step: number;
  readonly colour: string;
  /** Its name. */
  readonly name: string;
  /** Lengths of dashes and gaps in pixels; empty: solid. */
  readonly dash: readonly number[];
  /** In steps instead of from point to point. */
  readonly stepped: boolean;
}

const LINE_WIDTH = 1.5;
/** Radius of the dot for a sample between two gaps, which no line would show. */
const DOT_RADIUS = 2.5;
/**
 * Points per stroke. Skia's time for a jagged path grows much faster than its points: 2,880 at once take three times as
 * long as in pieces.
 */
const PIECE = 64;

/**
 * Draws lines straight from their samples; reads `lines` at every draw. As Chart.js datasets they would need an object
 * and an element per sample, and one path from end to end.
 */
export function linePlugin(lines: () => readonly DrawnLine[]): Plugin<'line'> {
  return {
    id: 'lines',
    beforeDatasetsDraw(chart) {
      const { ctx, chartArea } = chart;
      ctx.save();
      ctx.beginPath();
      // The clip reaches half a line width beyond the plot.
      ctx.rect(
        chartArea.left - LINE_WIDTH / 2,
        chartArea.top - LINE_WIDTH / 2,
        chartArea.width + LINE_WIDTH,
        chartArea.height + LINE_WIDTH,
      );
      ctx.clip();
      // The first line is on top.
      for (const line of lines().toReversed()) drawLine(chart, line);
      ctx.restore();
    },
  };
}

function drawLine(chart: Chart<'line'>, line: DrawnLine): void {
  const { ctx } = chart;
  const grid = pixelGrid(chart, line.start, line.step);
  if (grid === null) return;
  ctx.strokeStyle = line.colour;
  ctx.fillStyle = line.colour;
  ctx.lineWidth = LINE_WIDTH;
  ctx.setLineDash([...line.dash]);
  for (const [from, to] of runsOf([line.values], grid)) {
    if (to - from === 1) {
      ctx.beginPath();
      ctx.arc(grid.x(from), grid.y(line.values[from]), DOT_RADIUS, 0, 2 * Math.PI);
      ctx.fill();
    } else {
      strokeRun(ctx, runPoints(line, grid, from, to), line.dash.length > 0);
    }
  }
}

/** The corners of a run as x, y, x, y…: for samples in the same column of pixels, the extremes and the last. */
function runPoints(line: DrawnLine, grid: PixelGrid, from: number, to: number): number[] {
  const { values, stepped } = line;
  const { x0, y0, perStep, perUnit } = grid;
  const points: number[] = [];
  let column = Number.NaN;
  let low = 0;
  let high = 0;
  let last = 0;
  let inColumn = 0;
  const close = (x: number) => {
    if (inColumn > 1) points.push(x, high, x, low, x, last);
  };
  let x = 0;
  for (let i = from; i < to; i += 1) {
    const y = y0 + (values[i] ?? Number.NaN) * perUnit;
    const next = x0 + i * perStep;
    if (Math.trunc(next) === column) {
      low = Math.max(low, y);
      high = Math.min(high, y);
      inColumn += 1;
    } else {
      close(x);
      x = next;
      if (stepped && i > from) points.push(x, last);
      points.push(x, y);
      column = Math.trunc(x);
      low = y;
      high = y;
      inColumn = 1;
    }
    last = y;
  }
  close(x);
  return points;
}

/** Strokes corners in pieces; each piece starts one corner early, so that the corner between two is joined. */
function strokeRun(ctx: CanvasRenderingContext2D, points: readonly number[], dashed: boolean) {
  const corner = (index: number) => [points[2 * index] ?? 0, points[2 * index + 1] ?? 0] as const;
  const count = points.length / 2;
  let length = 0;
  for (let begin = 0; begin < count - 1; begin += PIECE) {
    const end = Math.min(count - 1, begin + PIECE);
    ctx.beginPath();
    // Dashes continue where the last piece ended; a corner drawn twice would break their rhythm.
    if (dashed) ctx.lineDashOffset = length;
    else if (begin > 0) ctx.moveTo(...corner(begin - 1));
    for (let i = begin; i <= end; i += 1) {
      const [x, y] = corner(i);
      ctx.lineTo(x, y);
      if (!dashed || i === begin) continue;
      const [beforeX, beforeY] = corner(i - 1);
      length += Math.hypot(x - beforeX, y - beforeY);
    }
    ctx.stroke();
  }
  ctx.lineDashOffset = 0;
}
