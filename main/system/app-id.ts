import type { App } from 'electron';

/** `appId` of the packages. */
export const APP_ID = 'dev.py-perf.desktop';

/**
 * Windows shows notifications only of a program that names itself as the shortcut does that the installer has put into
 * the Start menu. A copy that is not installed has none, and keeps the name that Electron makes up.
 */
export function identifyToWindows(
  app: Pick<App, 'isPackaged' | 'setAppUserModelId'>,
  platform: NodeJS.Platform,
): void {
  if (platform === 'win32' && app.isPackaged) app.setAppUserModelId(APP_ID);
}
