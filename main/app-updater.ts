import { Notification, app, dialog } from 'electron';
import type { Logger } from '../platform/log.ts';
import { updateSupport } from './update-support.ts';
import { Updater, type Question } from './updater.ts';

export interface AppUpdaterOptions {
  logger: Logger;
  /** Ends the app in order. */
  stopApp: () => Promise<void>;
}

/** The updater of this app, with the system's dialogs and notifications. */
export function createAppUpdater({ logger, stopApp }: AppUpdaterOptions): Updater {
  const { platform, resourcesPath, env } = process;
  return new Updater({
    support: updateSupport({
      isPackaged: app.isPackaged,
      platform,
      resources: resourcesPath,
      env,
    }),
    // Asks for Electron's own parts as soon as it is loaded: only where it is used.
    load: async () => (await import('electron-updater')).default.autoUpdater,
    version: app.getVersion(),
    ask,
    announce,
    stopApp,
    restart: () => {
      app.relaunch();
      app.exit();
    },
    logger,
  });
}

async function ask({ message, detail, buttons }: Question): Promise<number> {
  const { response } = await dialog.showMessageBox({
    type: 'info',
    title: app.getName(),
    message,
    detail,
    buttons: [...buttons],
    defaultId: 0,
    cancelId: buttons.length - 1,
    noLink: true,
  });
  return response;
}

/** Kept, because a notification that is garbage-collected no longer answers a click. */
let announcement: Notification | null = null;

function announce(version: string, open: () => void): void {
  if (!Notification.isSupported()) return;
  announcement = new Notification({
    title: `${app.getName()} ${version} is there`,
    body: 'Click to see what to do. Nothing is installed before you say so.',
  });
  announcement.on('click', open);
  announcement.show();
}
