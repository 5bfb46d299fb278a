import type { MenuItemConstructorOptions } from 'electron';
import type { TextKey, Translator } from '../system/i18n.ts';

/** The actions of the menu. */
export interface MenuActions {
  syncNow: () => void;
  openSettings: () => void;
  openLogs: () => void;
  checkForUpdates: () => void;
}

/** The menu's system and language. */
export interface MenuOptions {
  platform: NodeJS.Platform;
  /** Whether the developer tools are offered. */
  developer: boolean;
  words: Translator;
}

type Item = MenuItemConstructorOptions;
/** Makes an item of a role. */
type ItemOf = (role: NonNullable<Item['role']>, key: TextKey) => Item;

const APP = 'Py-Perf Desktop';
const LINE: Item = { type: 'separator' };

/**
 * The application menu, in each platform's layout. Every item has our own label: Electron's labels for roles are
 * English everywhere.
 */
export function menuTemplate(options: MenuOptions, actions: MenuActions): Item[] {
  const { platform, developer, words } = options;
  const onMac = platform === 'darwin';
  const item: ItemOf = (role, key) => ({ role, label: words.t(key, { app: APP }) });
  const settings: Item = {
    id: 'settings',
    label: words.t(onMac ? 'menu.settingsMac' : 'menu.settings'),
    accelerator: 'CmdOrCtrl+,',
    click: actions.openSettings,
  };
  const sync: Item = {
    id: 'sync',
    label: words.t('menu.sync'),
    accelerator: 'CmdOrCtrl+R',
    click: actions.syncNow,
  };
  const updates: Item = {
    id: 'updates',
    label: words.t('menu.updates'),
    click: actions.checkForUpdates,
  };
  const logs: Item = { id: 'logs', label: words.t('menu.logs'), click: actions.openLogs };
  const close = item('close', 'menu.close');
  const file = onMac
    ? [sync, LINE, close]
    : [sync, settings, LINE, close, item('quit', 'menu.quit')];
  return [
    ...(onMac ? [{ role: 'appMenu', submenu: macAppItems(item, settings, updates) } as const] : []),
    { label: words.t('menu.file'), submenu: file },
    { ...item('editMenu', 'menu.edit'), submenu: editItems(item) },
    { label: words.t('menu.view'), submenu: viewItems(item, developer) },
    { ...item('windowMenu', 'menu.window'), submenu: windowItems(item, onMac) },
    { ...item('help', 'menu.help'), submenu: onMac ? [logs] : [logs, updates] },
  ];
}

function macAppItems(item: ItemOf, settings: Item, updates: Item): Item[] {
  return [
    item('about', 'menu.about'),
    updates,
    LINE,
    settings,
    LINE,
    item('services', 'menu.services'),
    LINE,
    item('hide', 'menu.hide'),
    item('hideOthers', 'menu.hideOthers'),
    item('unhide', 'menu.unhide'),
    LINE,
    item('quit', 'menu.quitMac'),
  ];
}

function editItems(item: ItemOf): Item[] {
  return [
    item('undo', 'menu.undo'),
    item('redo', 'menu.redo'),
    LINE,
    item('cut', 'menu.cut'),
    item('copy', 'menu.copy'),
    item('paste', 'menu.paste'),
    item('delete', 'menu.delete'),
    LINE,
    item('selectAll', 'menu.selectAll'),
  ];
}

function viewItems(item: ItemOf, developer: boolean): Item[] {
  return [
    item('resetZoom', 'menu.resetZoom'),
    item('zoomIn', 'menu.zoomIn'),
    item('zoomOut', 'menu.zoomOut'),
    LINE,
    item('togglefullscreen', 'menu.fullScreen'),
    ...(developer ? [item('toggleDevTools', 'menu.developerTools')] : []),
  ];
}

function windowItems(item: ItemOf, onMac: boolean): Item[] {
  const minimize = item('minimize', 'menu.minimize');
  // The role `zoom` does nothing elsewhere.
  return onMac
    ? [minimize, item('zoom', 'menu.zoom'), LINE, item('front', 'menu.front')]
    : [minimize];
}
