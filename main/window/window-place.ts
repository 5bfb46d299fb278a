import type { Rectangle } from 'electron';
import type { WindowPlace } from '../system/shell-state.ts';

/** Smallest width of the window, in device-independent pixels. */
export const MIN_WIDTH = 900;
/** Smallest height of the window, in device-independent pixels. */
export const MIN_HEIGHT = 600;
const DEFAULT_WIDTH = 1440;
const DEFAULT_HEIGHT = 900;

/** How much of a window must be on a display, so that the user can grab it. */
const GRIP_WIDTH = 160;
const GRIP_HEIGHT = 48;

/**
 * Where to open the window: at its last place, fitted to its display; without a position (Electron then centers it) if
 * that display is gone. `workAreas` are those of the current displays, the primary one first.
 */
export function correctedPlace(
  saved: WindowPlace | undefined,
  workAreas: readonly Rectangle[],
): Partial<Rectangle> & { width: number; height: number } {
  const home = saved === undefined ? undefined : workAreas.find((area) => holds(area, saved));
  const area = home ?? workAreas[0];
  const width = fitted(saved?.width ?? DEFAULT_WIDTH, MIN_WIDTH, area?.width);
  const height = fitted(saved?.height ?? DEFAULT_HEIGHT, MIN_HEIGHT, area?.height);
  if (saved === undefined || home === undefined) return { width, height };
  return {
    width,
    height,
    x: within(saved.x, home.x, home.x + home.width - width),
    y: within(saved.y, home.y, home.y + home.height - height),
  };
}

/**
 * Where to move a window that is not visible enough on any display, for example because its display was removed while
 * it was hidden: the middle of the primary one. Null if the user can grab it.
 */
export function broughtBack(place: Rectangle, workAreas: readonly Rectangle[]): Rectangle | null {
  const [area] = workAreas;
  if (area === undefined || workAreas.some((other) => holds(other, place))) return null;
  const width = fitted(place.width, MIN_WIDTH, area.width);
  const height = fitted(place.height, MIN_HEIGHT, area.height);
  return {
    width,
    height,
    x: area.x + Math.max(0, Math.round((area.width - width) / 2)),
    y: area.y + Math.max(0, Math.round((area.height - height) / 2)),
  };
}

function holds(area: Rectangle, place: Rectangle): boolean {
  const shared = (from: number, size: number, areaFrom: number, areaSize: number): number =>
    Math.min(from + size, areaFrom + areaSize) - Math.max(from, areaFrom);
  return (
    shared(place.x, place.width, area.x, area.width) >= GRIP_WIDTH &&
    shared(place.y, place.height, area.y, area.height) >= GRIP_HEIGHT
  );
}

function fitted(wanted: number, least: number, available = Infinity): number {
  return Math.min(Math.max(wanted, least), Math.max(available, least));
}

function within(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
