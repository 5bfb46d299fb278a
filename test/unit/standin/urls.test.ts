import { describe, expect, it } from 'vitest';
import { isAppAddress, toApp, toChromium } from '../../standin/urls.ts';

describe('addresses', () => {
  it.each([
    'app://bundle/index.html#/hosts/default/a%23b',
    'app://bundle/..%2f..%2fpackage.json?q=1',
    'app://other/x',
  ])('gives %s an origin that Chromium opens, and back', (url) => {
    const address = toChromium(url);
    expect(address).toMatch(/^https:\/\/(bundle|other)\.app\./u);
    expect(isAppAddress(new URL(address))).toBe(true);
    expect(toApp(address)).toBe(url);
  });

  it.each(['https://example.com/x', 'about:blank', 'data:text/html,x', 'file:///etc/passwd'])(
    'leaves %s as it is',
    (url) => {
      expect(toChromium(url)).toBe(url);
      expect(toApp(url)).toBe(url);
    },
  );
});
