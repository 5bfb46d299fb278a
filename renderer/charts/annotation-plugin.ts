import type { Chart, Plugin } from 'chart.js';

/** A note at a time of a chart. Unix seconds. */
export interface ChartNote {
  readonly at: number;
  /** Null: a moment. */
  readonly endedAt: number | null;
  readonly text: string;
}

/** Notes on the time axis, and their style. */
export interface ChartNotes {
  readonly notes: readonly ChartNote[];
  /** The crosshair's time, Unix seconds; the notes there are shown in full. */
  readonly time: number | null;
  readonly colour: string;
  /** The background of text, so that it is readable over lines. */
  readonly ground: string;
  readonly ink: string;
  readonly font: string;
}

/** Size of the flag, and the distance at which the crosshair shows a note, pixels. */
const FLAG = 7;
const NEAR = 6;
const LINE_HEIGHT = 15;
/** The most lines of a shown note, and characters per line. */
const MOST_LINES = 3;
const LINE_LETTERS = 60;

/** Draws a dashed line with a flag for each note, a bar for its duration, and its text beside the crosshair. */
export function annotationPlugin(notes: () => ChartNotes): Plugin<'line'> {
  return {
    id: 'annotations',
    afterDatasetsDraw(chart) {
      const options = notes();
      if (options.notes.length === 0) return;
      chart.ctx.save();
      for (const note of options.notes) drawNote(chart, note, options);
      chart.ctx.restore();
    },
    afterDraw(chart) {
      const options = notes();
      const read = notesAt(chart, options).slice(-MOST_LINES);
      if (read.length === 0) return;
      chart.ctx.save();
      drawWords(chart, read, options);
      chart.ctx.restore();
    },
  };
}

function pixelAt({ scales }: Chart<'line'>, seconds: number): number {
  return scales['x']?.getPixelForValue(seconds * 1000) ?? Number.NaN;
}

function drawNote(chart: Chart<'line'>, note: ChartNote, { colour }: ChartNotes): void {
  const { ctx, chartArea } = chart;
  const x = Math.round(pixelAt(chart, note.at)) + 0.5;
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  if (note.endedAt !== null) {
    const left = Math.max(chartArea.left, x);
    const right = Math.min(chartArea.right, pixelAt(chart, note.endedAt));
    if (right > left) ctx.fillRect(left, chartArea.top, right - left, 2);
  }
  if (!(x >= chartArea.left && x <= chartArea.right)) return;
  ctx.lineWidth = 1;
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  ctx.moveTo(x, chartArea.top);
  ctx.lineTo(x, chartArea.bottom);
  ctx.stroke();
  ctx.setLineDash([]);
  // On the side with more space.
  const to = x + FLAG > chartArea.right ? x - FLAG : x + FLAG;
  ctx.beginPath();
  ctx.moveTo(x, chartArea.top);
  ctx.lineTo(to, chartArea.top + FLAG / 2);
  ctx.lineTo(x, chartArea.top + FLAG);
  ctx.fill();
}

/** The notes at the crosshair, or whose duration includes it. */
function notesAt(chart: Chart<'line'>, { notes, time }: ChartNotes): ChartNote[] {
  if (time === null) return [];
  const x = pixelAt(chart, time);
  return notes.filter(({ at, endedAt }) => {
    const from = pixelAt(chart, at) - NEAR;
    return x >= from && x <= pixelAt(chart, endedAt ?? at) + NEAR;
  });
}

function drawWords(chart: Chart<'line'>, read: readonly ChartNote[], options: ChartNotes): void {
  const { ctx, chartArea } = chart;
  ctx.font = options.font;
  const lines = read.map(({ text }) => {
    const line = text.replaceAll('\n', ' ');
    return line.length > LINE_LETTERS ? `${line.slice(0, LINE_LETTERS - 1)}…` : line;
  });
  const width = Math.max(...lines.map((line) => ctx.measureText(line).width)) + 12;
  const x = pixelAt(chart, options.time ?? 0);
  const right = x + 10 + width <= chartArea.right;
  const left = Math.max(chartArea.left, right ? x + 10 : x - 10 - width);
  const top = chartArea.top + FLAG + 2;
  ctx.fillStyle = options.ground;
  ctx.strokeStyle = options.colour;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.roundRect(left, top, width, lines.length * LINE_HEIGHT + 4, 4);
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = options.ink;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  lines.forEach((line, index) => {
    ctx.fillText(line, left + 6, top + 2 + (index + 0.5) * LINE_HEIGHT, width - 12);
  });
}
