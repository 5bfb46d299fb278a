/**
 * The module that `import … from 'electron'` gives the built main bundle under the stand-in. A missing name fails the
 * import; a missing member fails when it is used.
 */
import * as system from './system.ts';
import { app as standinApp } from './app.ts';
import { ipcMain as standinIpcMain } from './ipc-main.ts';
import { NativeImage } from './native-image.ts';
import { protocol as standinProtocol } from './protocol.ts';
import { guarded } from './runtime.ts';
import { createSafeStorage } from './safe-storage.ts';
import { screen as standinScreen } from './screen.ts';
import { session as standinSession } from './session.ts';

export { BrowserWindow } from './browser-window.ts';
export { Menu } from './menu.ts';
export { MenuItem } from './menu-item.ts';
export { Tray } from './tray.ts';
export { Notification } from './notification.ts';

export const app = guarded('app', standinApp);
export const ipcMain = guarded('ipcMain', standinIpcMain);
export const protocol = guarded('protocol', standinProtocol);
const defaultSession = guarded('session.defaultSession', standinSession.defaultSession);
export const session = {
  get defaultSession() {
    if (!standinApp.isReady()) throw new Error('Session can only be received when app is ready');
    return defaultSession;
  },
};
export const nativeImage = NativeImage;
export const dialog = system.dialog;
export const shell = system.shell;
export const clipboard = system.clipboard;
export const safeStorage = guarded(
  'safeStorage',
  createSafeStorage({
    isReady: () => standinApp.isReady(),
    argv: process.argv,
    keyring: process.env['PY_PERF_STANDIN_KEYRING'],
  }),
);
export const powerMonitor = guarded('powerMonitor', system.powerMonitor);
export const powerSaveBlocker = guarded('powerSaveBlocker', system.powerSaveBlocker);
export const net = guarded('net', system.net);
export const screen = guarded('screen', standinScreen);
export const nativeTheme = system.nativeTheme;
export const crashReporter = guarded('crashReporter', system.crashReporter);
