import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoginItemSettings, LoginItemSettingsOptions, Settings } from 'electron';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { autostartEntry, autostartPath } from '../../../../main/login/autostart-entry.ts';
import { createLoginItem } from '../../../../main/login/login-item.ts';
import { startAtLogin } from '../../../../main/login/start-at-login.ts';
import { silentLogger } from '../../../support/test-engine.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'login-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const HIDDEN = '--hidden';

describe('the autostart file', () => {
  const at = (): string => join(folder, 'autostart/py-perf-desktop.desktop');
  const entry = (program: string) => autostartEntry(at(), [program, HIDDEN]);
  const execs = (): string[] => readFileSync(at(), 'utf8').match(/^Exec=.*$/gmu) ?? [];

  it('the autostart file is written and removed', () => {
    const item = entry('/opt/Py-Perf $1 "100%"/app');
    expect(item.isEnabled()).toBe(false);
    item.setEnabled(true);
    expect(item.isEnabled()).toBe(true);
    expect(execs()).toEqual(['Exec="/opt/Py-Perf \\\\$1 \\\\"100%%\\\\"/app" --hidden']);
    item.setEnabled(false);
    expect(existsSync(at())).toBe(false);
    item.setEnabled(false);
  });

  it('the autostart file waits for the panel, which shows the tray icon', () => {
    entry('/opt/app').setEnabled(true);
    expect(readFileSync(at(), 'utf8').split('\n')).toEqual(
      expect.arrayContaining([
        'X-GNOME-Autostart-Delay=5',
        'X-KDE-autostart-after=panel',
        'X-LXQt-Need-Tray=true',
      ]),
    );
  });

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])(
    'the autostart file is off if a desktop has marked it with %s, and on when it is switched on again',
    (mark) => {
      const item = entry('/opt/app');
      item.setEnabled(true);
      const [key = ''] = mark.split('=');
      const kept = readFileSync(at(), 'utf8').replace(new RegExp(`^${key}=.*\n`, 'mu'), '');
      writeFileSync(at(), `${kept}${mark}\n[Desktop Action x]\nHidden=false\n`);
      expect(item.isEnabled()).toBe(false);
      item.repair();
      expect(item.isEnabled()).toBe(false);
      item.setEnabled(true);
      expect(item.isEnabled()).toBe(true);
    },
  );

  it('starts the new program after an update has renamed it', () => {
    const old = join(folder, 'Py-Perf "0.1" 100%.AppImage');
    entry(old).setEnabled(true);
    const renamed = entry(join(folder, 'Py-Perf 0.2.AppImage'));
    writeFileSync(old, '');
    renamed.repair();
    expect(execs()[0]).toContain('0.1');
    rmSync(old);
    renamed.repair();
    expect(execs()[0]).toContain('Py-Perf 0.2.AppImage" --hidden');
  });

  it('the autostart file is not created by a repair', () => {
    entry('/opt/app').repair();
    expect(existsSync(at())).toBe(false);
  });

  it('the autostart file is where the specification says; a relative folder is ignored', () => {
    const name = 'autostart/py-perf-desktop.desktop';
    expect(autostartPath({ XDG_CONFIG_HOME: '/etc/me' })).toBe(join('/etc/me', name));
    for (const config of [undefined, '', 'relative'])
      expect(autostartPath({ XDG_CONFIG_HOME: config })).toBe(join(homedir(), '.config', name));
  });

  it('starts the AppImage that the user has, not its mount', () => {
    const image = '/home/me/Py-Perf.AppImage';
    const env = { APPIMAGE: image, APPDIR: '/tmp/.mount_x', XDG_CONFIG_HOME: folder };
    const facts = { platform: 'linux', env, execPath: '/tmp/.mount_x/app' } as const;
    createLoginItem(unusedApp, facts).setEnabled(true);
    expect(execs()).toEqual([`Exec="${image}" --hidden`]);
  });

  it('starts this program, not the AppImage of the editor that it was started from', () => {
    const env = { APPIMAGE: '/home/me/Editor.AppImage', APPDIR: '/tmp/.mount_e' };
    const execPath = '/opt/Py-Perf Desktop/py-perf-desktop';
    const facts = {
      platform: 'linux',
      env: { ...env, XDG_CONFIG_HOME: folder },
      execPath,
    } as const;
    createLoginItem(unusedApp, facts).setEnabled(true);
    expect(execs()).toEqual([`Exec="${execPath}" --hidden`]);
  });
});

const unusedApp = {
  getLoginItemSettings: (): LoginItemSettings => {
    throw new Error('Electron keeps no login item on Linux');
  },
  setLoginItemSettings: () => undefined,
};

