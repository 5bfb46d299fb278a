/**
 * Chromium outside of Electron cannot open a scheme of the app's own: `app://bundle/x` is shown as
 * `https://bundle.app.stand-in.invalid/x`, an origin that no network has.
 */
const SUFFIX = '.stand-in.invalid';

/** The address in Chromium of a URL of the app. */
export function toChromium(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)(.*)$/su.exec(url);
  const [, scheme, host, rest] = match ?? [];
  if (scheme === undefined || host === undefined || /^(https?|file|wss?)$/u.test(scheme))
    return url;
  return `https://${host}.${scheme}${SUFFIX}${rest ?? ''}`;
}

/** The app's URL of an address in Chromium; another site's stays as it is. */
export function toApp(url: string): string {
  const match = /^https:\/\/([^/?#]+)\.([a-z0-9+-]+)\.stand-in\.invalid(.*)$/su.exec(url);
  const [, host, scheme, rest] = match ?? [];
  return host === undefined || scheme === undefined ? url : `${scheme}://${host}${rest ?? ''}`;
}

/** Whether an address in Chromium belongs to a scheme of the app. */
export function isAppAddress(url: URL): boolean {
  return url.hostname.endsWith(SUFFIX);
}
