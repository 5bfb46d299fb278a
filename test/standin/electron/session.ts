import { EventEmitter } from 'node:events';
import type { Session } from 'electron';

type RequestHandler = Parameters<Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Session['setPermissionCheckHandler']>[0];

type Emulated = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setSpellCheckerEnabled'
  | 'clearCache'
  | 'resolveProxy'
>;

/** Electron's name of a permission, and Playwright's for Chromium. */
const PERMISSIONS = [
  { electron: 'geolocation', chromium: ['geolocation'] },
  { electron: 'notifications', chromium: ['notifications'] },
  { electron: 'media', chromium: ['camera', 'microphone'] },
  { electron: 'midi', chromium: ['midi'] },
  { electron: 'clipboard-read', chromium: ['clipboard-read'] },
  { electron: 'clipboard-sanitized-write', chromium: ['clipboard-write'] },
] as const;

class StandinSession extends EventEmitter implements Emulated {
  #request: RequestHandler = null;
  #check: CheckHandler = null;

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.#request = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.#check = handler;
  }

  setDevicePermissionHandler(): void {
    // Chromium is started without devices.
  }

  setDisplayMediaRequestHandler(): void {
    // Nothing can be captured.
  }

  setSpellCheckerEnabled(): void {
    // Headless Chromium has no spelling checker.
  }

  /** `PY_PERF_STANDIN_PAC`, or Chromium's result on a system without a proxy. */
  resolveProxy(): Promise<string> {
    return Promise.resolve(process.env['PY_PERF_STANDIN_PAC'] ?? 'DIRECT');
  }

  async clearCache(): Promise<void> {
    // Responses of the app's own protocol are not cached.
  }

  /**
   * The permissions that the app allows, by Chromium's names. Without handlers Electron allows everything, and so does
   * this.
   */
  async allowedPermissions(): Promise<string[]> {
    const allowed: string[] = [];
    for (const { electron, chromium } of PERMISSIONS)
      if (await this.#allows(electron)) allowed.push(...chromium);
    return allowed;
  }

  #allows(permission: (typeof PERMISSIONS)[number]['electron']): Promise<boolean> {
    if (this.#check?.(null, permission, 'app://bundle', { isMainFrame: true }) === false)
      return Promise.resolve(false);
    const request = this.#request;
    if (request === null) return Promise.resolve(true);
    return new Promise((resolve) => {
      // No page exists yet: a handler that reads it is not emulated.
      request(null as never, permission, resolve, {
        isMainFrame: true,
        requestingUrl: 'app://bundle/',
      });
    });
  }
}

/** The stand-in's `session`. */
export const session = { defaultSession: new StandinSession() };
