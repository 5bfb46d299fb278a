import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { AppFailure } from '../contract/errors.ts';
import { dataDir, dataDirWeakness, ensureDataDir } from '../platform/fs/data-dir.ts';
import { stderrLogger, type Logger } from '../platform/log/log.ts';
import { fileLogger } from '../platform/log/file-logger.ts';
import { identifyToWindows } from './system/app-id.ts';
import { linkIn, pathOfLink, registerLinks } from './system/links.ts';
import { cliArguments, cliStart, runCommandLine } from './system/command-line.ts';
import { watchForFaults, watchProcesses } from './system/crash.ts';
import { DesktopApp } from './desktop-app.ts';
import { Language } from './system/language.ts';
import { HIDDEN_ARGUMENT } from './login/login-item.ts';
import { tellInBox } from './system/message-box.ts';
import { declareScheme } from './page/protocol.ts';
import { confineContents } from './page/security.ts';

/** App events only; `DesktopApp` handles them. */

const built = import.meta.dirname;

const { isPackaged } = app;
const cliArgs = cliArguments(process.argv, isPackaged);
if (cliArgs !== null) {
  const { platform, execPath, env } = process;
  const start = cliStart({ isPackaged, platform, execPath, appPath: app.getAppPath(), env });
  await runCommandLine(join(built, 'cli.js'), cliArgs, start);
}

// The settings say more once they can be read.
const language = new Language(() => app.getPreferredSystemLanguages());
let logger: Logger = stderrLogger('info');
let desktop: DesktopApp | null = null;
let stopping: Promise<void> | null = null;
let stopped = false;
/** Somebody wanted the window before the app was ready. */
let isWanted = false;
/** The path of a link that was opened before the app was ready. */
let wantedPath: string | undefined;

app.enableSandbox();
identifyToWindows(app, process.platform);
registerLinks(app, process.platform);
declareScheme(protocol);
confineContents(app);
const startLink = linkIn(process.argv);
if (startLink !== null) open(pathOfLink(startLink));
void run();

async function run(): Promise<void> {
  try {
    const directory = ensureDataDir(dataDir());
    // Chromium's files are kept apart from ours. Both paths come first: the single-instance lock is in the data
    // directory, so two apps with their own data can run side by side.
    app.setPath('userData', directory);
    app.setPath('sessionData', ensureDataDir(join(directory, 'chromium')));
    if (!app.requestSingleInstanceLock()) {
      app.quit();
      return;
    }
    logger = fileLogger(directory, 'app');
    watchForFaults(process, logger, tellOfFault);
    watchProcesses(app, logger);
    const weakness = dataDirWeakness(directory);
    if (weakness !== null) logger.warn(weakness, { dataDir: directory });
    await app.whenReady();
    desktop = await DesktopApp.start({
      paths: {
        dataDir: directory,
        renderer: join(built, '../renderer'),
        preload: join(built, '../preload/index.cjs'),
        serviceWorker: join(built, 'worker.js'),
        icons: join(built, '../../build/icons'),
      },
      logger,
      language,
      stopApp: stopInOrder,
    });
    exposeToTests(desktop);
    if (isWanted || !startsHidden()) desktop.open(wantedPath);
  } catch (error) {
    refuseToStart(error);
  }
}

app.on('second-instance', (_event, argv) => {
  // The start at login may come after the user's own start.
  const link = linkIn(argv);
  if (link !== null) open(pathOfLink(link));
  else if (!argv.includes(HIDDEN_ARGUMENT)) open();
});

// macOS sends this at the start too, before the app is ready.
app.on('open-url', (event, link) => {
  event.preventDefault();
  open(pathOfLink(link));
});

// macOS may report the launch itself, hidden or not.
app.on('activate', () => {
  desktop?.open();
});

// The tray keeps the app alive.
app.on('window-all-closed', () => undefined);

app.on('before-quit', (event) => {
  if (stopped || desktop === null) return;
  event.preventDefault();
  void stopInOrder().finally(() => {
    app.quit();
  });
});

/** Shows the window; at a path of the page if one is given. */
function open(path?: string): void {
  isWanted = true;
  wantedPath = path ?? wantedPath;
  desktop?.open(path);
}

/** Shuts everything down but the process. A second call waits for the first. */
async function stopInOrder(): Promise<void> {
  stopping ??= (desktop?.stop() ?? Promise.resolve())
    .catch((error: unknown) => {
      logger.error('the app could not be closed in order', { detail: String(error) });
    })
    .finally(() => {
      stopped = true;
    });
  await stopping;
}

/** Started by the system at login: the tray is enough. */
function startsHidden(): boolean {
  if (process.argv.includes(HIDDEN_ARGUMENT)) return true;
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

/** Does not block, unlike an error box, which would stop everything in this process until the user closes it. */
function tellOfFault(): void {
  const { words } = language;
  const message = words.t('app.fault.title');
  const detail = words.t('app.fault.text');
  void app.whenReady().then(() => tellInBox(words, { type: 'error', message, detail }));
}

/** A tray has no interface for a test to click its items. The clock can only be moved in unpackaged copies. */
function exposeToTests(running: DesktopApp): void {
  Object.assign(globalThis, { pyPerfTrayMenu: () => running.trayMenu });
  if (isPackaged) return;
  Object.assign(globalThis, {
    pyPerfAdvanceClock: (seconds: number) => {
      running.advanceClock(seconds);
    },
  });
}

function refuseToStart(error: unknown): void {
  const { words } = language;
  if (error instanceof AppFailure) {
    const { message, hint } = error.error;
    const told = words.problem(error.error);
    logger.error(message, { hint });
    // The English words stay if they say more: the file, the setting or the process.
    const detail = told.title === message ? [] : [message];
    dialog.showErrorBox(
      words.t('app.cannotStart'),
      [told.title, told.hint, ...detail].join('\n\n'),
    );
  } else {
    const message = error instanceof Error ? error.message : String(error);
    logger.error(message);
    dialog.showErrorBox(words.t('app.cannotStart'), message);
  }
  app.exit(1);
}
