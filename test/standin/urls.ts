/**
 * Outside of Electron, Chromium cannot open the app's scheme: `app://bundle/x` is shown as
 * `https://bundle.app.stand-in.invalid/x`, an origin that no network has.
 */
const SUFFIX = '.stand-in.invalid';

/** The Chromium address of one of the app's URLs. */
export function toChromium(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)(.*)$/su.exec(url);
  const [, scheme, host, rest] = match ?? [];
  if (scheme === undefined || host === undefined || /^(https?|file|wss?)$/u.test(scheme))
    return url;
  return `https://${host}.${scheme}${SUFFIX}${rest ?? ''}`;
}

/** The app's URL of a Chromium address; another site's stays unchanged. */
export function toApp(url: string): string {
  const match = /^https:\/\/([^/?#]+)\.([a-z0-9+-]+)\.stand-in\.invalid(.*)$/su.exec(url);
  const [, host, scheme, rest] = match ?? [];
  return host === undefined || scheme === undefined ? url : `${scheme}://${host}${rest ?? ''}`;
}

/** Whether a Chromium address stands for one of the app's scheme. */
export function isAppAddress(url: URL): boolean {
  return url.hostname.endsWith(SUFFIX);
}
