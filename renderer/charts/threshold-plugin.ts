import type { Plugin } from 'chart.js';

/** The value from which a rule warns, and what stands at its line. */
export interface ChartThreshold {
  readonly value: number;
  readonly label: string;
}

/** Limits of alert rules as horizontal lines. */
export interface ThresholdLine {
  readonly thresholds: readonly ChartThreshold[];
  readonly colour: string;
  readonly ink: string;
  readonly font: string;
}

/** A thin dashed line at each threshold, beneath the data; `line` is asked at every draw. */
export function thresholdPlugin(line: () => ThresholdLine): Plugin<'line'> {
  return {
    id: 'threshold',
    beforeDatasetsDraw({ ctx, chartArea, scales }) {
      const { thresholds, colour, ink, font } = line();
      const axis = scales['y'];
      if (axis === undefined) return;
      for (const { value, label } of thresholds) {
        const y = Math.round(axis.getPixelForValue(value)) + 0.5;
        if (y < chartArea.top || y > chartArea.bottom) continue;
        ctx.save();
        ctx.strokeStyle = colour;
        ctx.globalAlpha = 0.75;
        ctx.lineWidth = 1;
        ctx.setLineDash([6, 4]);
        ctx.beginPath();
        ctx.moveTo(chartArea.left, y);
        ctx.lineTo(chartArea.right, y);
        ctx.stroke();
        ctx.globalAlpha = 1;
        ctx.font = font;
        ctx.fillStyle = ink;
        ctx.textAlign = 'right';
        // Above the line there is room unless it is at the very top.
        const above = y - chartArea.top > 13;
        ctx.textBaseline = above ? 'bottom' : 'top';
        ctx.fillText(label, chartArea.right - 2, y + (above ? -3 : 3));
        ctx.restore();
      }
    },
  };
}
