import type { MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  syncNow: () => void;
  openSettings: () => void;
  openLogs: () => void;
  checkForUpdates: () => void;
}

export interface MenuOptions {
  platform: NodeJS.Platform;
  /** Whether the developer tools are offered. */
  developer: boolean;
}

/** The application menu, laid out as each platform has it. */
export function menuTemplate(
  { platform, developer }: MenuOptions,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const onMac = platform === 'darwin';
  const settings: MenuItemConstructorOptions = {
    id: 'settings',
    label: onMac ? 'Settings…' : 'Settings',
    accelerator: 'CmdOrCtrl+,',
    click: actions.openSettings,
  };
  const sync: MenuItemConstructorOptions = {
    id: 'sync',
    label: 'Sync now',
    accelerator: 'CmdOrCtrl+R',
    click: actions.syncNow,
  };
  const updates: MenuItemConstructorOptions = {
    id: 'updates',
    label: 'Check for updates…',
    click: actions.checkForUpdates,
  };
  const file: MenuItemConstructorOptions[] = onMac
    ? [sync, { type: 'separator' }, { role: 'close' }]
    : [sync, settings, { type: 'separator' }, { role: 'close' }, { role: 'quit' }];
  return [
    ...(onMac ? [macAppMenu(settings, updates)] : []),
    { label: 'File', submenu: file },
    { role: 'editMenu' },
    { label: 'View', submenu: viewItems(developer) },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { id: 'logs', label: 'Open logs', click: actions.openLogs },
        ...(onMac ? [] : [updates]),
      ],
    },
  ];
}

function macAppMenu(
  settings: MenuItemConstructorOptions,
  updates: MenuItemConstructorOptions,
): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      updates,
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
}

function viewItems(developer: boolean): MenuItemConstructorOptions[] {
  return [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
    ...(developer ? ([{ role: 'toggleDevTools' }] as MenuItemConstructorOptions[]) : []),
  ];
}
