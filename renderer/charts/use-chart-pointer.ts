import type { Chart } from 'chart.js';
import type { ShallowRef } from 'vue';

/** Pointer events on a chart. */
export interface ChartPointerActions {
  /** The pointer is at a time (Unix seconds), or has left. */
  readonly move: (time: number | null) => void;
  /** A time was clicked; null: the click was the first half of a double click. */
  readonly pick: (time: number | null) => void;
  /** A double click. */
  readonly double: () => void;
}

/** Pixels that a press may move and still be a click; beyond, the zoom plugin takes it as a drag. */
const CLICK_SLACK = 6;

/** Milliseconds without a second click after which a click is single. */
const SECOND_CLICK_MS = 250;

/** Follows the pointer on a time chart and handles clicks. The zoom plugin handles drags. */
export function useChartPointer(
  chart: Readonly<ShallowRef<Chart<'line'> | null>>,
  actions: ChartPointerActions,
): Readonly<Record<string, (event: PointerEvent) => void>> {
  let pressedAt: number | null = null;
  let pending: ReturnType<typeof setTimeout> | undefined;
  let wasPicked = false;

  /** The time under the pointer, kept within the plot. */
  function timeAt(event: PointerEvent): number | null {
    const axis = chart.value?.scales['x'];
    if (chart.value === null || axis === undefined) return null;
    const { canvas, chartArea } = chart.value;
    const x = event.clientX - canvas.getBoundingClientRect().left;
    const ms = axis.getValueForPixel(Math.min(chartArea.right, Math.max(chartArea.left, x)));
    return ms === undefined ? null : ms / 1000;
  }

  return {
    pointerdown: (event) => {
      pressedAt = event.button === 0 ? event.clientX : null;
    },
    pointermove: (event) => {
      actions.move(timeAt(event));
    },
    pointerup: (event) => {
      const moved = pressedAt === null ? Number.POSITIVE_INFINITY : event.clientX - pressedAt;
      const time = timeAt(event);
      pressedAt = null;
      if (Math.abs(moved) >= CLICK_SLACK || time === null) return;
      clearTimeout(pending);
      wasPicked = false;
      pending = setTimeout(() => {
        wasPicked = true;
        actions.pick(time);
      }, SECOND_CLICK_MS);
    },
    dblclick: () => {
      clearTimeout(pending);
      // A slow second click comes after the first has counted as single.
      if (wasPicked) actions.pick(null);
      actions.double();
    },
    pointerleave: () => {
      actions.move(null);
    },
  };
}
