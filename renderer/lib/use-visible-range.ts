import { computed } from 'vue';
import { LONGEST_RANGE_S, rangeEndingAt, type TimeRange } from './ranges.ts';
import { useClockStore } from '../stores/clock.ts';
import { useViewStore } from '../stores/view.ts';

/** A minute is the finest resolution: a shorter range shows nothing. */
const LEAST_SECONDS = 300;

/** The current range, the same on every page, and ways to move it. */
export function useVisibleRange() {
  const clock = useClockStore();
  const view = useViewStore();
  /** Ends with the current minute, unless chosen by hand. */
  const minute = computed(() => Math.floor(clock.now / 60) * 60);
  const range = computed<TimeRange>(
    () => view.customRange ?? rangeEndingAt(view.range, minute.value),
  );

  function choose({ from, to }: TimeRange): void {
    const middle = (from + to) / 2;
    const half = Math.min(Math.max(to - from, LEAST_SECONDS), LONGEST_RANGE_S) / 2;
    view.customRange = {
      from: Math.max(0, Math.floor(middle - half)),
      to: Math.ceil(middle + half),
    };
  }

  /** Zooms by a factor around the middle; below 1 zooms in. */
  function zoom(factor: number): void {
    const { from, to } = range.value;
    const middle = (from + to) / 2;
    const half = ((to - from) / 2) * factor;
    choose({ from: middle - half, to: middle + half });
  }

  /** Moves by a fraction of the range; negative goes back in time. */
  function pan(part: number): void {
    const { from, to } = range.value;
    const by = (to - from) * part;
    choose({ from: from + by, to: to + by });
  }

  function reset(): void {
    view.customRange = null;
  }

  return { range, choose, zoom, pan, reset };
}
