import type { Plugin } from 'chart.js';

export interface Marks {
  /** Unix seconds. */
  readonly times: readonly number[];
  readonly colour: string;
}

/** Small triangles on the time axis where something happened; `marks` is asked at every draw. */
export function marksPlugin(marks: () => Marks): Plugin<'line'> {
  return {
    id: 'marks',
    afterDatasetsDraw(chart) {
      const { times, colour } = marks();
      const { ctx, chartArea, scales } = chart;
      const axis = scales['x'];
      if (axis === undefined) return;
      ctx.save();
      ctx.fillStyle = colour;
      for (const time of times) {
        const x = axis.getPixelForValue(time * 1000);
        if (x < chartArea.left || x > chartArea.right) continue;
        ctx.beginPath();
        ctx.moveTo(x - 4, chartArea.bottom);
        ctx.lineTo(x + 4, chartArea.bottom);
        ctx.lineTo(x, chartArea.bottom - 7);
        ctx.fill();
      }
      ctx.restore();
    },
  };
}
