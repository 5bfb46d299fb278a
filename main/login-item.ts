import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { App } from 'electron';
import { installedExecutable } from './executable.ts';

/** With this argument the app starts into the tray, without a window. */
export const HIDDEN_ARGUMENT = '--hidden';

/** Whether the app starts when the user logs in. The system keeps it, not our settings. */
export interface LoginItem {
  isEnabled(): boolean;
  /** Throws where the system refuses. */
  setEnabled(enabled: boolean): void;
}

export interface LoginFacts {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  execPath: string;
}

/** The login item of this system: Electron's on macOS and Windows, an autostart file on Linux. */
export function createLoginItem(
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>,
  { platform, env, execPath }: LoginFacts = process,
): LoginItem {
  const executable = installedExecutable(env, execPath);
  if (platform === 'linux') return linuxLoginItem(autostartPath(env), executable);
  // Windows alone looks at path and arguments, both when it is asked and when it is told.
  const item = { path: executable, args: [HIDDEN_ARGUMENT] };
  return {
    isEnabled: () => app.getLoginItemSettings(item).openAtLogin,
    setEnabled: (enabled) => {
      app.setLoginItemSettings({ openAtLogin: enabled, ...item });
    },
  };
}

/** An autostart file (freedesktop.org Autostart Specification) at `path` that starts `executable`. */
export function linuxLoginItem(path: string, executable: string): LoginItem {
  return {
    isEnabled: () => existsSync(path),
    setEnabled: (enabled) => {
      if (!enabled) {
        rmSync(path, { force: true });
        return;
      }
      mkdirSync(dirname(path), { recursive: true });
      writeFileAtomic.sync(path, autostartFile(executable));
    },
  };
}

function autostartPath(env: NodeJS.ProcessEnv): string {
  const config = env['XDG_CONFIG_HOME'] ?? '';
  return join(
    config === '' ? join(homedir(), '.config') : config,
    'autostart/py-perf-desktop.desktop',
  );
}

function autostartFile(executable: string): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Py-Perf Desktop',
    `Exec=${quoted(executable)} ${HIDDEN_ARGUMENT}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** A quoted argument of `Exec`: reserved characters escaped, then backslashes again as in any string value, then `%`. */
function quoted(argument: string): string {
  const escaped = argument.replace(/["`$\\]/gu, '\\$&').replaceAll('\\', '\\\\');
  return `"${escaped.replaceAll('%', '%%')}"`;
}
