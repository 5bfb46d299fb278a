import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { App, LoginItemSettings, Settings } from 'electron';
import { BrowserWindow } from './browser-window.ts';
import { MAIN_BUNDLE, PreventableEvent } from './runtime.ts';
import { SingleInstance } from './single-instance.ts';

type PathName = Parameters<App['getPath']>[0];

/** The members of `app` that are emulated. */
type Emulated = Pick<
  App,
  | 'name'
  | 'isPackaged'
  | 'commandLine'
  | 'getAppPath'
  | 'getLocale'
  | 'getName'
  | 'getPath'
  | 'getPreferredSystemLanguages'
  | 'getVersion'
  | 'isReady'
  | 'whenReady'
  | 'quit'
  | 'exit'
  | 'relaunch'
  | 'focus'
  | 'hide'
  | 'show'
  | 'enableSandbox'
  | 'setPath'
  | 'setName'
  | 'setAppLogsPath'
  | 'setAppUserModelId'
  | 'setAboutPanelOptions'
  | 'setLoginItemSettings'
  | 'getLoginItemSettings'
  | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'releaseSingleInstanceLock'
>;

class StandinApp extends EventEmitter implements Emulated {
  readonly isPackaged = false;
  /** Absent outside of macOS. */
  readonly dock = undefined;
  name: string;
  readonly #appPath = findPackage(dirname(MAIN_BUNDLE));
  readonly #version: string;
  readonly #paths = new Map<PathName, string>();
  readonly #switches = new Map<string, string>();
  readonly #ready = Promise.withResolvers<undefined>();
  readonly #instance = new SingleInstance(({ argv, workingDirectory, additionalData }) => {
    this.emit('second-instance', new PreventableEvent(), argv, workingDirectory, additionalData);
  });
  #isReady = false;
  #quitting = false;
  #loginItem: Settings = { openAtLogin: false };

  constructor() {
    super();
    const { name, productName, version } = readPackage(this.#appPath);
    this.name = productName ?? name;
    this.#version = version;
    BrowserWindow.life = {
      created: (window) => {
        this.emit('web-contents-created', new PreventableEvent(), window.webContents);
        this.emit('browser-window-created', new PreventableEvent(), window);
      },
      focusChanged: (window, focused) => {
        const event = focused ? 'browser-window-focus' : 'browser-window-blur';
        this.emit(event, new PreventableEvent(), window);
      },
      allClosed: () => {
        this.#allClosed();
      },
      sessionData: () => this.getPath('sessionData'),
    };
  }

  readonly commandLine: App['commandLine'] = {
    appendSwitch: (name, value = '') => void this.#switches.set(name, value),
    appendArgument: () => undefined,
    getSwitchValue: (name) => this.#switches.get(name) ?? '',
    hasSwitch: (name) => this.#switches.has(name) || process.argv.includes(`--${name}`),
    removeSwitch: (name) => void this.#switches.delete(name),
  };

  /** The app's code has been loaded: Electron is ready only after that. */
  becomeReady(): void {
    this.#isReady = true;
    this.emit('will-finish-launching');
    this.emit('ready', new PreventableEvent(), {});
    this.#ready.resolve(undefined);
  }

  getAppPath(): string {
    return this.#appPath;
  }

  getLocale(): string {
    return 'en-US';
  }

  getName(): string {
    return this.name;
  }

  setName(name: string): void {
    this.name = name;
  }

  getPreferredSystemLanguages(): string[] {
    return ['en-US'];
  }

  getVersion(): string {
    return this.#version;
  }

  getPath(name: PathName): string {
    const chosen = this.#paths.get(name);
    if (chosen !== undefined) return chosen;
    const appData = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
    switch (name) {
      case 'home':
        return homedir();
      case 'appData':
        return appData;
      case 'userData':
        return this.commandLine.getSwitchValue('user-data-dir') || join(appData, this.name);
      case 'sessionData':
        return this.getPath('userData');
      case 'logs':
        return join(this.getPath('userData'), 'logs');
      case 'crashDumps':
        return join(this.getPath('userData'), 'Crashpad');
      case 'temp':
        return tmpdir();
      case 'exe':
        return process.execPath;
      default:
        return join(homedir(), name);
    }
  }

  setPath(name: PathName, path: string): void {
    this.#paths.set(name, path);
  }

  setAppLogsPath(path?: string): void {
    this.#paths.set('logs', path ?? join(this.getPath('userData'), 'logs'));
  }

  isReady(): boolean {
    return this.#isReady;
  }

  async whenReady(): Promise<void> {
    await this.#ready.promise;
  }

  /** Asks the app at once, and its windows, which take their time to close, after that. */
  quit(): void {
    if (this.#quitting) return;
    const event = new PreventableEvent();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#quitting = true;
    setImmediate(() => {
      this.#closeWindows();
    });
  }

  exit(code = 0): void {
    this.#instance.release();
    this.emit('quit', new PreventableEvent(), code);
    process.exit(code);
  }

  relaunch(): void {
    // The one who drives the stand-in starts the app anew.
  }

  enableSandbox(): void {
    if (this.#isReady)
      throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    return this.#instance.request(this.getPath('userData'), additionalData ?? null);
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance.held;
  }

  releaseSingleInstanceLock(): void {
    this.#instance.release();
  }

  /** Does nothing on Linux, as Electron's. */
  setLoginItemSettings(settings: Settings): void {
    if (process.platform !== 'linux') this.#loginItem = settings;
  }

  getLoginItemSettings(): LoginItemSettings {
    const { openAtLogin = false } = this.#loginItem;
    return {
      openAtLogin,
      wasOpenedAtLogin: false,
      status: openAtLogin ? 'enabled' : 'not-registered',
      executableWillLaunchAtLogin: openAtLogin,
      launchItems: [],
    };
  }

  focus(): void {
    // No other application competes for the focus.
  }

  hide(): void {
    // macOS only.
  }

  show(): void {
    // macOS only.
  }

  setAppUserModelId(): void {
    // Windows only.
  }

  setAboutPanelOptions(): void {
    // The panel is not shown.
  }

  #allClosed(): void {
    if (this.#quitting) this.#finish();
    else if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  #closeWindows(): void {
    for (const window of BrowserWindow.getAllWindows()) {
      if (window.isDestroyed()) continue;
      window.close();
      // A window that stays open cancels the quitting.
      if (!window.isDestroyed()) {
        this.#quitting = false;
        return;
      }
    }
    if (BrowserWindow.getAllWindows().length === 0) this.#finish();
  }

  #finish(): void {
    const event = new PreventableEvent();
    this.emit('will-quit', event);
    if (event.defaultPrevented) {
      this.#quitting = false;
      return;
    }
    this.exit(0);
  }
}

interface Package {
  name: string;
  productName?: string;
  version: string;
}

function readPackage(folder: string): Package {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
}

function findPackage(folder: string): string {
  try {
    readPackage(folder);
    return folder;
  } catch (error) {
    if (dirname(folder) === folder) throw error;
    return findPackage(dirname(folder));
  }
}

export const app = new StandinApp();
