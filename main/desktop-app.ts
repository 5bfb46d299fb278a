import { join } from 'node:path';
import { BrowserWindow, Menu, app, ipcMain, net, powerMonitor, protocol, session } from 'electron';
import { FORWARDED_EVENT_NAMES } from '../contract/events.ts';
import type { HostRef } from '../contract/host.ts';
import type { AlertAction } from '../contract/open-alerts.ts';
import type { Settings } from '../contract/settings.ts';
import { nowSeconds, systemClock } from '../platform/clock.ts';
import type { Logger } from '../platform/log/log.ts';
import { useSystemProxy } from '../platform/net/proxy.ts';
import { useNetworkSettings } from '../platform/net/settings.ts';
import { loadSettings } from '../platform/fs/settings-file.ts';
import { startServiceWorker, type WorkerService } from '../worker/client.ts';
import { CredentialsFile } from './credentials/credentials-file.ts';
import { ownStartAtLogin } from './login/app-start-at-login.ts';
import { createAppUpdater, ownUpdateSupport } from './updates/app-updater.ts';
import { registerRequests } from './ipc/register.ts';
import { sendEvent } from './ipc/send.ts';
import type { Language } from './system/language.ts';
import { MainWindow } from './window/main-window.ts';
import { menuTemplate } from './window/menu.ts';
import { Notifier } from './notifications/notifier.ts';
import { systemProxy } from './system/system-proxy.ts';
import { openLogs } from './system/open-logs.ts';
import { serveRenderer } from './page/protocol.ts';
import { denyPermissions } from './page/security.ts';
import { createShellHandlers } from './ipc/shell-handlers.ts';
import { shellServices, type ShellServices } from './shell-services.ts';
import { ShellMemory } from './system/shell-state.ts';
import { watchSystem } from './system/system-watch.ts';
import { FleetTray } from './tray/fleet-tray.ts';
import type { Updater } from './updates/updater.ts';
import { hostPath } from './window/window.ts';

/** Files and folders of the app. */
export interface DesktopPaths {
  dataDir: string;
  /** The built renderer's folder, the preload and the service worker. */
  renderer: string;
  preload: string;
  serviceWorker: string;
  icons: string;
}

/** What the app starts with. */
export interface DesktopOptions {
  paths: DesktopPaths;
  logger: Logger;
  language: Language;
  /** Shuts the app down, but does not end its process. */
  stopApp: () => Promise<void>;
}

const now = (): number => nowSeconds(systemClock);

/** Shuts the app down; main/index.ts implements it. */
const quit = (): void => {
  app.quit();
};

/** The running app: one service, one tray, at most one window. */
export class DesktopApp {
  readonly #paths: DesktopPaths;
  readonly #logger: Logger;
  readonly #language: Language;
  readonly #service: WorkerService;
  readonly #memory: ShellMemory;
  readonly #window: MainWindow;
  readonly #notifier: Notifier;
  readonly #tray: FleetTray;
  readonly #forgetSystem: () => void;
  readonly #updater: Updater;
  readonly #shell: ShellServices;
  #stopping = false;

  /** Builds everything in order of dependency. Rejects with `AppFailure` if the data cannot be opened. */
  static async start(options: DesktopOptions): Promise<DesktopApp> {
    const { dataDir, serviceWorker } = options.paths;
    const settings = loadSettings(dataDir);
    // First, so that all failures are shown in the user's language.
    options.language.choose(settings.display.locale);
    // Before the service changes anything in a directory that a newer release has written.
    const memory = new ShellMemory(dataDir, options.logger);
    new CredentialsFile(dataDir).refuseNewer();
    const proxyFor = systemProxy(session.defaultSession);
    useSystemProxy(proxyFor);
    useNetworkSettings(settings.network);
    const service = await startServiceWorker(
      serviceWorker,
      { dataDir, version: app.getVersion() },
      { proxyFor },
    );
    return new DesktopApp(options, service, settings, memory);
  }

