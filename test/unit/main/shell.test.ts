import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoginItemSettingsOptions, MenuItemConstructorOptions, Settings } from 'electron';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCALES } from '../../../contract/locale.ts';
import { fileLogger } from '../../../platform/file-logger.ts';
import { watchForFaults } from '../../../main/crash.ts';
import { Words } from '../../../main/i18n.ts';
import { createLoginItem, linuxLoginItem } from '../../../main/login-item.ts';
import { menuTemplate } from '../../../main/menu.ts';
import { PAUSES } from '../../../main/quiet.ts';
import { redacted } from '../../../platform/redact.ts';
import { ShellMemory } from '../../../main/shell-state.ts';
import { correctedPlace } from '../../../main/window-place.ts';
import { silentLogger } from '../../support/test-engine.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shell-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the place of the window', () => {
  const left = { x: 0, y: 0, width: 1920, height: 1080 };
  const right = { x: 1920, y: 0, width: 2560, height: 1440 };
  const place = { x: 2000, y: 100, width: 1200, height: 800, maximized: false };

  it('is kept where its display is there', () => {
    expect(correctedPlace(place, [left, right])).toEqual({
      x: 2000,
      y: 100,
      width: 1200,
      height: 800,
    });
  });

  it('is given up where its display is gone, but not its size', () => {
    expect(correctedPlace(place, [left])).toEqual({ width: 1200, height: 800 });
  });

  it('fits a display that has become smaller', () => {
    expect(
      correctedPlace({ ...place, x: 500, width: 2400, height: 1400 }, [
        { x: 0, y: 25, width: 1280, height: 695 },
      ]),
    ).toEqual({ x: 0, y: 25, width: 1280, height: 695 });
  });

  it('comes back onto the display where only a corner is left on it', () => {
    expect(correctedPlace({ ...place, x: 1919, y: 10 }, [left])).toEqual({
      width: 1200,
      height: 800,
    });
    expect(correctedPlace({ ...place, x: -900, y: 10 }, [left])).toMatchObject({ x: 0, y: 10 });
  });
});

describe('what the shell remembers', () => {
  it('is there at the next start', () => {
    const window = { x: 1, y: 2, width: 1000, height: 700, maximized: true };
    new ShellMemory(folder, silentLogger).remember({ window, toldOfTray: true });
    expect(new ShellMemory(folder, silentLogger).state).toEqual({
      window,
      toldOfTray: true,
      quietUntil: 0,
      trayIcon: 'colour',
    });
  });

  it('is forgotten where the file is damaged', () => {
    writeFileSync(join(folder, 'shell.json'), '{"window": {"x": "left"}}');
    expect(new ShellMemory(folder, silentLogger).state.window).toBeUndefined();
  });
});

describe('the login item on Linux', () => {
  it('is an autostart file, written and removed', () => {
    const path = join(folder, 'autostart/py-perf-desktop.desktop');
    const item = linuxLoginItem(path, '/opt/Py-Perf $1 "100%"/app');
    expect(item.isEnabled()).toBe(false);
    item.setEnabled(true);
    expect(item.isEnabled()).toBe(true);
    expect(readFileSync(path, 'utf8')).toContain(
      'Exec="/opt/Py-Perf \\\\$1 \\\\"100%%\\\\"/app" --hidden\n',
    );
    item.setEnabled(false);
    expect(existsSync(path)).toBe(false);
  });
});

describe('the login item', () => {
  const asked: (LoginItemSettingsOptions | Settings | undefined)[] = [];
  const app = {
    getLoginItemSettings: (options?: LoginItemSettingsOptions) => {
      asked.push(options);
      return { openAtLogin: true } as Electron.LoginItemSettings;
    },
    setLoginItemSettings: (settings: Settings) => void asked.push(settings),
  };
  const execPath = 'C:\\Temp\\2Xk\\Py-Perf Desktop.exe';

  it('starts the portable program that the user has, not its copy in a temporary folder', () => {
    const path = 'D:\\Tools\\py-perf.exe';
    const env = { PORTABLE_EXECUTABLE_FILE: path };
    const item = createLoginItem(app, { platform: 'win32', env, execPath });
    expect(item.isEnabled()).toBe(true);
    item.setEnabled(true);
    const expected = { path, args: ['--hidden'] };
    expect(asked).toEqual([expected, { openAtLogin: true, ...expected }]);
  });

  it('starts the AppImage that the user has, not its mount', () => {
    const env = { APPIMAGE: '/home/me/Py-Perf.AppImage', XDG_CONFIG_HOME: folder };
    createLoginItem(app, { platform: 'linux', env, execPath: '/tmp/.mount_x/app' }).setEnabled(
      true,
    );
    const file = readFileSync(join(folder, 'autostart/py-perf-desktop.desktop'), 'utf8');
    expect(file).toContain('Exec="/home/me/Py-Perf.AppImage" --hidden\n');
  });
});

