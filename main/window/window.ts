import { BrowserWindow, app, screen } from 'electron';
import type { HostRef } from '../../contract/host.ts';
import { APP_URL } from '../page/protocol.ts';
import type { WindowPlace } from '../system/shell-state.ts';
import { MIN_HEIGHT, MIN_WIDTH, broughtBack, correctedPlace } from './window-place.ts';

/** The configuration of a window. */
export interface WindowOptions {
  preload: string;
  icon: string;
  /** Its last place. */
  place: WindowPlace | undefined;
}

/** Opens the window, which shows itself once its first frame is drawn. */
export function createWindow({ preload, icon, place }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...correctedPlace(place, workAreas()),
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    show: false,
    title: 'Py-Perf Desktop',
    icon,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  const show = (): void => {
    if (place?.maximized === true) window.maximize();
    window.show();
  };
  window.once('ready-to-show', show);
  // Closed before it was drawn: it stays hidden until it is opened again.
  window.once('close', () => window.off('ready-to-show', show));
  return window;
}

/** Loads the app's page at a path (`/settings`). Rejects if that fails. */
export function loadApp(window: BrowserWindow, path: string): Promise<void> {
  return window.loadURL(path === '/' ? APP_URL : `${APP_URL}#${path}`);
}

/** The page of a host, as the renderer's router names it. */
export function hostPath({ sourceId, hostname }: HostRef): string {
  return `/hosts/${encodeURIComponent(sourceId)}/${encodeURIComponent(hostname)}`;
}

/** Brings a window to the front, on an existing display. */
export function reveal(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  bringOntoDisplay(window);
  window.show();
  window.focus();
}

/** The place of the window; for a maximized one, the place to which it would be restored. */
export function placeOf(window: BrowserWindow): WindowPlace {
  return { ...window.getNormalBounds(), maximized: window.isMaximized() };
}

function bringOntoDisplay(window: BrowserWindow): void {
  if (window.isFullScreen()) return;
  const place = broughtBack(window.getBounds(), workAreas());
  if (place === null) return;
  const maximized = window.isMaximized();
  if (maximized) window.unmaximize();
  window.setBounds(place);
  if (maximized) window.maximize();
}

/** The work areas of the current displays, the primary one first. */
function workAreas(): Electron.Rectangle[] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others].map(({ workArea }) => workArea);
}
