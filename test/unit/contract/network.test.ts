import { describe, expect, it } from 'vitest';
import { networkSettingsSchema, proxyOrigin } from '../../../contract/network.ts';

describe('proxyOrigin', () => {
  it.each([
    ['http://proxy.example:3128', 'http://proxy.example:3128'],
    ['proxy.example:3128', 'http://proxy.example:3128'],
    ['HTTP://Proxy.Example:3128/', 'http://proxy.example:3128'],
    ['https://proxy.example', 'https://proxy.example:443'],
    ['proxy', 'http://proxy:80'],
    ['http://[fd00::1]:8080', 'http://[fd00::1]:8080'],
    ['http://10.0.0.1:8080', 'http://10.0.0.1:8080'],
  ])('reads %s', (text, origin) => {
    expect(proxyOrigin(text)).toBe(origin);
  });

  it.each([
    '',
    'socks5://proxy:1080',
    'http://',
    'http://proxy:0',
    'http://proxy:65536',
    'http://proxy:80/path',
    'http://anna:s3cret@proxy:80',
    'http://proxy:80?x',
    'proxy one',
    'fd00::1',
  ])('refuses %j', (text) => {
    expect(proxyOrigin(text)).toBeNull();
  });
});

describe('networkSettingsSchema', () => {
  it('treats empty texts as absent', () => {
    expect(networkSettingsSchema.parse({ proxy: ' ', noProxy: '' })).toEqual({});
  });

  it.each(['http://anna:s3cret@proxy:80', 'anna:s3cret@proxy:80'])(
    'refuses a user and a password in %s, which settings would keep in the clear',
    (proxy) => {
      const { error } = networkSettingsSchema.safeParse({ proxy });
      expect(error?.issues[0]?.message).toContain('password');
    },
  );
});
