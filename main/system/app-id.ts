import type { App } from 'electron';

/** `appId` of the packages. */
export const APP_ID = 'dev.py-perf.desktop';

/**
 * Windows shows notifications only from a program whose id matches the shortcut that the installer put into the Start
 * menu. A copy that is not installed has none, and keeps Electron's default.
 */
export function identifyToWindows(
  app: Pick<App, 'isPackaged' | 'setAppUserModelId'>,
  platform: NodeJS.Platform,
): void {
  if (platform === 'win32' && app.isPackaged) app.setAppUserModelId(APP_ID);
}
