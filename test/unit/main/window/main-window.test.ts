import type { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rectangle } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MainWindow } from '../../../../main/window/main-window.ts';
import { ShellMemory } from '../../../../main/system/shell-state.ts';
import { silentLogger } from '../../../support/test-engine.ts';

interface FakeWindow extends EventEmitter {
  visible: boolean;
  fullScreen: boolean;
  maximized: boolean;
  bounds: Rectangle;
  close: () => void;
}

const { windows, displays } = vi.hoisted(() => ({
  windows: [] as FakeWindow[],
  displays: [] as { id: number; workArea: Rectangle }[],
}));

vi.mock('electron', async () => {
  const app = { isPackaged: false };
  const { EventEmitter: Emitter } = await import('node:events');
  class BrowserWindow extends Emitter {
    visible = false;
    fullScreen = false;
    maximized = false;
    bounds: Rectangle;
    constructor({ width, height }: Pick<Rectangle, 'width' | 'height'>) {
      super();
      this.bounds = { x: 0, y: 0, width, height };
      windows.push(this);
    }
    loadURL = (): Promise<void> => Promise.resolve();
    isDestroyed = (): boolean => false;
    isMinimized = (): boolean => false;
    isMaximized = (): boolean => this.maximized;
    isFullScreen = (): boolean => this.fullScreen;
    maximize = (): void => void (this.maximized = true);
    unmaximize = (): void => void (this.maximized = false);
    focus = (): void => undefined;
    show = (): void => void (this.visible = true);
    hide = (): void => void (this.visible = false);
    getBounds = (): Rectangle => this.bounds;
    getNormalBounds = (): Rectangle => this.bounds;
    setBounds = (bounds: Rectangle): void => void (this.bounds = bounds);
    /** An animation, at whose end the event comes. */
    setFullScreen = (wanted: boolean): void => void (this.fullScreen = wanted);
    close = (): void => void this.emit('close', { preventDefault: () => undefined });
  }
  const screen = { getPrimaryDisplay: () => displays[0], getAllDisplays: () => displays };
  return { app, BrowserWindow, screen };
});

const PRIMARY = { id: 1, workArea: { x: 0, y: 25, width: 1920, height: 1055 } };
const SECOND = { id: 2, workArea: { x: 1920, y: 0, width: 2560, height: 1440 } };

let folder: string;
let memory: ShellMemory;
const told: string[] = [];

beforeEach(() => {
  windows.length = 0;
  told.length = 0;
  displays.splice(0, Infinity, PRIMARY, SECOND);
  folder = mkdtempSync(join(tmpdir(), 'window-'));
  memory = new ShellMemory(folder, silentLogger);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function open(platform: NodeJS.Platform): { main: MainWindow; window: FakeWindow } {
  const main = new MainWindow({
    preload: '/preload.cjs',
    icon: '/icon.png',
    memory,
    logger: silentLogger,
    platform,
    onHidden: () => told.push('hidden'),
    onSessionEnd: () => told.push('session ends'),
  });
  main.open();
  const [window] = windows;
  if (window === undefined) throw new Error('no window was made');
  window.emit('ready-to-show');
  return { main, window };
}

describe('closing the window', () => {
  it('leaves the full screen first on macOS, which would keep a black one', () => {
    const { window } = open('darwin');
    window.fullScreen = true;
    window.close();
    expect(window).toMatchObject({ fullScreen: false, visible: true });
    window.emit('leave-full-screen');
    expect(window.visible).toBe(false);
    expect(told).toEqual(['hidden']);
  });

  it('hides it at once elsewhere, and on macOS if it is not full screen', () => {
    const { window } = open('linux');
    window.fullScreen = true;
    window.close();
    expect(window).toMatchObject({ fullScreen: true, visible: false });

    windows.length = 0;
    const mac = open('darwin').window;
    mac.close();
    expect(mac.visible).toBe(false);
  });
});

describe('a window whose display was taken away while it was hidden', () => {
  const place = { x: 2600, y: 200, width: 1200, height: 800 };

  it.each([false, true])('opens in the middle of the primary one; maximized: %s', (maximized) => {
    const { main, window } = open('win32');
    Object.assign(window, { bounds: place, maximized });
    window.close();
    displays.splice(0, Infinity, PRIMARY);
    main.open();
    expect(window).toMatchObject({
      visible: true,
      maximized,
      bounds: { x: 360, y: 153, width: 1200, height: 800 },
    });
  });

  it('stays in place as long as the user can grab it', () => {
    const { main, window } = open('win32');
    window.bounds = { ...place, x: 4300 };
    main.open();
    expect(window.bounds.x).toBe(4300);
  });
});

describe('the end of the session on Windows, which tells windows only', () => {
  it('the end of the session on Windows ends the app', () => {
    open('win32').window.emit('session-end', { reasons: ['shutdown'] });
    expect(told).toEqual(['session ends']);
  });
});
