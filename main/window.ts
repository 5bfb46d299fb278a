import { BrowserWindow } from 'electron';
import { APP_URL } from './protocol.ts';

export interface WindowOptions {
  preload: string;
  icon: string;
}

/** Opens the one window; it shows itself once its first frame is drawn. */
export function createWindow({ preload, icon }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Py-Perf Desktop',
    icon,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => {
    window.show();
  });
  return window;
}

/** Loads the app's page. Rejects where that fails. */
export function loadApp(window: BrowserWindow): Promise<void> {
  return window.loadURL(APP_URL);
}

export function reveal(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
