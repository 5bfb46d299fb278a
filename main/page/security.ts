import type { App, Session, WebContents } from 'electron';
import { isAppUrl } from './protocol.ts';

/** The only permission of our own page: writing text to the clipboard ("Copy as CSV"), not reading it. */
const ALLOWED = 'clipboard-sanitized-write';

/** Denies every permission but that one, and that one to every page but ours. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback, { requestingUrl }) => {
    callback(permission === ALLOWED && isAppUrl(requestingUrl));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === ALLOWED && isAppUrl(origin),
  );
  session.setDevicePermissionHandler(() => false);
}

/** Keeps every page in place: no navigation, no new window, no webview. */
export function confineContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    confine(contents);
  });
}

function confine(contents: WebContents): void {
  const prevent = (event: { preventDefault: () => void }): void => {
    event.preventDefault();
  };
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', prevent);
  contents.on('will-frame-navigate', prevent);
  contents.on('will-redirect', prevent);
  contents.on('will-attach-webview', prevent);
}
