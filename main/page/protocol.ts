import { readFile } from 'node:fs/promises';
import nodePath, { extname } from 'node:path';
import type { Protocol } from 'electron';

/** The scheme of the page; grants nothing to `file:`. */
export const APP_PROTOCOL = 'app';
/** Host of the page's own origin. */
export const APP_HOST = 'bundle';
/** Address of the page. */
export const APP_URL = `${APP_PROTOCOL}://${APP_HOST}/index.html`;

/**
 * Only scripts, styles and images of our own bundle; no inline script, no eval, no connections, no text as markup.
 * Style attributes are set through the CSSOM, which the policy does not affect.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  // Text becomes markup through one policy only: Vue's, for the static parts of its own templates.
  "require-trusted-types-for 'script'",
  'trusted-types vue',
].join('; ');

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * Whether a URL is in our own bundle. `URL.origin` of a custom scheme is `'null'`, so protocol and host are compared.
 */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return protocol === `${APP_PROTOCOL}:` && host === APP_HOST;
}

/** Declares our scheme; must run once, before the app is ready. */
export function declareScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_PROTOCOL,
      privileges: { standard: true, secure: true, supportFetchAPI: true },
    },
  ]);
}

/** Serves the files of the built renderer, and nothing above its folder. */
export function serveRenderer(protocol: Pick<Protocol, 'handle'>, root: string): void {
  protocol.handle(APP_PROTOCOL, (request) => respond(request, root));
}

/** The response to a request for a file of the bundle. Only reading is allowed. */
export async function respond(
  { url, method }: Pick<Request, 'url' | 'method'>,
  root: string,
): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') return refusal(405);
  const path = resolveInside(root, url);
  if (path === null) return refusal(403);
  try {
    const body = await readFile(path);
    return new Response(method === 'HEAD' ? null : body, { headers: headersFor(path) });
  } catch {
    return refusal(404);
  }
}

/**
 * The file that a URL names, or null if it is not ours or outside of `root`. Paths follow this system's rules, or those
 * of `system`.
 */
export function resolveInside(
  root: string,
  url: string,
  system: Pick<typeof nodePath, 'join' | 'normalize' | 'sep'> = nodePath,
): string | null {
  if (!URL.canParse(url)) return null;
  const { host, pathname } = new URL(url);
  if (host !== APP_HOST) return null;
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0')) return null;
  // Checked after decoding: `..%2f` survives the parsing of the URL.
  const folder = system.normalize(root + system.sep);
  const path = system.normalize(system.join(folder, `.${decoded}`));
  return path.startsWith(folder) ? path : null;
}

function headersFor(path: string): Record<string, string> {
  return {
    'Content-Type': CONTENT_TYPES[extname(path)] ?? 'application/octet-stream',
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-cache',
  };
}

function refusal(status: number): Response {
  return new Response(null, {
    status,
    headers: { 'Content-Security-Policy': CONTENT_SECURITY_POLICY },
  });
}
