/** An app that does one of each thing that Py-Perf Desktop asks of Electron, for the specs of conformance. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  nativeImage,
  Notification,
  protocol,
  session,
  Tray,
} from 'electron';

const here = import.meta.dirname;
const events = [];
globalThis.tiny = { events, mayClose: true, mayQuit: true, mayNavigate: true, menu: null };

app.enableSandbox();
app.setPath('userData', process.env.PY_PERF_DATA_DIR);
app.setPath('sessionData', join(process.env.PY_PERF_DATA_DIR, 'chromium'));
protocol.registerSchemesAsPrivileged([
  { scheme: 'tiny', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

/** What is refused as long as the app is not ready. */
globalThis.tiny.early = [
  () => new Tray(nativeImage.createEmpty()),
  () => new BrowserWindow(),
  () => new Notification({ title: 'early' }),
  () => session.defaultSession,
  () => app.setPath('temp', 'not/absolute'),
].map((work) => {
  try {
    work();
    return 'no failure';
  } catch (error) {
    return error.message;
  }
});

app.on('web-contents-created', (_event, contents) => {
  events.push('web-contents-created');
  contents.setWindowOpenHandler(({ url }) => {
    events.push(`open ${url}`);
    return { action: 'deny' };
  });
  contents.on('will-frame-navigate', (event) => {
    if (globalThis.tiny.mayNavigate) return;
    events.push(`will-frame-navigate ${event.url}`);
    event.preventDefault();
  });
  contents.on('will-navigate', (event) => {
    events.push(`will-navigate ${event.url}`);
    event.preventDefault();
  });
});
app.on('window-all-closed', () => events.push('window-all-closed'));
app.on('render-process-gone', (_event, contents, { reason }) => {
  events.push(`gone ${contents.isCrashed()} ${reason !== 'clean-exit'}`);
  contents.reload();
});
app.on('before-quit', (event) => {
  events.push('before-quit');
  if (!globalThis.tiny.mayQuit) event.preventDefault();
});
app.on('will-quit', () => {
  app.exit(7);
  // The process does not end before this turn does.
  events.push('after exit');
  process.stdout.write(`${JSON.stringify(events)}\n`);
});
app.on('quit', (_event, code) => events.push(`quit ${code}`));

ipcMain.handle('echo', (_event, ...args) => args[0]);
ipcMain.handle('sender', ({ senderFrame }) => [senderFrame.url, senderFrame.parent]);
ipcMain.handle('fail', () => {
  throw new TypeError('as asked');
});
ipcMain.handle('function', () => () => 1);
ipcMain.on('count', ({ sender }, count) => {
  for (let number = 0; number < count; number += 1) sender.send('counted', number);
});

// Electron is ready only when this module has been run to its end: a top-level await would wait for ever.
void app.whenReady().then(async () => {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) =>
    answer(false),
  );
  protocol.handle('tiny', ({ url }) =>
    url.startsWith('tiny://app/')
      ? new Response(readFileSync(join(here, 'index.html')), {
          headers: {
            'Content-Type': 'text/html',
            'Content-Security-Policy': "default-src 'self'; script-src 'none'",
          },
        })
      : new Response(null, { status: 403 }),
  );
  globalThis.tiny.menu = Menu.buildFromTemplate([
    { label: 'Tick', type: 'checkbox', click: ({ checked }) => events.push(`tick ${checked}`) },
    { label: 'One', type: 'radio', checked: true },
    { label: 'Between' },
    { label: 'Two', type: 'radio' },
    { type: 'separator' },
    { type: 'separator' },
    { label: 'Other', type: 'radio', checked: true },
    { label: 'Leave', role: 'quit', click: () => events.push('leave') },
    { label: 'Who', click: (_item, window) => events.push(`clicked in ${window}`) },
    { type: 'separator' },
  ]);
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      preload: join(here, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  });
  window.once('ready-to-show', () => {
    events.push('ready-to-show');
    window.show();
  });
  window.on('close', (event) => {
    events.push('close');
    if (!globalThis.tiny.mayClose) event.preventDefault();
  });
  window.on('closed', () => events.push('closed'));
  await window.loadURL('tiny://app/index.html');
});
