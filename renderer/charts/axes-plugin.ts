import type { Chart, Plugin } from 'chart.js';

/** How a chart's axes are drawn. */
export interface AxesStyle {
  readonly grid: string;
  readonly text: string;
  readonly font: string;
  /** A strip has no labels. */
  readonly labelled: boolean;
}

/** Pixels from the plot to the labels of the value axis, and to the middle of the time labels. */
const VALUE_GAP = 8;
const TIME_MIDDLE = 12.5;

/**
 * Draws the grid and the labels of both axes at Chart.js' ticks; reads `style` at every draw. Chart.js itself would
 * take three times as long, because it resolves a dozen options per tick.
 */
export function axesPlugin(style: () => AxesStyle): Plugin<'line'> {
  return {
    id: 'axes',
    beforeDatasetsDraw(chart) {
      const { ctx } = chart;
      const options = style();
      ctx.save();
      ctx.lineWidth = 1;
      ctx.fillStyle = options.text;
      ctx.font = options.font;
      ctx.textBaseline = 'middle';
      drawTimes(chart, options);
      drawValues(chart, options);
      ctx.restore();
    },
  };
}

function drawTimes({ ctx, chartArea, scales }: Chart<'line'>, style: AxesStyle): void {
  const axis = scales['x'];
  if (axis === undefined) return;
  ctx.textAlign = 'center';
  ctx.strokeStyle = style.grid;
  for (const { value, label } of axis.ticks) {
    const at = axis.getPixelForValue(value);
    line(ctx, [crisp(at), chartArea.top], [crisp(at), chartArea.bottom]);
    if (style.labelled) ctx.fillText(textOf(label), at, chartArea.bottom + TIME_MIDDLE);
  }
}

function drawValues({ ctx, chartArea, scales }: Chart<'line'>, style: AxesStyle): void {
  const axis = scales['y'];
  if (axis === undefined) return;
  ctx.textAlign = 'right';
  for (const { value, label } of axis.ticks) {
    const at = axis.getPixelForValue(value);
    // Zero is the middle of a mirrored chart.
    ctx.strokeStyle = value === 0 && axis.min < 0 ? style.text : style.grid;
    line(ctx, [chartArea.left, crisp(at)], [chartArea.right, crisp(at)]);
    if (style.labelled) ctx.fillText(textOf(label), chartArea.left - VALUE_GAP, at);
  }
}

/** The middle of the pixel, so that a one-pixel line is sharp. */
const crisp = (at: number): number => Math.floor(at) + 0.5;

const textOf = (label: string | string[] | undefined): string =>
  typeof label === 'string' ? label : '';

type Point = readonly [x: number, y: number];

function line(ctx: CanvasRenderingContext2D, from: Point, to: Point): void {
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
}
