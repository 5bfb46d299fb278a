import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { requirePlain } from './evaluated.ts';
import { ipcMain as messages } from './ipc-main.ts';
import * as electron from './module.ts';
import { protocol } from './protocol.ts';
import { MAIN_BUNDLE, connect } from './runtime.ts';

/** Entry of the main half: `node main-half.ts MAIN_BUNDLE [ARGUMENT]…`. */

const MODULE = new URL('module.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? { url: MODULE, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});

connect({
  invoke: (message) => messages.answer(message),
  message(message) {
    messages.receive(message);
    return Promise.resolve();
  },
  request: (request) => protocol.answer(request),
  loaded: (windowId, url, title) =>
    Promise.resolve(BrowserWindow.fromId(windowId)?.loaded(url, title)),
  closed: (windowId) => Promise.resolve(BrowserWindow.fromId(windowId)?.destroy()),
  crashed: (windowId) => Promise.resolve(BrowserWindow.fromId(windowId)?.webContents.crash()),
  navigation: (windowId, url, isMainFrame) =>
    Promise.resolve(
      BrowserWindow.fromId(windowId)?.webContents.mayNavigate(url, isMainFrame) ?? false,
    ),
  windowOpen(windowId, url) {
    if (BrowserWindow.fromId(windowId)?.webContents.mayOpen(url) === true) {
      // Electron does this without the app. Whether the page can be loaded is up to the page.
      new BrowserWindow().loadURL(url).catch(() => undefined);
    }
    return Promise.resolve();
  },
  async evaluate(source, arg) {
    // As Playwright does in Electron's main process.
    // oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-call -- the text is a test's own function
    const work = new Function(`return (${source})`)() as (module: unknown, arg: unknown) => unknown;
    const result = await work(electron, arg);
    requirePlain(result);
    return result;
  },
});

// The app sees Electron's command line, and ends as it does there.
process.argv.splice(1, 1);
process.exit = app.exit.bind(app) as typeof process.exit;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    // A listener of the app replaces Electron's default.
    if (process.listenerCount(signal) === 1) app.quit();
  });
await import(pathToFileURL(MAIN_BUNDLE).href);
app.becomeReady();
