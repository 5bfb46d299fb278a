import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { AppFailure } from '../contract/errors.ts';
import { dataDir, ensureDataDir } from '../platform/data-dir.ts';
import { stderrLogger } from '../platform/log.ts';
import { DesktopApp } from './desktop-app.ts';
import { declareScheme } from './protocol.ts';
import { confineContents } from './security.ts';

/** App events only; what happens at them is `DesktopApp`. */

const logger = stderrLogger('info');
const built = import.meta.dirname;
let desktop: DesktopApp | null = null;
let stopped = false;

app.enableSandbox();
declareScheme(protocol);
confineContents(app);

if (app.requestSingleInstanceLock()) void run();
else app.quit();

async function run(): Promise<void> {
  try {
    const directory = ensureDataDir(dataDir());
    app.setPath('userData', directory);
    // Chromium's own files keep apart from ours.
    app.setPath('sessionData', join(directory, 'chromium'));
    await app.whenReady();
    desktop = await DesktopApp.start(
      {
        dataDir: directory,
        renderer: join(built, '../renderer'),
        preload: join(built, '../preload/index.cjs'),
        serviceWorker: join(built, 'service-worker.js'),
        icons: join(built, '../../build/icons'),
      },
      logger,
    );
    exposeTrayMenu(desktop);
    desktop.open();
  } catch (error) {
    refuseToStart(error);
  }
}

app.on('second-instance', () => {
  desktop?.open();
});

app.on('activate', () => {
  desktop?.open();
});

// The tray keeps the app alive.
app.on('window-all-closed', () => undefined);

app.on('before-quit', (event) => {
  if (stopped || desktop === null) return;
  event.preventDefault();
  void desktop.stop().finally(() => {
    stopped = true;
    app.quit();
  });
});

/** A tray has no interface through which a test could click its items. */
function exposeTrayMenu(running: DesktopApp): void {
  Object.assign(globalThis, { pyPerfTrayMenu: () => running.trayMenu });
}

function refuseToStart(error: unknown): void {
  const { message, hint } =
    error instanceof AppFailure
      ? error.error
      : { message: error instanceof Error ? error.message : String(error), hint: '' };
  logger.error(message, { hint });
  dialog.showErrorBox('Py-Perf Desktop cannot start', `${message}\n\n${hint}`);
  app.exit(1);
}