/** Windows' registry, as Electron reads and writes it. */
function fakeWindows(startupApproved = true) {
  const told: Settings[] = [];
  const written = { command: null as string | null, startupApproved };
  const app = {
    setLoginItemSettings: (settings: Settings) => {
      told.push(settings);
      written.command =
        settings.openAtLogin === true ? [settings.path, ...(settings.args ?? [])].join(' ') : null;
    },
    getLoginItemSettings: ({ path = '', args = [] }: LoginItemSettingsOptions = {}) => {
      const { command } = written;
      const items = command === null ? [] : [parse(command)];
      const asked = parse(path).path.toLowerCase();
      const launchItems = items
        .filter((item) => item.path.toLowerCase() === asked)
        .map((item) => ({ ...item, name: 'x', scope: 'user', enabled: written.startupApproved }));
      const openAtLogin = command === [path, ...args].join(' ');
      return { openAtLogin, launchItems } as unknown as LoginItemSettings;
    },
  };
  return { app, told, written };
}

/** As `CommandLine::FromString` does: without quotes, the program ends at the first space. */
function parse(command: string): { path: string; args: string[] } {
  const [, quoted, plain, rest = ''] = /^(?:"([^"]*)"|(\S*))\s*(.*)$/u.exec(command) ?? [];
  return { path: quoted ?? plain ?? '', args: rest.split(' ') };
}

describe('the login item of Windows', () => {
  const execPath = 'C:\\Users\\A B\\Programs\\Py-Perf Desktop\\Py-Perf Desktop.exe';
  const facts = { platform: 'win32', env: {}, execPath } as const;

  it('the login item of Windows is a command line that Windows parses correctly with spaces in the path', () => {
    const { app, written } = fakeWindows();
    const item = createLoginItem(app, facts);
    expect(item.isEnabled()).toBe(false);
    item.setEnabled(true);
    expect(parse(written.command ?? '')).toEqual({ path: execPath, args: [HIDDEN] });
    expect(item.isEnabled()).toBe(true);
    item.setEnabled(false);
    expect(item.isEnabled()).toBe(false);
  });

  it('the login item of Windows is off if the user has turned it off in the Task Manager', () => {
    const { app, written } = fakeWindows();
    const item = createLoginItem(app, facts);
    item.setEnabled(true);
    written.startupApproved = false;
    expect(item.isEnabled()).toBe(false);
  });

  it('starts the portable program that the user has, not its copy in a temporary folder', () => {
    const path = 'D:\\Tools\\py-perf.exe';
    const { app, told } = fakeWindows();
    const env = { PORTABLE_EXECUTABLE_FILE: path, TEMP: '/temp' };
    const execPath = '/temp/nsx1.tmp/app/py-perf.exe';
    createLoginItem(app, { ...facts, env, execPath }).setEnabled(true);
    expect(told).toEqual([{ openAtLogin: true, path: `"${path}"`, args: [HIDDEN] }]);
  });
});

describe('switching the start at login', () => {
  const refused = (work: () => void, enabled = false) => {
    const told: (string | null)[] = [];
    const item = { isEnabled: () => enabled, setEnabled: work, repair: () => undefined };
    const login = startAtLogin({
      item,
      logger: silentLogger,
      onRefused: (detail) => told.push(detail),
    });
    login.setEnabled(true);
    return told;
  };

  it('reports the system’s error instead of throwing', () => {
    // A folder in the place of the file: nobody, not even root, can write that.
    const path = join(folder, 'taken');
    mkdirSync(join(path, 'x'), { recursive: true });
    const item = autostartEntry(path, ['/opt/app', HIDDEN]);
    const told: (string | null)[] = [];
    const login = startAtLogin({
      item,
      logger: silentLogger,
      onRefused: (detail) => told.push(detail),
    });
    login.setEnabled(true);
    expect(told).toEqual([expect.stringContaining(path)]);
    expect(login.isEnabled()).toBe(false);
  });

  it('reports a system that refuses silently, as macOS does', () => {
    expect(refused(() => undefined)).toEqual([null]);
  });

  it('reports nothing on success', () => {
    expect(refused(() => undefined, true)).toEqual([]);
  });

  it('starts although the item cannot be repaired', () => {
    const item = {
      isEnabled: () => false,
      setEnabled: () => undefined,
      repair: () => {
        throw new Error('read-only');
      },
    };
    const login = startAtLogin({ item, logger: silentLogger, onRefused: () => undefined });
    expect(login.isEnabled()).toBe(false);
  });
});
