import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, win32 } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveInside, respond } from '../../../../main/page/protocol.ts';

let folder: string;
let root: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'protocol-'));
  root = join(folder, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'assets/app.js'), '1');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  mkdirSync(join(folder, 'renderer-evil'));
  writeFileSync(join(folder, 'renderer-evil/x.js'), 'evil');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const get = (url: string): Promise<Response> => respond({ url, method: 'GET' }, root);

describe('the protocol', () => {
  it('serves the bundle under the policy', async () => {
    const response = await get('app://bundle/index.html');
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types vue");
    expect(policy).not.toMatch(/unsafe|https:|\*/u);
    const script = await get('app://bundle/assets/app.js');
    expect(script.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    'app://bundle/../secret.txt',
    'app://bundle/..%2fsecret.txt',
    'app://bundle/%2e%2e/secret.txt',
    'app://bundle/assets/..%2f..%2fsecret.txt',
    'app://bundle/..%2frenderer-evil/x.js',
    'app://bundle/..%5csecret.txt',
    'app://bundle/%00',
    'app://bundle/%zz',
    'app://elsewhere/index.html',
  ])('serves nothing outside of it: %s', async (url) => {
    const response = await get(url);
    expect([403, 404]).toContain(response.status);
    expect(await response.text()).toBe('');
  });

  it.each([
    // Encoded twice, it stays a name with a percent sign.
    'app://bundle/%252e%252e%252fsecret.txt',
    'app://bundle/....//secret.txt',
    'app://bundle//etc/passwd',
    'app://bundle/%2fetc%2fpasswd',
    'app://bundle/file:///etc/passwd',
    'app://bundle/index.html%00',
    'app://bundle/index.html/',
    'app://bundle/assets',
    'app://bundle/',
    `app://bundle/${'a'.repeat(100_000)}`,
    `app://bundle/${'a/'.repeat(50_000)}x`,
    'app://bundle/%ff%fe',
    // As Node sees it, the name of the host has a case; Chromium makes it small before it asks.
    'app://BUNDLE/index.html',
    'app://bundle.example/index.html',
    'app://bundle:81/index.html',
    'app://bundle%2fx/index.html',
    'app:///index.html',
    'https://bundle/index.html/../../secret.txt',
    'nonsense',
  ])('serves only files of the bundle: %.60s', async (url) => {
    const response = await get(url);
    expect([403, 404]).toContain(response.status);
    expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    expect(await response.text()).toBe('');
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'get'])(
    'refuses to %s',
    async (method) => {
      const response = await respond({ url: 'app://bundle/index.html', method }, root);
      expect(response.status).toBe(405);
      expect(await response.text()).toBe('');
    },
  );

  it('answers HEAD without the file, and a range with all of it', async () => {
    const url = 'app://bundle/index.html';
    const head = await respond({ url, method: 'HEAD' }, root);
    expect([head.status, await head.text()]).toEqual([200, '']);
    const part = { url, method: 'GET', headers: { Range: 'bytes=0-1' } };
    expect(await (await respond(part, root)).text()).toBe('<!doctype html>');
  });

  it('names no file above its root', () => {
    expect(resolveInside(root, 'app://bundle/..%2fsecret.txt')).toBeNull();
    expect(resolveInside(root, 'app://bundle/index.html')).toBe(join(root, 'index.html'));
  });
});

describe('the protocol on Windows', () => {
  const folder = 'C:\\Program Files\\Py-Perf\\resources\\app.asar\\out\\renderer';
  const named = (path: string): string | null =>
    resolveInside(folder, `app://bundle${path}`, win32);

  it.each([
    '/..%5cmain%5cindex.js',
    '/..%2fmain/index.js',
    '/assets%5c..%5c..%5cmain',
    '/%5c..%5c..%5c..%5c..%5cWindows',
    '/..%5crenderer-evil%5cx.js',
  ])('names nothing above its root: %s', (path) => {
    expect(named(path)).toBeNull();
  });

  it.each([
    '/C:/Windows/win.ini',
    '/C:%5cWindows',
    '/%5c%5cserver%5cshare',
    '//server/share',
    '/%5c%5c%3f%5cC:',
  ])('treats drives and network paths as names inside it: %s', (path) => {
    expect(named(path)?.startsWith(`${folder}\\`)).toBe(true);
  });

  it('names its files', () => {
    expect(named('/assets/app.js')).toBe(`${folder}\\assets\\app.js`);
  });
});
