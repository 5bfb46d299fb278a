import { spawn } from 'node:child_process';
import { Notification, app, dialog } from 'electron';
import type { Logger } from '../../platform/log/log.ts';
import { appImage } from '../system/executable.ts';
import type { Translator } from '../system/i18n.ts';
import { boundRequests, sendByNode, type UpdateRequester } from './update-requests.ts';
import { updateSupport, type UpdateSupport } from './update-support.ts';
import { Updater, type Question, type UpdateSource } from './updater.ts';

/** What updates of the app need. */
export interface AppUpdaterOptions {
  logger: Logger;
  /** Ends the app in order. */
  stopApp: () => Promise<void>;
  support: UpdateSupport;
  /** The language to speak now. */
  words: () => Translator;
}

/** Whether the copy that runs can update itself. */
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
      // The new version may start before this one has ended, and must not take it for one that runs.
      app.releaseSingleInstanceLock();
    },
    restart,
    words,
    logger,
  });
}

/** Asks for Electron's own parts as soon as it is loaded: only where it is used. */
async function loadUpdater(): Promise<UpdateSource> {
  const { default: updaters } = await import('electron-updater');
  // `autoUpdater` may take an AppImage for a deb: their packages are made of one folder, in which that of a deb leaves
  // its mark.
  const source =
    process.platform === 'linux' ? new updaters.AppImageUpdater() : updaters.autoUpdater;
  // Left out of its declarations.
  const { httpExecutor } = source as unknown as { httpExecutor: UpdateRequester };
  sendByNode(httpExecutor);
  boundRequests(httpExecutor);
  return source;
}

/** Starts the app again; of an AppImage, Electron's own way would start from a mount that ends with this process. */
function restart(): void {
  const image = appImage(process.env, process.execPath);
  if (image === null) app.relaunch();
  else
    spawn(image, [], { detached: true, stdio: 'ignore' })
      // Its file may have gone with the installation that failed; the user has been told of that.
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

/** Kept, because a notification that is garbage-collected no longer answers a click. */
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
