import { spawn } from 'node:child_process';
import { Notification, app, dialog } from 'electron';
import type { Logger } from '../../platform/log/log.ts';
import { appImage } from '../system/executable.ts';
import type { Translator } from '../system/i18n.ts';
import { boundRequests, sendByNode, type UpdateRequester } from './update-requests.ts';
import { updateSupport, type UpdateSupport } from './update-support.ts';
import { Updater, type Question, type UpdateSource } from './updater.ts';

/** The dependencies of the app's updates. */
export interface AppUpdaterOptions {
  logger: Logger;
  /** Shuts the app down. */
  stopApp: () => Promise<void>;
  support: UpdateSupport;
  /** The current language. */
  words: () => Translator;
}

/** Whether the running copy can update itself. */
export function ownUpdateSupport(): UpdateSupport {
  const { platform, execPath, resourcesPath: resources, env } = process;
  return updateSupport({ isPackaged: app.isPackaged, platform, execPath, resources, env });
}

/** The updater of this app, with the system's dialogs and notifications. */
export function createAppUpdater(options: AppUpdaterOptions): Updater {
  const { logger, stopApp, support, words } = options;
  return new Updater({
    support,
    load: loadUpdater,
    version: app.getVersion(),
    ask,
    announce: (version, open) => {
      announce(words(), version, open);
    },
    stopApp: async () => {
      await stopApp();
      // The new version may start before this one has ended, and must not mistake it for a running one.
      app.releaseSingleInstanceLock();
    },
    restart,
    words,
    logger,
  });
}

/** Requires Electron as soon as it is loaded, so it is loaded on demand. */
async function loadUpdater(): Promise<UpdateSource> {
  const { default: updaters } = await import('electron-updater');
  // `autoUpdater` may mistake an AppImage for a deb: both are made from one folder, in which the deb leaves its mark.
  const source =
    process.platform === 'linux' ? new updaters.AppImageUpdater() : updaters.autoUpdater;
  // Missing in its type declarations.
  const { httpExecutor } = source as unknown as { httpExecutor: UpdateRequester };
  sendByNode(httpExecutor);
  boundRequests(httpExecutor);
  return source;
}

/** Restarts the app. Electron's own way would start an AppImage from a mount that ends with this process. */
function restart(): void {
  const image = appImage(process.env, process.execPath);
  if (image === null) app.relaunch();
  else
    spawn(image, [], { detached: true, stdio: 'ignore' })
      // Its file may be gone after the failed installation; the user has been informed.
      .on('error', () => undefined)
      .unref();
  app.exit();
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

/** Kept, because a notification that is garbage-collected no longer answers clicks. */
let announcement: Notification | null = null;

function announce(words: Translator, version: string, open: () => void): void {
  if (!Notification.isSupported()) return;
  announcement = new Notification({
    title: words.t('updates.announced.title', { app: app.getName(), version }),
    body: words.t('updates.announced.text'),
  });
  announcement.on('click', open);
  announcement.show();
}
