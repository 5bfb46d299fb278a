import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveInside, respond } from '../../../main/protocol.ts';

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

describe('the protocol', () => {
  it('serves the bundle under the policy', async () => {
    const response = await respond('app://bundle/index.html', root);
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https:|\*/u);
    const script = await respond('app://bundle/assets/app.js', root);
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
    const response = await respond(url, root);
    expect([403, 404]).toContain(response.status);
    expect(await response.text()).toBe('');
  });

  it('names no file above its root', () => {
    expect(resolveInside(root, 'app://bundle/..%2fsecret.txt')).toBeNull();
    expect(resolveInside(root, 'app://bundle/index.html')).toBe(join(root, 'index.html'));
  });
});
