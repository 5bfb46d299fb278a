import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { unlessClosing, windowHalf } from './runtime.ts';

/** The parts of the system that Electron uses. */

type Dialog = Pick<
  Electron.Dialog,
  'showErrorBox' | 'showMessageBox' | 'showMessageBoxSync' | 'showOpenDialog' | 'showSaveDialog'
>;

/** Nobody can answer: every dialog is cancelled; an error box goes to standard error. */
export const dialog: Dialog = {
  showErrorBox: (title, content) => {
    process.stderr.write(`${title}: ${content}\n`);
  },
  showMessageBox: () => Promise.resolve({ response: 0, checkboxChecked: false }),
  showMessageBoxSync: () => 0,
  showOpenDialog: () => Promise.resolve({ canceled: true, filePaths: [] }),
  showSaveDialog: () => Promise.resolve({ canceled: true, filePath: '' }),
};

type Shell = Pick<
  Electron.Shell,
  'openExternal' | 'openPath' | 'showItemInFolder' | 'beep' | 'trashItem'
>;

/** Opens nothing. Tests see the calls by replacing its functions in `evaluate`. */
export const shell: Shell = {
  openExternal: () => Promise.resolve(),
  openPath: () => Promise.resolve(''),
  showItemInFolder: () => undefined,
  trashItem: () => Promise.resolve(),
  beep: () => undefined,
};

class StandinPowerMonitor
  extends EventEmitter
  implements
    Pick<Electron.PowerMonitor, 'getSystemIdleState' | 'getSystemIdleTime' | 'isOnBatteryPower'>
{
  readonly onBatteryPower = false;

  getSystemIdleState(): 'active' {
    return 'active';
  }

  getSystemIdleTime(): number {
    return 0;
  }

  isOnBatteryPower(): boolean {
    return this.onBatteryPower;
  }
}

/** Tests emit its events (`suspend`, `resume`, `lock-screen`…). */
export const powerMonitor = new StandinPowerMonitor();

/** The network, as a test sets it. */
class StandinNet implements Pick<Electron.Net, 'isOnline' | 'fetch'> {
  online = true;

  isOnline(): boolean {
    return this.online;
  }

  fetch(...args: Parameters<Electron.Net['fetch']>): Promise<GlobalResponse> {
    return fetch(...args);
  }
}

/** The stand-in's `net`. */
export const net = new StandinNet();

type ThemeMembers = Pick<
  Electron.NativeTheme,
  'themeSource' | 'shouldUseDarkColors' | 'shouldUseHighContrastColors'
>;

class StandinTheme extends EventEmitter implements ThemeMembers {
  readonly shouldUseHighContrastColors = false;
  #source: ThemeMembers['themeSource'] = 'system';

  get themeSource(): ThemeMembers['themeSource'] {
    return this.#source;
  }

  set themeSource(source: ThemeMembers['themeSource']) {
    this.#source = source;
    unlessClosing(windowHalf().setTheme(source));
    this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}

/** The stand-in's `nativeTheme`. */
export const nativeTheme = new StandinTheme();

let clipboardText = '';

/** Asynchronous since Electron 44. */
export const clipboard: Pick<Electron.Clipboard, 'writeText' | 'readText'> = {
  writeText: (text: string): Promise<void> => {
    clipboardText = text;
    return Promise.resolve();
  },
  readText: (): Promise<string> => Promise.resolve(clipboardText),
};

/** The stand-in's `crashReporter`, which reports nothing. */
export const crashReporter: Pick<Electron.CrashReporter, 'start'> = { start: () => undefined };

const BLOCKER = 1;

/** The stand-in's `powerSaveBlocker`, which blocks nothing. */
export const powerSaveBlocker: Pick<Electron.PowerSaveBlocker, 'start' | 'stop' | 'isStarted'> = {
  start: () => BLOCKER,
  stop: () => true,
  isStarted: () => false,
};
