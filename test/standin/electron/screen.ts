import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

/** The one display, without a task bar. */
export const WORK_AREA = { x: 0, y: 0, width: 1920, height: 1080 };

const DISPLAY = {
  id: 1,
  label: 'stand-in',
  bounds: WORK_AREA,
  workArea: WORK_AREA,
  workAreaSize: { width: WORK_AREA.width, height: WORK_AREA.height },
  size: { width: WORK_AREA.width, height: WORK_AREA.height },
  scaleFactor: 1,
  rotation: 0,
} as Electron.Display;

type ScreenMembers = Pick<
  Electron.Screen,
  | 'getAllDisplays'
  | 'getPrimaryDisplay'
  | 'getDisplayMatching'
  | 'getDisplayNearestPoint'
  | 'getCursorScreenPoint'
>;

class StandinScreen extends EventEmitter implements ScreenMembers {
  displays = [DISPLAY];

  getAllDisplays(): Electron.Display[] {
    return this.displays;
  }

  getPrimaryDisplay(): Electron.Display {
    return this.displays[0] ?? DISPLAY;
  }

  getDisplayMatching(): Electron.Display {
    return this.getPrimaryDisplay();
  }

  getDisplayNearestPoint(): Electron.Display {
    return this.getPrimaryDisplay();
  }

  getCursorScreenPoint(): Electron.Point {
    return { x: 0, y: 0 };
  }
}

/** One display of 1920 × 1080; tests overwrite `displays`. */
export const screen = new StandinScreen();
