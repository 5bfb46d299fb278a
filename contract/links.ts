/** The scheme of links into the app: `py-perf://open/hosts/default/web-01?range=24h`. */
export const LINK_SCHEME = 'py-perf';
/** The host part of the address: links only ever open a page. */
export const LINK_ACTION = 'open';

/** The link to a path of the page (`/events?range=24h`). */
export function linkTo(path: string): string {
  return `${LINK_SCHEME}://${LINK_ACTION}${path}`;
}
