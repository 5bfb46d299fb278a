/** The module that the built main bundle gets for `electron` on the stand-in host. */
import { BrowserWindow } from './electron-window.ts';
import { settle, tell } from './main-link.ts';
import { Tray } from './electron-menu.ts';
import { app } from './electron-app.ts';
import { toAppUrl, type FromHost } from './messages.ts';

export { app } from './electron-app.ts';
export { BrowserWindow } from './electron-window.ts';
export { Menu, Tray, nativeImage } from './electron-menu.ts';

type InvokeHandler = (event: unknown, ...args: unknown[]) => unknown;
type SchemeHandler = (request: Request | { url: string }) => Response | Promise<Response>;

const handlers = new Map<string, InvokeHandler>();
const schemes = new Map<string, SchemeHandler>();

export const ipcMain = {
  handle(channel: string, handler: InvokeHandler): void {
    if (handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, handler);
  },
  removeHandler(channel: string): void {
    handlers.delete(channel);
  },
};

export const protocol = {
  registerSchemesAsPrivileged(): void {
    // The stand-in's origin is https: standard and secure.
  },
  handle(scheme: string, handler: SchemeHandler): void {
    schemes.set(scheme, handler);
  },
};

/** The page is a Chromium page of its own: what it may do is denied there by the host. */
export const session = {
  defaultSession: {
    setPermissionRequestHandler: () => undefined,
    setPermissionCheckHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
  },
};

export const dialog = {
  showErrorBox(title: string, content: string): void {
    tell({ kind: 'error-box', title, content });
  },
};

process.on('message', (message: FromHost) => {
  void receive(message);
});

async function receive(message: FromHost): Promise<void> {
  if (message.kind === 'answer') settle(message);
  else if (message.kind === 'invoke') await invoke(message);
  else if (message.kind === 'serve') await serve(message);
  else if (message.kind === 'click-tray') {
    clickTray(message.item);
    tell({ kind: 'answer', id: message.id });
  } else if (message.kind === 'close-window') BrowserWindow.byId(message.windowId)?.close();
  else if (message.kind === 'second-instance') app.emit('second-instance', {}, [], '');
  else app.quit();
}

/** An exception in a handler reaches the page as a bare message, as in Electron. */
async function invoke(message: Extract<FromHost, { kind: 'invoke' }>): Promise<void> {
  const { id, channel, args, url } = message;
  try {
    const handler = handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    const value = await handler({ senderFrame: { url: toAppUrl(url), parent: null } }, ...args);
    tell({ kind: 'answer', id, value: structuredClone(value) });
  } catch (error) {
    tell({ kind: 'answer', id, error: error instanceof Error ? error.message : String(error) });
  }
}

async function serve({ id, url }: Extract<FromHost, { kind: 'serve' }>): Promise<void> {
  const handler = schemes.get(new URL(url).protocol.slice(0, -1));
  const response =
    handler === undefined ? new Response(null, { status: 404 }) : await handler({ url });
  const body = new Uint8Array(await response.arrayBuffer());
  const headers = Object.fromEntries(response.headers);
  tell({ kind: 'answer', id, value: { status: response.status, headers, body } });
}

function clickTray(label: string): void {
  const item = Tray.current?.menu.items.find((candidate) => candidate.label === label);
  if (item === undefined) throw new Error(`the tray has no item "${label}"`);
  item.click();
}