  private constructor(
    options: DesktopOptions,
    service: WorkerService,
    settings: Settings,
    memory: ShellMemory,
  ) {
    const { paths, logger, language, stopApp } = options;
    this.#paths = paths;
    this.#logger = logger;
    this.#language = language;
    this.#service = service;
    denyPermissions(session.defaultSession);
    serveRenderer(protocol, paths.renderer);
    const support = ownUpdateSupport();
    const shell = shellServices({
      dataDir: paths.dataDir,
      service,
      settings,
      updates: support.able,
      logger,
    });
    this.#shell = shell;
    registerRequests({ ipcMain, logger }, service, createShellHandlers(app, shell));
    const words = () => language.words;
    this.#memory = memory;
    this.#notifier = new Notifier({
      memory: this.#memory,
      now,
      words,
      acknowledge: (ids) => {
        service.acknowledgeNotices(ids);
      },
      open: (host) => {
        this.open(host === null ? '/' : hostPath(host));
      },
      act: (action) => {
        this.#act(action);
      },
      onRefused: (message) => {
        this.#tray.addRefused(message);
      },
    });
    this.#window = this.#createWindow();
    this.#updater = createAppUpdater({ logger, stopApp, support, words });
    this.#updater.setDaily(settings.updates.check);
    this.#setApplicationMenu();
    this.#tray = this.#createTray();
    this.#forwardEvents();
    this.#forgetSystem = watchSystem({
      powerMonitor,
      net,
      onReturn: (from) => {
        this.#syncNow(from);
      },
      onShutdown: quit,
    });
    void this.#begin();
  }

  /** The tray's menu, for tests: a tray has no interface for clicks on its items. */
  get trayMenu(): Electron.Menu {
    return this.#tray.menu;
  }

  /** Advances the clock of the service: a test cannot wait until a host is offline. */
  advanceClock(seconds: number): void {
    this.#service.advanceClock(seconds);
  }

  /** Opens the window or brings it to the front; at a path of the page if one is given. */
  open(path?: string): void {
    this.#window.open(path);
  }

  /** The window does not wait for a keyring: local data is shown at once. */
  async #begin(): Promise<void> {
    await this.#shell.provideSecrets();
    if (this.#stopping) return;
    this.#service.start();
  }

  /** Shuts down in reverse order. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#updater.stop();
    this.#shell.stop();
    this.#forgetSystem();
    this.#tray.destroy();
    this.#window.prepareToQuit();
    await this.#service.close();
  }

  #createWindow(): MainWindow {
    const { preload, icons } = this.#paths;
    return new MainWindow({
      preload,
      icon: join(icons, 'icon.png'),
      memory: this.#memory,
      logger: this.#logger,
      platform: process.platform,
      onHidden: () => {
        this.#notifier.tellOfTray();
      },
      onSessionEnd: quit,
    });
  }

  #setApplicationMenu(): void {
    const { words } = this.#language;
    const options = { platform: process.platform, developer: !app.isPackaged, words };
    const template = menuTemplate(options, {
      syncNow: () => {
        this.#syncNow('user');
      },
      openSettings: () => {
        this.open('/settings');
      },
      openLogs: () => {
        void openLogs(this.#paths.dataDir, this.#language.words);
      },
      checkForUpdates: () => {
        void this.#updater.check();
      },
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  #createTray(): FleetTray {
    const words = () => this.#language.words;
    return new FleetTray({
      icons: this.#paths.icons,
      platform: process.platform,
      memory: this.#memory,
      startAtLogin: ownStartAtLogin(words, this.#logger),
      words,
      now,
      openMessage: ({ host }) => {
        this.open(host === null ? '/' : hostPath(host));
      },
      actions: {
        open: () => {
          this.open();
        },
        openHost: (host: HostRef) => {
          this.open(hostPath(host));
        },
        openSettings: () => {
          this.open('/settings');
        },
        syncNow: () => {
          this.#syncNow('user');
        },
        setCollecting: (enabled: boolean) => {
          void this.#setCollecting(enabled);
        },
        act: (action: AlertAction) => {
          this.#act(action);
        },
        quit,
      },
    });
  }

  #forwardEvents(): void {
    for (const name of FORWARDED_EVENT_NAMES)
      this.#service.on(name, (payload) => {
        sendEvent(BrowserWindow.getAllWindows(), name, payload);
      });
    this.#service.on('alertNotices', ({ notices }) => {
      this.#notifier.tell(notices);
    });
    this.#service.on('fleetStatus', (status) => {
      this.#tray.showStatus(status);
    });
    this.#service.on('settingsChanged', (settings) => {
      this.#applySettings(settings);
    });
  }

  #applySettings({ display, updates, network }: Settings): void {
    if (this.#stopping) return;
    useNetworkSettings(network);
    this.#updater.setDaily(updates.check);
    if (!this.#language.choose(display.locale)) return;
    this.#setApplicationMenu();
    this.#tray.update();
  }

  /** Runs a notification's button. If the action cannot be stored, the alert stays as it is, in the tray too. */
  #act(action: AlertAction): void {
    void this.#service.request('actOnAlerts', action);
  }

  /** The state of the source shows the failure in every view. */
  #syncNow(reason: 'user' | 'resume' | 'network'): void {
    void this.#service.request('syncNow', { reason });
  }

  async #setCollecting(enabled: boolean): Promise<void> {
    const result = await this.#service.request('setCollecting', { enabled });
    if (result.ok) return;
    this.#logger.error(result.error.message, { code: result.error.code });
    this.#tray.refresh();
  }
}
