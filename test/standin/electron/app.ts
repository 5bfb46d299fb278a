import { EventEmitter } from 'node:events';
import { homedir, tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import type { App, LoginItemSettings, Settings } from 'electron';
import { BrowserWindow } from './browser-window.ts';
import { findPackage, readPackage } from './package-json.ts';
import { MAIN_BUNDLE, PreventableEvent, endProcess } from './runtime.ts';
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
  | 'setAsDefaultProtocolClient'
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
    const event = new PreventableEvent();
    // Never before "ready".
    void this.#ready.promise.then(() =>
      this.emit('second-instance', event, reordered(argv), workingDirectory, additionalData),
    );
  });
  #isReady = false;
  #quitting = false;
  #exiting = false;
  #ended = false;
  #exitCode = 0;
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
      // A window that stays open cancels quitting.
      closeCancelled: () => {
        this.#quitting = false;
      },
      allClosed: () => {
        this.#allClosed();
      },
      crashed: (contents, details) => {
        this.emit('render-process-gone', new PreventableEvent(), contents, details);
      },
      sessionData: () => this.getPath('sessionData'),
      isReady: () => this.#isReady,
    };
  }

  readonly commandLine: App['commandLine'] = {
    appendSwitch: (name, value = '') => void this.#switches.set(name, value),
    appendArgument: () => undefined,
    getSwitchValue: (name) => this.#switches.get(name) ?? '',
    hasSwitch: (name) => this.#switches.has(name) || process.argv.includes(`--${name}`),
    removeSwitch: (name) => void this.#switches.delete(name),
  };

  /** The app's code has been loaded: Electron is ready only after that, and never if the app has quit by then. */
  becomeReady(): void {
    if (this.#ended) return;
    this.#isReady = true;
    this.emit('will-finish-launching');
    this.emit('ready', new PreventableEvent(), {});
    this.#ready.resolve(undefined);
  }

  getAppPath(): string {
    return this.#appPath;
  }

  getLocale(): string {
    return this.#isReady ? 'en-US' : '';
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
    if (!isAbsolute(path)) throw new Error('Path must be absolute');
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

  /** Asks the app and its windows at once; the windows close later. */
  quit(): void {
    if (this.#quitting) return;
    const event = new PreventableEvent();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#quitting = true;
    const windows = BrowserWindow.getAllWindows();
    if (windows.length === 0) this.#notifyAndEnd();
    for (const window of windows) window.close();
  }

  /** Closes windows without asking them. The caller still completes its turn, as on Electron. */
  exit(code = 0): void {
    if (!this.#isReady) endProcess(code);
    this.#exitCode = code;
    this.#quitting = true;
    this.#exiting = true;
    const windows = BrowserWindow.getAllWindows();
    if (windows.length === 0) this.#end();
    for (const window of windows) window.destroy();
  }

  relaunch(): void {
    // The process that drives the stand-in restarts the app.
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

  /** Does nothing on Linux, as on Electron. */
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

  setAsDefaultProtocolClient(): boolean {
    // As on a Linux whose desktop entries do not contain the program.
    return false;
  }

  setAboutPanelOptions(): void {
    // The panel is not shown.
  }

  #allClosed(): void {
    if (this.#exiting) this.#end();
    else if (this.#quitting) this.#notifyAndEnd();
    else if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  #notifyAndEnd(): void {
    const event = new PreventableEvent();
    this.emit('will-quit', event);
    if (event.defaultPrevented) this.#quitting = false;
    else this.#end();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#instance.release();
    this.emit('quit', new PreventableEvent(), this.#exitCode);
    setImmediate(() => endProcess(this.#exitCode));
  }
}

/** The same arguments in Chromium's order: switches first, and one of its own among them. */
function reordered([program = '', ...rest]: string[]): string[] {
  const isSwitch = (argument: string): boolean => argument.startsWith('--');
  return [
    program,
    ...rest.filter(isSwitch),
    '--allow-file-access-from-files',
    ...rest.filter((argument) => !isSwitch(argument)),
  ];
}

/** The stand-in's `app`. */
export const app = new StandinApp();
