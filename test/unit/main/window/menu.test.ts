import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../../../contract/locale.ts';
import { Translator } from '../../../../main/system/i18n.ts';
import { menuTemplate } from '../../../../main/window/menu.ts';

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

  it('the application menu has settings in the app menu on macOS and in File elsewhere', () => {
    const [first] = menu('darwin');
    expect(first?.role).toBe('appMenu');
    expect(JSON.stringify(first)).toContain('CmdOrCtrl+,');
    const [file] = menu('win32');
    expect(JSON.stringify(file)).toContain('CmdOrCtrl+,');
  });

  it('checks for updates from the app menu on macOS and from Help elsewhere', () => {
    const [mac] = menu('darwin');
    expect(JSON.stringify(mac)).toContain('Check for updates');
    const help = menu('linux').at(-1);
    expect(JSON.stringify(help)).toContain('Check for updates');
    expect(text('darwin', false).match(/Check for updates/gu)).toHaveLength(1);
  });

  it('the application menu has no items without effect: some roles work on macOS only', () => {
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

  it.each(LOCALES)('uses no labels of Electron, which are English: %s', (locale) => {
    for (const platform of ['darwin', 'win32', 'linux'] as const) {
      const template = menuTemplate(
        { platform, developer: true, words: new Translator(locale) },
        actions,
      );
      // macOS names the app's own menu itself.
      const menus = template.filter(({ role }) => role !== 'appMenu');
      const items = template.flatMap(({ submenu }) => submenu as MenuItemConstructorOptions[]);
      const named = [...menus, ...items].filter(({ type }) => type !== 'separator');
      expect(named.filter(({ label }) => !label)).toEqual([]);
    }
  });
});