describe('a log line', () => {
  it.each([
    ['key AKIAIOSFODNN7EXAMPLE used', 'key [redacted]MPLE used'],
    ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG', 'aws_secret_access_key = [redacted]'],
    [
      '{"secretAccessKey":"abc/def","region":"eu"}',
      '{"secretAccessKey":"[redacted]","region":"eu"}',
    ],
    ['X-Amz-Security-Token=FwoGZX&X-Amz-Date=1', 'X-Amz-Security-Token=[redacted]&X-Amz-Date=1'],
    ['Authorization: AWS4-HMAC-SHA256 Credential=x', 'Authorization: [redacted]'],
    ['the key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY is bad', 'the key [redacted] is bad'],
    [
      "{ secretAccessKey: 'abc+/12', sessionToken: 'xyz' }",
      "{ secretAccessKey: '[redacted]', sessionToken: '[redacted]' }",
    ],
    ['nothing to hide: web-01', 'nothing to hide: web-01'],
    [
      'commit fa6b57b0f1e2d3c4b5a69788796a5b4c3d2e1f00',
      'commit fa6b57b0f1e2d3c4b5a69788796a5b4c3d2e1f00',
    ],
  ])('hides secrets: %s', (text, safe) => {
    expect(redacted(text)).toBe(safe);
  });

  it('is written to the log file without them', () => {
    fileLogger(folder, 'app', () => undefined).error('failed', {
      detail: 'sessionToken="FwoGZXIv"',
    });
    const written = readFileSync(join(folder, 'logs/app.log'), 'utf8');
    expect(JSON.parse(written)).toMatchObject({ level: 'error', message: 'failed' });
    expect(written).not.toContain('FwoGZXIv');
  });
});

describe('a fault that nobody caught', () => {
  it('is logged every time and told once', () => {
    const listeners = new Map<string, (cause: unknown) => void>();
    const logged: string[] = [];
    let told = 0;
    watchForFaults(
      { on: (event, listener) => void listeners.set(event, listener) },
      { ...silentLogger, error: (message) => void logged.push(message) },
      () => (told += 1),
    );
    listeners.get('uncaughtException')?.(new Error('one'));
    listeners.get('unhandledRejection')?.('two');
    expect(logged).toHaveLength(2);
    expect(told).toBe(1);
  });
});

describe('the application menu', () => {
  const nothing = () => undefined;
  const actions = {
    syncNow: nothing,
    openSettings: nothing,
    openLogs: nothing,
    checkForUpdates: nothing,
  };
  const words = new Words('en');
  const menu = (platform: NodeJS.Platform, developer = false) =>
    menuTemplate({ platform, developer, words }, actions);
  const text = (platform: NodeJS.Platform, developer: boolean) =>
    JSON.stringify(menu(platform, developer));

  it('has settings in the app menu on macOS and in File elsewhere', () => {
    const [first] = menu('darwin');
    expect(first?.role).toBe('appMenu');
    expect(JSON.stringify(first)).toContain('CmdOrCtrl+,');
    const [file] = menu('win32');
    expect(JSON.stringify(file)).toContain('CmdOrCtrl+,');
  });

  it('looks for updates from the app menu on macOS and from Help elsewhere', () => {
    const [mac] = menu('darwin');
    expect(JSON.stringify(mac)).toContain('Check for updates');
    const help = menu('linux').at(-1);
    expect(JSON.stringify(help)).toContain('Check for updates');
    expect(text('darwin', false).match(/Check for updates/gu)).toHaveLength(1);
  });

  it('offers developer tools in development only', () => {
    expect(text('linux', true)).toContain('toggleDevTools');
    expect(text('linux', false)).not.toContain('toggleDevTools');
  });

  it.each(LOCALES)('leaves no label to Electron, whose own are English: %s', (locale) => {
    for (const platform of ['darwin', 'win32', 'linux'] as const) {
      const template = menuTemplate(
        { platform, developer: true, words: new Words(locale) },
        actions,
      );
      // macOS names the app's own menu by itself.
      const menus = template.filter(({ role }) => role !== 'appMenu');
      const items = template.flatMap(({ submenu }) => submenu as MenuItemConstructorOptions[]);
      const named = [...menus, ...items].filter(({ type }) => type !== 'separator');
      expect(named.filter(({ label }) => !label)).toEqual([]);
    }
  });
});

describe('a pause of the notifications', () => {
  it('until tomorrow ends at the next midnight of this machine', () => {
    const now = new Date(2026, 10, 24, 22, 30).getTime() / 1000;
    const tomorrow = PAUSES.find(({ id }) => id === 'pause-tomorrow')?.until(now) ?? 0;
    expect(new Date(tomorrow * 1000)).toEqual(new Date(2026, 10, 25));
  });
});
