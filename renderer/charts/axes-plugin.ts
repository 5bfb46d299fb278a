import type { Chart, Plugin } from 'chart.js';

/** How the axes of a chart are drawn. */
export interface AxesStyle {
  readonly grid: string;
  readonly text: string;
  readonly font: string;
  /** A strip has no labels. */
  readonly labelled: boolean;
}

/** Pixels from the plot to the labels of the value axis, and to the middle of those of the time axis. */
const VALUE_GAP = 8;
const TIME_MIDDLE = 12.5;

/**
 * The grid and the labels of both axes, at the ticks that Chart.js has found; `style` is asked at every draw. What
 * Chart.js would draw itself takes three times as long: it resolves a dozen options for each tick.
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
    // Zero is the middle of what is mirrored.
    ctx.strokeStyle = value === 0 && axis.min < 0 ? style.text : style.grid;
    line(ctx, [chartArea.left, crisp(at)], [chartArea.right, crisp(at)]);
    if (style.labelled) ctx.fillText(textOf(label), chartArea.left - VALUE_GAP, at);
  }
}

/** The middle of the pixel, so that a line of one pixel is one. */
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
