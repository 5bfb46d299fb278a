import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCALES } from '../../../contract/locale.ts';
import { fileLogger } from '../../../platform/log/file-logger.ts';
import { watchForFaults } from '../../../main/system/crash.ts';
import { Translator } from '../../../main/system/i18n.ts';
import { menuTemplate } from '../../../main/window/menu.ts';
import { PAUSES, isPaused } from '../../../main/notifications/quiet.ts';
import { redacted } from '../../../platform/log/redact.ts';
import { ShellMemory } from '../../../main/system/shell-state.ts';
import { correctedPlace } from '../../../main/window/window-place.ts';
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
      quietFrom: 0,
      quietUntil: 0,
      shownNotices: [],
      trayIcon: 'colour',
    });
  });

  it('is forgotten where the file is damaged', () => {
    writeFileSync(join(folder, 'shell.json'), '{"window": {"x": "left"}}');
    expect(new ShellMemory(folder, silentLogger).state.window).toBeUndefined();
  });

  it.each([
    ['a later version', '{"version": 2, "trayIcon": "white"}', 'its format is 2'],
    ['keys that are not known', '{"trayIcon": "white", "zoom": 2}', 'zoom'],
  ])('is not touched where a newer release has written it: %s', (_, text, named) => {
    const newer = mkdtempSync(join(folder, 'newer-'));
    writeFileSync(join(newer, 'shell.json'), text);
    expect(() => new ShellMemory(newer, silentLogger)).toThrow(named);
    expect(readFileSync(join(newer, 'shell.json'), 'utf8')).toBe(text);
  });

  it('says in the log that it could not be read, which no file at all is not', () => {
    const unreadable = mkdtempSync(join(folder, 'unreadable-'));
    const warned: string[] = [];
    const logger = { ...silentLogger, warn: (message: string) => void warned.push(message) };
    new ShellMemory(unreadable, logger);
    expect(warned).toEqual([]);
    mkdirSync(join(unreadable, 'shell.json'));
    new ShellMemory(unreadable, logger);
    expect(warned).toEqual(['shell.json could not be read']);
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

  it.each([
    ['has no text', Object.create(null) as object, '[object Object]'],
    ['has a text of its own', { toString: () => 'SECRET', key: 'SECRET' }, '[object Object]'],
    ['is nothing', null, 'null'],
    ['is text', 'two', 'two'],
  ])('is logged where what was thrown %s', (_, cause, expected) => {
    const listeners = new Map<string, (cause: unknown) => void>();
    const logged: unknown[] = [];
    watchForFaults(
      { on: (event, listener) => void listeners.set(event, listener) },
      { ...silentLogger, error: (_message, fields) => void logged.push(fields) },
      () => undefined,
    );
    listeners.get('unhandledRejection')?.(cause);
    expect(logged).toEqual([{ detail: expected }]);
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
  const words = new Translator('en');
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

  it('has nothing in it that does nothing: some roles work on macOS alone', () => {
    const macOnly = ['zoom', 'front', 'services', 'hide', 'hideOthers', 'unhide'];
    const roles = (platform: NodeJS.Platform): (string | undefined)[] =>
      menu(platform).flatMap(({ submenu }) =>
        (submenu as MenuItemConstructorOptions[]).map(({ role }) => role),
      );
    for (const platform of ['win32', 'linux'] as const)
      expect(roles(platform).filter((role) => macOnly.includes(role ?? ''))).toEqual([]);
    expect(roles('darwin')).toEqual(expect.arrayContaining(macOnly));
  });

  it('offers developer tools in development only', () => {
    expect(text('linux', true)).toContain('toggleDevTools');
    expect(text('linux', false)).not.toContain('toggleDevTools');
  });

  it.each(LOCALES)('leaves no label to Electron, whose own are English: %s', (locale) => {
    for (const platform of ['darwin', 'win32', 'linux'] as const) {
      const template = menuTemplate(
        { platform, developer: true, words: new Translator(locale) },
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

  it('lasts until its end, and not for as long as a clock was wrong under which it began', () => {
    const now = 1_800_000_000;
    const pause = { quietFrom: now, quietUntil: now + 3600 };
    expect(isPaused(pause, now)).toBe(true);
    // Time servers put a clock right by moments.
    expect(isPaused(pause, now - 5)).toBe(true);
    expect(isPaused(pause, now + 3600)).toBe(false);
    expect(isPaused(pause, now - 3 * 365 * 86_400)).toBe(false);
    expect(isPaused(pause, now - 7200)).toBe(false);
  });

  it('is forgotten once the clock is set back, so that nothing is kept quiet', () => {
    const data = mkdtempSync(join(folder, 'pause-'));
    const memory = new ShellMemory(data, silentLogger);
    const now = 1_800_000_000;
    memory.remember({ quietFrom: now, quietUntil: now + 3600 });
    expect(memory.pauseAt(now + 60).quietUntil).toBe(now + 3600);
    memory.pauseAt(now - 86_400);
    expect(new ShellMemory(data, silentLogger).state.quietUntil).toBe(0);
  });
});
