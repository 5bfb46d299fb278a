import type { Plugin } from 'chart.js';
import { shortened } from '../lib/shortened.ts';
import { pixelGrid } from './pixel-grid.ts';
import type { DrawnLine } from './line-plugin.ts';

/** Pixels between consecutive labels. */
const LINE_HEIGHT = 13;
/** Pixels from the end of a line to its name. */
const GAP = 14;

/** The names of lines at their right ends, and their style. */
export interface EndLabels {
  readonly lines: readonly DrawnLine[];
  readonly font: string;
  /** Pixels reserved for them. */
  readonly room: number;
}

/** Writes each line's name at its right end, beside its last sample; reads `labels` at every draw. */
export function endLabelPlugin(labels: () => EndLabels | null): Plugin<'line'> {
  return {
    id: 'end-labels',
    afterDatasetsDraw(chart) {
      const found = labels();
      if (found === null) return;
      const { ctx, chartArea } = chart;
      const ends = found.lines.flatMap((line) => {
        const grid = pixelGrid(chart, line.start, line.step);
        const last = line.values.findLastIndex((value) => !Number.isNaN(value));
        if (grid === null || last < 0) return [];
        return [{ line, x: Math.min(grid.x(last), chartArea.right), y: grid.y(line.values[last]) }];
      });
      const places = spread(
        ends.map(({ y }) => y),
        { least: chartArea.top, most: chartArea.bottom, apart: LINE_HEIGHT },
      );
      ctx.save();
      ctx.font = found.font;
      ctx.textAlign = 'left';
      ctx.textBaseline = 'middle';
      ctx.setLineDash([]);
      ctx.lineWidth = 1;
      const widthOf = (text: string) => ctx.measureText(text).width;
      const textX = chartArea.right + GAP;
      for (const [index, { line, x, y }] of ends.entries()) {
        const at = places[index] ?? y;
        ctx.strokeStyle = line.colour;
        ctx.fillStyle = line.colour;
        ctx.beginPath();
        ctx.moveTo(x + 2, y);
        ctx.lineTo(Math.max(x + 2, textX - GAP + 4), y);
        ctx.lineTo(textX - 3, at);
        ctx.stroke();
        ctx.fillText(shortened(line.name, found.room - GAP - 2, widthOf), textX, at);
      }
      ctx.restore();
    },
  };
}

/** Positions of labels wanted at `wanted` (pixels): in the same order, `apart` from each other, within the bounds. */
export function spread(
  wanted: readonly number[],
  { least, most, apart }: { least: number; most: number; apart: number },
): number[] {
  const order = wanted
    .map((_, index) => index)
    .toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const places = [...wanted];
  let taken = least - apart;
  for (const index of order) {
    taken = Math.max(wanted[index] ?? least, taken + apart, least);
    places[index] = taken;
  }
  // Labels pushed out at the bottom move up again and push those above them.
  let limit = most;
  for (const index of order.toReversed()) {
    places[index] = Math.min(places[index] ?? limit, limit);
    limit = (places[index] ?? limit) - apart;
  }
  return places;
}
