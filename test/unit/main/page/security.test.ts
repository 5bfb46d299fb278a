import { EventEmitter } from 'node:events';
import type { App, Session } from 'electron';
import { describe, expect, it } from 'vitest';
import { confineContents, denyPermissions } from '../../../../main/page/security.ts';

type WindowOpenHandler = () => { action: string };

/** The contents of a window, as the app sees them. */
class Contents extends EventEmitter {
  onOpen: WindowOpenHandler | null = null;

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.onOpen = handler;
  }
}

function confined(): Contents {
  const app = new EventEmitter();
  const contents = new Contents();
  confineContents(app as unknown as App);
  app.emit('web-contents-created', {}, contents);
  return contents;
}

describe('the contents of any window', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    'the contents of any window are refused %s',
    (event) => {
      let prevented = false;
      confined().emit(event, { preventDefault: () => (prevented = true) });
      expect(prevented).toBe(true);
    },
  );

  it('the contents of any window may not open a window', () => {
    expect(confined().onOpen?.()).toEqual({ action: 'deny' });
  });
});

type Permission = Parameters<
  Exclude<Parameters<Session['setPermissionRequestHandler']>[0], null>
>[1];

/** Every permission that Electron knows: the type checker asks for an answer to each new one. */
const PERMISSIONS: Record<Permission, boolean> = {
  'clipboard-sanitized-write': true,
  ar: false,
  'automatic-fullscreen': false,
  'background-fetch': false,
  'background-sync': false,
  'captured-surface-control': false,
  'clipboard-read': false,
  'deprecated-sync-clipboard-read': false,
  'display-capture': false,
  fileSystem: false,
  fullscreen: false,
  geolocation: false,
  'geolocation-approximate': false,
  'hand-tracking': false,
  hid: false,
  'idle-detection': false,
  keyboardLock: false,
  'local-fonts': false,
  'local-network': false,
  'local-network-access': false,
  'loopback-network': false,
  media: false,
  mediaKeySystem: false,
  midi: false,
  midiSysex: false,
  nfc: false,
  notifications: false,
  openExternal: false,
  'payment-handler': false,
  'periodic-background-sync': false,
  'persistent-storage': false,
  pointerLock: false,
  'screen-wake-lock': false,
  sensors: false,
  serial: false,
  'smart-card': false,
  'speaker-selection': false,
  'storage-access': false,
  'system-wake-lock': false,
  'top-level-storage-access': false,
  usb: false,
  vr: false,
  'web-app-installation': false,
  'web-printing': false,
  'window-management': false,
  unknown: false,
};

describe('permissions', () => {
  const handlers: Record<string, (...args: unknown[]) => unknown> = {};
  const listeners: string[] = [];
  const keep = (name: string) => (handler: (...args: unknown[]) => unknown) => {
    handlers[name] = handler;
  };
  denyPermissions({
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('display'),
    on: (event: string) => void listeners.push(event),
  } as unknown as Session);

  const answers = (permission: string, url: string): unknown[] => {
    const found: unknown[] = [];
    handlers['request']?.(null, permission, (granted: boolean) => found.push(granted), {
      requestingUrl: url,
    });
    return [...found, handlers['check']?.(null, permission, url)];
  };

  it.each(Object.entries(PERMISSIONS))('%s of our own page: %s', (permission, allowed) => {
    expect(answers(permission, 'app://bundle/index.html')).toEqual([allowed, allowed]);
  });

  it.each([
    'https://example.com/',
    'app://elsewhere/',
    'file:///index.html',
    'null',
    '',
    undefined as never,
  ])('another page has none: %s', (url) => {
    for (const permission of Object.keys(PERMISSIONS))
      expect([permission, ...answers(permission, url)]).toEqual([permission, false, false]);
  });

  it('no device may be chosen: without a listener Electron refuses', () => {
    for (const deviceType of ['hid', 'serial', 'usb'])
      expect(handlers['device']?.({ deviceType, origin: 'app://bundle' })).toBe(false);
    expect(listeners.filter((event) => event.startsWith('select-'))).toEqual([]);
    // Without a handler Electron captures no screen.
    expect(handlers['display']).toBeUndefined();
  });
});
