import { describe, expect, it, test, vi } from 'vitest';
import { linkTo } from '../../../../contract/links.ts';
import {
  linkIn,
  pathOfLink,
  registerLinks,
  UNKNOWN_LINK_PATH,
} from '../../../../main/system/links.ts';

function registered(isPackaged: boolean, platform: NodeJS.Platform): unknown[] {
  const setAsDefaultProtocolClient = vi.fn(() => true);
  registerLinks({ isPackaged, setAsDefaultProtocolClient }, platform);
  return setAsDefaultProtocolClient.mock.calls[0] ?? [];
}

test('a packaged app opens links, which cannot add switches on Windows', () => {
  expect(registered(true, 'darwin')).toEqual(['py-perf']);
  expect(registered(true, 'win32')).toEqual(['py-perf', process.execPath, ['--']]);
});

test('a checkout registers nothing, and on Linux the desktop entry does it', () => {
  expect(registered(false, 'win32')).toEqual([]);
  expect(registered(true, 'linux')).toEqual([]);
});

describe('a link', () => {
  it.each([
    '/',
    '/events?range=24h',
    '/?q=cpu%3E80%20label%3Adb&state=offline&sort=cpu.desc',
    '/compare?host=default%2Fweb-01&host=default%2Fdb-01&range=7d',
    '/hosts/default/web-01.fra.example?from=1796000000&to=1796003600',
    '/functions/runs?range=7d',
    `/functions/of/${encodeURIComponent('<lambda> a/b')}`,
    `/hosts/default/${encodeURIComponent('<img src=x> ../büro 🔥 a/b?c#d%2e')}`,
  ])('leads back to %s', (path) => {
    expect(pathOfLink(linkTo(path))).toBe(path);
  });

  it('may have the slash and capitals that systems add', () => {
    expect(pathOfLink('py-perf://open')).toBe('/');
    expect(pathOfLink('py-perf://open/events/')).toBe('/events');
    expect(pathOfLink('PY-PERF://open/alerts')).toBe('/alerts');
  });

  it.each([
    ['another scheme', 'https://open/events'],
    ['a script', 'javascript:alert(1)'],
    ['another action', 'py-perf://delete/events'],
    ['no action', 'py-perf:/events'],
    ['an opaque address', 'py-perf:events'],
    ['somebody who signs in', 'py-perf://a:b@open/events'],
    ['a port', 'py-perf://open:80/events'],
    ['a fragment', 'py-perf://open/events#/settings'],
    ['a page that does not exist', 'py-perf://open/etc/passwd'],
    ['a path above the page', 'py-perf://open/../../index.html'],
    ['a dot segment in code', 'py-perf://open/hosts/%2e%2e/%2e%2e/settings'],
    ['a file', 'py-perf://open/file:///etc/passwd'],
    ['a host without a name', 'py-perf://open/hosts/default/'],
    ['a run, whose number another store does not know', 'py-perf://open/functions/runs/12'],
    ['too many parts', 'py-perf://open/hosts/default/a/b'],
    ['a broken code', 'py-perf://open/hosts/default/%E0%A4%A'],
    ['a null byte', 'py-perf://open/hosts/default/a%00b'],
    ['a line break', 'py-perf://open/events?q=a%0d%0ab'],
    ['an unknown parameter', 'py-perf://open/settings?collect=true'],
    ['one of a prototype', 'py-perf://open/?__proto__=1'],
    ['a value that is too long', `py-perf://open/?q=${'x'.repeat(2000)}`],
    ['too many parameters', `py-perf://open/?${'label=a&'.repeat(150)}`],
    ['a text that is too long', `py-perf://open/${'x'.repeat(9000)}`],
    ['nothing', ''],
  ])('with %s leads to the overview, which reports it', (_, link) => {
    expect(pathOfLink(link)).toBe(UNKNOWN_LINK_PATH);
  });
});

describe('the arguments of a program', () => {
  it('hold at most one link that counts, the first', () => {
    expect(linkIn(['electron', '.', '--', 'py-perf://open/events', 'py-perf://open/'])).toBe(
      'py-perf://open/events',
    );
    expect(linkIn(['electron', 'PY-PERF://open/'])).toBe('PY-PERF://open/');
    expect(
      linkIn(['electron', '--hidden', '/home/py-perf/x', 'https://py-perf://open/']),
    ).toBeNull();
  });
});
