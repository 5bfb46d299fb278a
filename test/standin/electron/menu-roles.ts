import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import type { StandinWebContents } from './web-contents.ts';

interface Role {
  label: string;
  onApp?: () => void;
  onWindow?: (window: BrowserWindow) => void;
  onPage?: (contents: StandinWebContents) => void;
}

/**
 * Electron's labels and actions of the roles, by lower-case name. Editing roles need a user's keyboard and are left
 * out.
 */
const ROLES: Record<string, Role> = {
  quit: {
    label: 'Quit',
    onApp: () => {
      app.quit();
    },
  },
  close: {
    label: 'Close',
    onWindow: (window) => {
      window.close();
    },
  },
  minimize: {
    label: 'Minimize',
    onWindow: (window) => {
      window.minimize();
    },
  },
  togglefullscreen: {
    label: 'Toggle Full Screen',
    onWindow: (window) => {
      window.setFullScreen(!window.isFullScreen());
    },
  },
  resetzoom: {
    label: 'Actual Size',
    onPage: (contents) => {
      contents.zoomLevel = 0;
    },
  },
  zoomin: {
    label: 'Zoom In',
    onPage: (contents) => {
      contents.zoomLevel += 0.5;
    },
  },
  zoomout: {
    label: 'Zoom Out',
    onPage: (contents) => {
      contents.zoomLevel -= 0.5;
    },
  },
  toggledevtools: {
    label: 'Toggle Developer Tools',
    onPage: (contents) => {
      contents.toggleDevTools();
    },
  },
};

/** The default label of an item is that of its role. */
export function labelOf(role: string | undefined): string {
  return role === undefined ? '' : (ROLES[role]?.label ?? role);
}

/** Runs a role; returns whether it did anything. If not, the item's own `click` is called. */
export function execute(role: string | undefined, window: unknown, contents: unknown): boolean {
  const { onApp, onWindow, onPage } = (role === undefined ? undefined : ROLES[role]) ?? {};
  if (onApp !== undefined) onApp();
  else if (onWindow !== undefined && window instanceof BrowserWindow) onWindow(window);
  else if (onPage !== undefined && contents !== undefined && contents !== null)
    onPage(contents as StandinWebContents);
  else return false;
  return true;
}
