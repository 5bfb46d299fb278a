import type { Chart, Plugin } from 'chart.js';
import type { Gap } from './series-data.ts';

/** Gaps in the samples, and how they are shaded. */
export interface GapShading {
  readonly gaps: readonly Gap[];
  readonly shade: string;
  readonly ink: string;
  readonly label: string;
  readonly font: string;
  /** Values that have another label, which this one avoids. */
  readonly avoid: readonly number[];
}

/** Positions of the label in pixels from the top of the chart, and its distance from other labels. */
const PLACES = [6, 40, 74];
const CLEAR = 26;

/** Shades gaps, with a label if there is space; reads `shading` at every draw. */
export function gapPlugin(shading: () => GapShading): Plugin<'line'> {
  return {
    id: 'gaps',
    beforeDatasetsDraw(chart) {
      const options = shading();
      for (const gap of options.gaps) drawGap(chart, gap, options);
    },
  };
}

function drawGap(chart: Chart<'line'>, gap: Gap, options: GapShading): void {
  const { ctx, chartArea, scales } = chart;
  const axis = scales['x'];
  if (axis === undefined) return;
  const left = Math.max(chartArea.left, axis.getPixelForValue(gap.from * 1000));
  const right = Math.min(chartArea.right, axis.getPixelForValue(gap.to * 1000));
  if (right - left < 1) return;
  ctx.save();
  ctx.fillStyle = options.shade;
  ctx.fillRect(left, chartArea.top, right - left, chartArea.height);
  ctx.font = options.font;
  if (ctx.measureText(options.label).width + 12 < right - left) {
    ctx.fillStyle = options.ink;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'top';
    const taken = options.avoid.map((value) => scales['y']?.getPixelForValue(value) ?? Number.NaN);
    const isFree = (place: number) =>
      taken.every((y) => !(Math.abs(y - chartArea.top - place - 6) < CLEAR));
    const place = PLACES.find(isFree) ?? PLACES[0] ?? 0;
    ctx.fillText(options.label, (left + right) / 2, chartArea.top + place);
  }
  ctx.restore();
}
