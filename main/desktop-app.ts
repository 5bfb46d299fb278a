import { join } from 'node:path';
import { app, BrowserWindow, ipcMain, nativeImage, protocol, session } from 'electron';
import { SERVICE_EVENTS } from '../contract/channels.ts';
import type { Logger } from '../platform/log.ts';
import { startServiceWorker } from '../service/worker-client.ts';
import type { Service } from '../service/service.ts';
import { registerRequests } from './ipc/register.ts';
import { sendEvent } from './ipc/send.ts';
import { serveRenderer } from './protocol.ts';
import { denyPermissions } from './security.ts';
import { createShellHandlers } from './shell-handlers.ts';
import { AppTray } from './tray.ts';
import { createWindow, loadApp, reveal } from './window.ts';

export interface DesktopPaths {
  dataDir: string;
  /** The built renderer's folder, the preload and the service worker. */
  renderer: string;
  preload: string;
  serviceWorker: string;
  icons: string;
}

/** The running app: one service, one tray, at most one window. */
export class DesktopApp {
  readonly #paths: DesktopPaths;
  readonly #logger: Logger;
  readonly #service: Service;
  readonly #tray: AppTray;
  #window: ReturnType<typeof createWindow> | null = null;
  #quitting = false;

  /** Builds everything in order of dependency. Rejects with `AppFailure` where the data cannot be opened. */
  static async start(paths: DesktopPaths, logger: Logger): Promise<DesktopApp> {
    const { dataDir, serviceWorker } = paths;
    const service = await startServiceWorker(serviceWorker, { dataDir, version: app.getVersion() });
    return new DesktopApp(paths, logger, service);
  }

  private constructor(paths: DesktopPaths, logger: Logger, service: Service) {
    this.#paths = paths;
    this.#logger = logger;
    this.#service = service;
    denyPermissions(session.defaultSession);
    serveRenderer(protocol, paths.renderer);
    registerRequests({ ipcMain, logger }, service, createShellHandlers(app));
    this.#tray = this.#createTray();
    for (const name of SERVICE_EVENTS)
      service.on(name, (payload) => {
        sendEvent(BrowserWindow.getAllWindows(), name, payload);
      });
    service.on('collectorChanged', (state) => {
      this.#tray.update(state);
    });
    service.start();
    void this.#showCollectorState();
  }

  /** The tray's menu, reachable for tests: a tray has no interface to click its items. */
  get trayMenu(): Electron.Menu {
    return this.#tray.menu;
  }

  /** Opens the window, or brings the open one to the front. */
  open(): void {
    if (this.#window !== null) {
      reveal(this.#window);
      return;
    }
    const window = createWindow({
      preload: this.#paths.preload,
      icon: join(this.#paths.icons, 'icon.png'),
    });
    this.#window = window;
    // Closing leaves the app in the tray, where it goes on collecting.
    window.on('close', (event) => {
      if (this.#quitting) return;
      event.preventDefault();
      window.hide();
    });
    window.on('closed', () => {
      this.#window = null;
    });
    loadApp(window).catch((error: unknown) => {
      this.#logger.error('the window could not be loaded', { detail: String(error) });
    });
  }

  syncNow(): void {
    void this.#service.request('syncNow', { reason: 'user' });
  }

  /** Shuts down in reverse order. */
  async stop(): Promise<void> {
    this.#quitting = true;
    this.#tray.destroy();
    await this.#service.close();
  }

  #createTray(): AppTray {
    const icon = nativeImage.createFromPath(join(this.#paths.icons, 'tray.png'));
    return new AppTray(icon, {
      open: () => {
        this.open();
      },
      syncNow: () => {
        this.syncNow();
      },
      setCollecting: (enabled) => {
        void this.#setCollecting(enabled);
      },
      quit: () => {
        app.quit();
      },
    });
  }

  async #setCollecting(enabled: boolean): Promise<void> {
    const result = await this.#service.request('setCollecting', { enabled });
    if (result.ok) return;
    this.#logger.error(result.error.message, { code: result.error.code });
    await this.#showCollectorState();
  }

  async #showCollectorState(): Promise<void> {
    const state = await this.#service.request('collectorState', {});
    if (state.ok) this.#tray.update(state.value);
  }
}
