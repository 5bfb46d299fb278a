import type { Chart, Plugin } from 'chart.js';

/** The value from which a rule warns, or one for comparison, with its label. */
export interface ChartThreshold {
  readonly value: number;
  readonly label: string;
  /** For comparison only: a thin line. */
  readonly reference?: true;
}

/** Limits of alert rules as horizontal lines. */
export interface ThresholdLine {
  readonly thresholds: readonly ChartThreshold[];
  readonly colour: string;
  /** Background of the label, so that no line strikes it through. */
  readonly ground: string;
  readonly font: string;
}

/** Dotted, unlike any series and the bar of an alert. */
const DOTS = [1.5, 3.5];
/** Pixels between a label and its line, and a label's height with its margin. */
const LABEL_GAP = 3;
const LABEL_HEIGHT = 14;

/**
 * Draws a dotted line at each threshold beneath the data, and its label above all lines; reads `line` at every draw.
 */
export function thresholdPlugin(line: () => ThresholdLine): Plugin<'line'> {
  return {
    id: 'threshold',
    beforeDatasetsDraw(chart) {
      const { ctx, chartArea } = chart;
      const { colour } = line();
      ctx.save();
      ctx.strokeStyle = colour;
      for (const { y, reference } of placed(chart, line().thresholds)) {
        ctx.lineWidth = reference === true ? 1 : 1.5;
        ctx.setLineDash(reference === true ? [] : DOTS);
        ctx.beginPath();
        ctx.moveTo(chartArea.left, y);
        ctx.lineTo(chartArea.right, y);
        ctx.stroke();
      }
      ctx.restore();
    },
    afterDatasetsDraw(chart) {
      const { thresholds, colour, ground, font } = line();
      const { ctx, chartArea } = chart;
      ctx.save();
      ctx.font = font;
      ctx.textAlign = 'right';
      ctx.textBaseline = 'middle';
      for (const { y, label } of placed(chart, thresholds)) {
        const middle = labelMiddle(y, chartArea.top);
        const width = ctx.measureText(label).width + 8;
        ctx.fillStyle = ground;
        ctx.fillRect(chartArea.right - width, middle - LABEL_HEIGHT / 2, width, LABEL_HEIGHT);
        ctx.fillStyle = colour;
        ctx.fillText(label, chartArea.right - 4, middle);
      }
      ctx.restore();
    },
  };
}

/** A label fits above its line unless the line is at the very top. */
function labelMiddle(y: number, top: number): number {
  const away = LABEL_GAP + LABEL_HEIGHT / 2;
  return y - top > LABEL_HEIGHT + LABEL_GAP ? y - away : y + away;
}

function placed(
  { chartArea, scales }: Chart<'line'>,
  thresholds: readonly ChartThreshold[],
): { y: number; label: string; reference: true | undefined }[] {
  const axis = scales['y'];
  if (axis === undefined) return [];
  return thresholds
    .map(({ value, label, reference }) => ({
      y: Math.round(axis.getPixelForValue(value)) + 0.5,
      label,
      reference,
    }))
    .filter(({ y }) => y >= chartArea.top && y <= chartArea.bottom);
}
