import type { Plugin } from 'chart.js';

/** The vertical line at the moment that all charts share. */
export interface Cursor {
  /** Unix seconds, or null for none. */
  readonly time: number | null;
  readonly colour: string;
}

/** A vertical line at the time that all charts of a page share; `cursor` is asked at every draw. */
export function cursorPlugin(cursor: () => Cursor): Plugin<'line'> {
  return {
    id: 'cursor',
    afterDatasetsDraw(chart) {
      const { time, colour } = cursor();
      const axis = chart.scales['x'];
      if (time === null || axis === undefined) return;
      const { ctx, chartArea } = chart;
      const x = Math.round(axis.getPixelForValue(time * 1000)) + 0.5;
      if (x < chartArea.left || x > chartArea.right + 1) return;
      ctx.save();
      ctx.strokeStyle = colour;
      ctx.lineWidth = 1;
      ctx.beginPath();
      ctx.moveTo(x, chartArea.top);
      ctx.lineTo(x, chartArea.bottom);
      ctx.stroke();
      ctx.restore();
    },
  };
}
