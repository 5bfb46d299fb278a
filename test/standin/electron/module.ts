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

/** Electron's `app`. */
export const app = guarded('app', standinApp);
/** Electron's `ipcMain`. */
export const ipcMain = guarded('ipcMain', standinIpcMain);
/** Electron's `protocol`. */
export const protocol = guarded('protocol', standinProtocol);
const defaultSession = guarded('session.defaultSession', standinSession.defaultSession);
/** Electron's `session`; only the default session is emulated. */
export const session = {
  get defaultSession() {
    if (!standinApp.isReady()) throw new Error('Session can only be received when app is ready');
    return defaultSession;
  },
};
/** Electron's `nativeImage`. */
export const nativeImage = NativeImage;
/** Electron's `dialog`. */
export const dialog = system.dialog;
/** Electron's `shell`. */
export const shell = system.shell;
/** Electron's `clipboard`. */
export const clipboard = system.clipboard;
/** Electron's `safeStorage`. */
export const safeStorage = guarded(
  'safeStorage',
  createSafeStorage({
    isReady: () => standinApp.isReady(),
    argv: process.argv,
    keyring: process.env['PY_PERF_STANDIN_KEYRING'],
  }),
);
/** Electron's `powerMonitor`. */
export const powerMonitor = guarded('powerMonitor', system.powerMonitor);
/** Electron's `powerSaveBlocker`. */
export const powerSaveBlocker = guarded('powerSaveBlocker', system.powerSaveBlocker);
/** Electron's `net`. */
export const net = guarded('net', system.net);
/** Electron's `screen`. */
export const screen = guarded('screen', standinScreen);
/** Electron's `nativeTheme`. */
export const nativeTheme = system.nativeTheme;
/** Electron's `crashReporter`. */
export const crashReporter = guarded('crashReporter', system.crashReporter);
