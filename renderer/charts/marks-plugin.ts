import type { Chart, Plugin } from 'chart.js';
import type { AlertKind } from '../../contract/alerts.ts';

/** An event of a chart's host, or a program that ran on it. Unix seconds. */
export interface ChartMark {
  readonly kind: AlertKind | 'run';
  readonly from: number;
  readonly to: number;
  /** A short description. */
  readonly label: string;
  /** Under announced maintenance. */
  readonly announced: boolean;
}

/** Events on the time axis, and their style. */
export interface Marks {
  readonly marks: readonly ChartMark[];
  readonly offline: string;
  readonly alert: string;
  readonly run: string;
  readonly ink: string;
  /** The background of text, so that it is readable over lines. */
  readonly ground: string;
  readonly font: string;
}

/** Height of the bar of an alert, and half of its diamond, pixels. */
const BAR = 3;
const DIAMOND = 5;
/** Height of a run's bar, and its minimum width, pixels. */
const RUN_BAR = 4;
const LEAST_RUN = 2;

/**
 * Marks events at the foot of the chart: a triangle where the host was lost; a diamond and a bar for the duration of an
 * alert, hollow and dashed under maintenance. At the top, a bar for the duration of a program. Reads `marks` at every
 * draw.
 */
export function marksPlugin(marks: () => Marks): Plugin<'line'> {
  return {
    id: 'marks',
    afterDatasetsDraw(chart) {
      const options = marks();
      chart.ctx.save();
      for (const mark of options.marks) {
        if (mark.kind === 'offline') drawTriangle(chart, mark, options);
        else if (mark.kind === 'run') drawRun(chart, mark, options);
        else drawAlert(chart, mark, options);
      }
      chart.ctx.restore();
    },
  };
}

function pixelAt({ scales }: Chart<'line'>, seconds: number): number {
  return scales['x']?.getPixelForValue(seconds * 1000) ?? Number.NaN;
}

function drawTriangle(chart: Chart<'line'>, { from }: ChartMark, { offline }: Marks): void {
  const { ctx, chartArea } = chart;
  const x = pixelAt(chart, from);
  if (!(x >= chartArea.left && x <= chartArea.right)) return;
  ctx.fillStyle = offline;
  ctx.beginPath();
  ctx.moveTo(x - 4, chartArea.bottom);
  ctx.lineTo(x + 4, chartArea.bottom);
  ctx.lineTo(x, chartArea.bottom - 7);
  ctx.fill();
}

/** Never too thin to be seen. */
function drawRun(chart: Chart<'line'>, mark: ChartMark, { run }: Marks): void {
  const { ctx, chartArea } = chart;
  const to = pixelAt(chart, mark.to);
  const left = Math.max(chartArea.left, Math.min(pixelAt(chart, mark.from), to - LEAST_RUN));
  const right = Math.min(chartArea.right, to);
  if (!(right > left)) return;
  ctx.fillStyle = run;
  ctx.fillRect(left, chartArea.top, right - left, RUN_BAR);
}

function drawAlert(chart: Chart<'line'>, mark: ChartMark, options: Marks): void {
  const { ctx, chartArea } = chart;
  const from = pixelAt(chart, mark.from);
  const left = Math.max(chartArea.left, from);
  const right = Math.min(chartArea.right, pixelAt(chart, mark.to));
  if (!(right >= left)) return;
  const y = chartArea.bottom - BAR / 2;
  ctx.strokeStyle = options.alert;
  ctx.lineWidth = BAR;
  ctx.setLineDash(mark.announced ? [4, 3] : []);
  ctx.beginPath();
  ctx.moveTo(left, y);
  ctx.lineTo(Math.max(right, left + 1), y);
  ctx.stroke();
  ctx.setLineDash([]);
  if (from >= chartArea.left) drawDiamond(chart, from, mark.announced, options);
  drawWords(chart, { left, right, text: mark.label }, options);
}

function drawDiamond(
  { ctx, chartArea }: Chart<'line'>,
  x: number,
  hollow: boolean,
  { alert, ground }: Marks,
): void {
  const y = chartArea.bottom - DIAMOND;
  ctx.beginPath();
  ctx.moveTo(x - DIAMOND, y);
  ctx.lineTo(x, y - DIAMOND);
  ctx.lineTo(x + DIAMOND, y);
  ctx.lineTo(x, y + DIAMOND);
  ctx.closePath();
  ctx.fillStyle = hollow ? ground : alert;
  ctx.fill();
  ctx.lineWidth = 1.5;
  ctx.stroke();
}

/** The text stands above the bar if the bar is long enough. */
function drawWords(
  { ctx, chartArea }: Chart<'line'>,
  { left, right, text }: { left: number; right: number; text: string },
  { ink, ground, font }: Marks,
): void {
  ctx.font = font;
  const { width } = ctx.measureText(text);
  if (width + 2 * DIAMOND + 8 > right - left) return;
  const x = left + DIAMOND + 6;
  const y = chartArea.bottom - BAR - 3;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'bottom';
  ctx.lineWidth = 3;
  ctx.lineJoin = 'round';
  ctx.strokeStyle = ground;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = ink;
  ctx.fillText(text, x, y);
}
