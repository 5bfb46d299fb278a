import { EventEmitter } from 'node:events';
import type { App, Session } from 'electron';
import { describe, expect, it } from 'vitest';
import { confineContents, denyPermissions } from '../../../main/security.ts';

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
    'are refused %s',
    (event) => {
      let prevented = false;
      confined().emit(event, { preventDefault: () => (prevented = true) });
      expect(prevented).toBe(true);
    },
  );

  it('are refused a window of their own', () => {
    expect(confined().onOpen?.()).toEqual({ action: 'deny' });
  });
});

describe('permissions', () => {
  it('are denied on request, on check and for devices, but for our page writing to the clipboard', () => {
    const handlers: Record<string, (...args: unknown[]) => unknown> = {};
    const keep = (name: string) => (handler: (...args: unknown[]) => unknown) => {
      handlers[name] = handler;
    };
    denyPermissions({
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
    } as unknown as Session);
    const answers: unknown[] = [];
    const ask = (permission: string, requestingUrl: string): unknown =>
      handlers['request']?.(null, permission, (granted: boolean) => answers.push(granted), {
        requestingUrl,
      });
    ask('media', 'app://bundle/index.html');
    ask('clipboard-read', 'app://bundle/index.html');
    ask('clipboard-sanitized-write', 'https://example.com/');
    ask('clipboard-sanitized-write', 'app://bundle/index.html');
    expect(answers).toEqual([false, false, false, true]);
    const check = handlers['check'];
    expect(check?.(null, 'media', 'app://bundle')).toBe(false);
    expect(check?.(null, 'clipboard-sanitized-write', 'app://elsewhere')).toBe(false);
    expect(check?.(null, 'clipboard-sanitized-write', 'app://bundle')).toBe(true);
    expect(handlers['device']?.({ deviceType: 'usb' })).toBe(false);
  });
});
