import type { Plugin } from 'chart.js';

/** The vertical line at the time that all charts share. */
export interface Cursor {
  /** Unix seconds, or null for none. */
  readonly time: number | null;
  /** The minute that was clicked, Unix seconds; null: none. */
  readonly pinned: number | null;
  readonly colour: string;
  readonly accent: string;
  /** Colours of the time tag and its text. */
  readonly ground: string;
  readonly ink: string;
  readonly font: string;
  readonly format: (seconds: number) => string;
  /** Without a time axis there is no space for the tag. */
  readonly tag: boolean;
}

/**
 * Draws vertical lines at the time that all charts of a page share, and at the clicked minute, with the time on the
 * axis. Reads `cursor` at every draw.
 */
export function cursorPlugin(cursor: () => Cursor): Plugin<'line'> {
  return {
    id: 'cursor',
    afterDraw(chart) {
      const options = cursor();
      const { ctx, chartArea, scales } = chart;
      const axis = scales['x'];
      if (axis === undefined) return;
      const line = (time: number | null, colour: string, width: number): number | null => {
        if (time === null) return null;
        const x = Math.round(axis.getPixelForValue(time * 1000)) + 0.5;
        if (!(x >= chartArea.left && x <= chartArea.right + 1)) return null;
        ctx.strokeStyle = colour;
        ctx.lineWidth = width;
        ctx.beginPath();
        ctx.moveTo(x, chartArea.top);
        ctx.lineTo(x, chartArea.bottom);
        ctx.stroke();
        return x;
      };
      ctx.save();
      const pin = line(options.pinned, options.accent, 2);
      if (pin !== null) {
        ctx.fillStyle = options.accent;
        ctx.beginPath();
        ctx.moveTo(pin - 5, chartArea.top - 5);
        ctx.lineTo(pin + 5, chartArea.top - 5);
        ctx.lineTo(pin, chartArea.top + 3);
        ctx.fill();
      }
      const x = line(options.time, options.colour, 1);
      if (x !== null && options.time !== null && options.tag) {
        const text = options.format(options.time);
        ctx.font = options.font;
        const width = ctx.measureText(text).width + 10;
        const left = Math.min(Math.max(x - width / 2, 0), chart.width - width);
        ctx.fillStyle = options.ink;
        ctx.beginPath();
        ctx.roundRect(left, chartArea.bottom + 3, width, 16, 3);
        ctx.fill();
        ctx.fillStyle = options.ground;
        ctx.textAlign = 'left';
        ctx.textBaseline = 'middle';
        ctx.fillText(text, left + 5, chartArea.bottom + 11.5);
      }
      ctx.restore();
    },
  };
}
