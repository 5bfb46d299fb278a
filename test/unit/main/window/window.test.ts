import { beforeEach, expect, it, vi } from 'vitest';
import { createWindow } from '../../../../main/window/window.ts';

const made = vi.hoisted(() => [] as { webPreferences: object }[]);
const app = vi.hoisted(() => ({ isPackaged: true }));

vi.mock('electron', () => ({
  app,
  BrowserWindow: class {
    constructor(options: { webPreferences: object }) {
      made.push(options);
    }
    once(): void {
      // Nothing happens to this window.
    }
  },
  screen: {
    getPrimaryDisplay: () => ({ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } }),
    getAllDisplays: () => [],
  },
}));

beforeEach(() => {
  made.length = 0;
});

it('gives its page exactly these rights, whatever Electron\u2019s defaults are', () => {
  createWindow({ preload: '/preload.cjs', icon: '/icon.png', place: undefined });
  expect(made.map(({ webPreferences }) => webPreferences)).toEqual([
    {
      preload: '/preload.cjs',
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
      devTools: false,
    },
  ]);
});

it('has developer tools only if it is not packaged', () => {
  app.isPackaged = false;
  createWindow({ preload: '/preload.cjs', icon: '/icon.png', place: undefined });
  app.isPackaged = true;
  expect(made).toMatchObject([{ webPreferences: { devTools: true } }]);
});
