import { Notification, app, dialog } from 'electron';
import type { Logger } from '../platform/log.ts';
import type { Words } from './i18n.ts';
import { updateSupport, type UpdateSupport } from './update-support.ts';
import { Updater, type Question } from './updater.ts';

export interface AppUpdaterOptions {
  logger: Logger;
  /** Ends the app in order. */
  stopApp: () => Promise<void>;
  support: UpdateSupport;
  /** The language to speak now. */
  words: () => Words;
}

/** Whether the copy that runs can update itself. */
export function ownUpdateSupport(): UpdateSupport {
  const { platform, resourcesPath, env } = process;
  return updateSupport({ isPackaged: app.isPackaged, platform, resources: resourcesPath, env });
}

/** The updater of this app, with the system's dialogs and notifications. */
export function createAppUpdater(options: AppUpdaterOptions): Updater {
  const { logger, stopApp, support, words } = options;
  return new Updater({
    support,
    // Asks for Electron's own parts as soon as it is loaded: only where it is used.
    load: async () => (await import('electron-updater')).default.autoUpdater,
    version: app.getVersion(),
    ask,
    announce: (version, open) => {
      announce(words(), version, open);
    },
    stopApp,
    restart: () => {
      app.relaunch();
      app.exit();
    },
    words,
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

function announce(words: Words, version: string, open: () => void): void {
  if (!Notification.isSupported()) return;
  announcement = new Notification({
    title: words.t('updates.announced.title', { app: app.getName(), version }),
    body: words.t('updates.announced.text'),
  });
  announcement.on('click', open);
  announcement.show();
}
