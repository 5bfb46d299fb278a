import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'";
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/**
 * Serves the files of a folder, and those of `others` by path, on a free loopback port. The browser keeps compiled
 * scripts from one page to the next.
 */
export async function serve(
  folder: string,
  others: Readonly<Record<string, string>> = {},
): Promise<{ origin: string; close: () => void }> {
  const server = createServer((request, response) => {
    const file = new URL(request.url ?? '/', 'http://localhost').pathname.replace(
      /\/$/u,
      '/index.html',
    );
    readFile(others[file] ?? path.join(folder, path.normalize(file))).then(
      (body) => {
        response.writeHead(200, {
          'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
          'content-security-policy': CSP,
          // Its name changes with its content.
          'cache-control':
            file.startsWith('/assets/') || file in others ? 'max-age=3600, immutable' : 'no-store',
        });
        response.end(body);
      },
      () => {
        response.writeHead(404).end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${String(address.port)}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
