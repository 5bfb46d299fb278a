import type { App } from 'electron';
import { autostartEntry, autostartPath } from './autostart-entry.ts';
import { installedExecutable } from '../system/executable.ts';

/** With this argument the app starts into the tray, without a window. */
export const HIDDEN_ARGUMENT = '--hidden';

/** Whether the app starts when the user logs in. The system stores it, not our settings. */
export interface LoginItem {
  isEnabled(): boolean;
  /** Throws if the system refuses. Some refuse silently: only `isEnabled` shows the result. */
  setEnabled(enabled: boolean): void;
  /** Repairs an item whose program is gone, for example after an update that changed its name. */
  repair(): void;
}

/** The program to start, and the system that starts it. */
export interface LoginFacts {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  execPath: string;
}

type LoginApp = Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;

/** The login item of this system: Electron's on macOS and Windows, an autostart file on Linux. */
export function createLoginItem(
  app: LoginApp,
  { platform, env, execPath }: LoginFacts = process,
): LoginItem {
  const executable = installedExecutable(env, execPath);
  if (platform === 'linux')
    return autostartEntry(autostartPath(env), [executable, HIDDEN_ARGUMENT]);
  return platform === 'win32' ? windowsLoginItem(app, executable) : macLoginItem(app);
}

/** macOS starts the app without arguments, and reports whether it did. */
function macLoginItem(app: LoginApp): LoginItem {
  return {
    isEnabled: () => app.getLoginItemSettings().openAtLogin,
    setEnabled: (openAtLogin) => {
      app.setLoginItemSettings({ openAtLogin });
    },
    repair: () => undefined,
  };
}

function windowsLoginItem(app: LoginApp, executable: string): LoginItem {
  // Electron writes the path as it is, and parses what is stored as a command line: without quotes it ends at the first
  // space.
  const item = { path: `"${executable}"`, args: [HIDDEN_ARGUMENT] };
  const program = executable.toLowerCase();
  return {
    // `openAtLogin` stays true if the user has turned the item off in the Task Manager.
    isEnabled: () =>
      app
        .getLoginItemSettings(item)
        .launchItems.some(
          ({ enabled, path, args }) =>
            enabled && path.toLowerCase() === program && args.includes(HIDDEN_ARGUMENT),
        ),
    setEnabled: (openAtLogin) => {
      app.setLoginItemSettings({ openAtLogin, ...item });
    },
    repair: () => undefined,
  };
}
