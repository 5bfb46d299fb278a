import type { App } from 'electron';
import { LINK_ACTION, LINK_SCHEME } from '../../contract/links.ts';

/** Links come from mails and chats: longer ones are not ours. */
const MOST_CHARACTERS = 8000;
const MOST_PARAMETERS = 100;
const MOST_VALUE = 1100;

/** Pages without further parts in the path. */
const PAGES: ReadonlySet<string> = new Set([
  '/',
  '/compare',
  '/heat-map',
  '/events',
  '/alerts',
  '/functions',
  '/functions/runs',
  '/functions/compare',
  '/diagnostics',
  '/settings',
]);
/** Pages of something with a name. Runs of functions have none: their numbers are valid in one store only. */
const NAMED_PAGES = [
  { prefix: '/hosts/', parts: 2 },
  { prefix: '/functions/of/', parts: 1 },
];
/** Query parameters of a page's address. */
const PARAMETERS: ReadonlySet<string> = new Set(
  'range from to at q state platform source label sort view host kind'.split(' '),
);
/** Path parts that lead up or nowhere: no link of ours has one. */
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:[/?]|$)/iu;

/** The path for a link that leads nowhere: the overview, which says so. */
export const UNKNOWN_LINK_PATH = '/?link=unknown';

/**
 * The path of the page that a link opens. It is rebuilt from known pages, parameters and plain text. Anything else is
 * `UNKNOWN_LINK_PATH`.
 */
export function pathOfLink(link: string): string {
  return knownPath(link) ?? UNKNOWN_LINK_PATH;
}

/** The first link among a program's arguments; null without one. */
export function linkIn(args: readonly string[]): string | null {
  const beginning = `${LINK_SCHEME}:`;
  return args.find((arg) => arg.toLowerCase().startsWith(beginning)) ?? null;
}

function knownPath(link: string): string | null {
  if (link.length > MOST_CHARACTERS || DOT_SEGMENT.test(link)) return null;
  if (!URL.canParse(link)) return null;
  const url = new URL(link);
  if (url.protocol !== `${LINK_SCHEME}:` || url.host !== LINK_ACTION) return null;
  if (url.username !== '' || url.password !== '' || url.hash !== '') return null;
  const path = pagePath(url.pathname);
  const query = pageQuery(url.searchParams);
  if (path === null || query === null) return null;
  return query === '' ? path : `${path}?${query}`;
}

/** Systems may add a trailing slash. */
function pagePath(pathname: string): string | null {
  const path = pathname === '' ? '/' : pathname;
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  if (PAGES.has(trimmed)) return trimmed;
  const named = NAMED_PAGES.find(({ prefix }) => trimmed.startsWith(prefix));
  if (named === undefined) return null;
  const parts = trimmed.slice(named.prefix.length).split('/').map(decode);
  if (parts.length !== named.parts) return null;
  if (!parts.every((part) => part !== null && isPlain(part) && part !== '')) return null;
  return named.prefix + parts.map((part) => encodeURIComponent(part ?? '')).join('/');
}

function pageQuery(given: URLSearchParams): string | null {
  if (given.size > MOST_PARAMETERS) return null;
  const known = new URLSearchParams();
  for (const [name, value] of given) {
    if (!PARAMETERS.has(name) || !isPlain(value)) return null;
    known.append(name, value);
  }
  // The page's router does not read a plus as a space.
  return known.toString().replaceAll('+', '%20');
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** No control characters, and no longer than a name may be. */
function isPlain(text: string): boolean {
  return text.length <= MOST_VALUE && !/\p{Cc}/u.test(text) && text.isWellFormed();
}

/**
 * Registers this program for links of the app. Only a packaged one: a checkout needs arguments to start. On Linux the
 * desktop entry of the package does it. The two dashes end Chromium's switches, so a link cannot add any.
 */
export function registerLinks(
  app: Pick<App, 'isPackaged' | 'setAsDefaultProtocolClient'>,
  platform: NodeJS.Platform,
): void {
  if (!app.isPackaged) return;
  if (platform === 'win32') app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, ['--']);
  if (platform === 'darwin') app.setAsDefaultProtocolClient(LINK_SCHEME);
}
