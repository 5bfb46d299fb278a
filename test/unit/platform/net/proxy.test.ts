import { afterEach, describe, expect, it } from 'vitest';
import {
  proxyFor,
  proxyOfPac,
  shownProxy,
  useSystemProxy,
} from '../../../../platform/net/proxy.ts';
import { useNetworkSettings, useProxyIdentities } from '../../../../platform/net/settings.ts';

const PROXY = 'http://proxy.example:3128';
const proxy = (address: string, env: Record<string, string>) => proxyFor(new URL(address), env);

afterEach(() => {
  useSystemProxy(null);
  useNetworkSettings({});
  useProxyIdentities(new Map());
});

describe('proxyFor', () => {
  it('follows the variable of the protocol, lower case before upper case', async () => {
    const env = { https_proxy: 'http://small:1', HTTPS_PROXY: PROXY, HTTP_PROXY: 'http://plain:2' };
    expect(await proxy('https://example.com', env)).toBe('http://small:1');
    expect(await proxy('http://example.com', env)).toBe('http://plain:2');
    expect(await proxy('http://example.com', { HTTPS_PROXY: PROXY })).toBeNull();
    expect(await proxy('https://example.com', { ALL_PROXY: PROXY })).toBe(PROXY);
  });

  it.each(['socks5://user:s3cret@socks:1080', 'http://', 'http://proxy one:80', 'ftp://x'])(
    'refuses %s, without repeating a password',
    async (HTTPS_PROXY) => {
      const error: unknown = await proxy('https://example.com', { HTTPS_PROXY }).catch(
        (cause: unknown) => cause,
      );
      expect(error).toMatchObject({ error: { code: 'not-configured' } });
      expect(String(error)).not.toContain('s3cret');
    },
  );

  it('treats an address without a scheme as http, and an empty variable as unset', async () => {
    expect(await proxy('https://example.com', { HTTPS_PROXY: 'proxy:8080' })).toBe(
      'http://proxy:8080',
    );
    expect(await proxy('https://example.com', { HTTPS_PROXY: '', ALL_PROXY: ' ' })).toBeNull();
  });

  it.each(['localhost', 'db.localhost', '127.0.0.1', '127.1.2.3', '[::1]'])(
    'does not proxy %s',
    async (host) => {
      useSystemProxy(() => Promise.resolve(PROXY));
      expect(await proxy(`http://${host}:8000`, { HTTP_PROXY: PROXY })).toBeNull();
    },
  );

  it.each([
    ['example.com', 'https://example.com', true],
    ['example.com', 'https://a.b.example.com', true],
    ['.example.com', 'https://a.example.com', true],
    ['*.example.com', 'https://a.example.com', true],
    ['EXAMPLE.com', 'https://a.example.COM', true],
    ['ample.com', 'https://example.com', false],
    ['example.com', 'https://example.com.evil', false],
    ['a, example.com', 'https://example.com', true],
    ['a example.com', 'https://example.com', true],
    ['*', 'https://example.com', true],
    ['example.com:443', 'https://example.com', true],
    ['example.com:8443', 'https://example.com', false],
    ['example.com:8443', 'https://example.com:8443', true],
    ['10.0.0.0/8', 'https://10.1.2.3', true],
    ['10.0.0.0/8', 'https://11.1.2.3', false],
    ['10.0.0.0/8', 'https://example.com', false],
    ['10.0.0.0/99', 'https://10.1.2.3', false],
    ['10.1.2.3', 'https://10.1.2.3:8000', true],
    ['2.3', 'https://10.1.2.3', false],
    ['fd00::/8', 'https://[fd00::1]', true],
    ['fd00::1', 'https://[fd00::1]', true],
    ['', 'https://example.com', false],
  ])('reads NO_PROXY=%s for %s', async (exempt, address, isExempt) => {
    const found = await proxy(address, { HTTPS_PROXY: PROXY, NO_PROXY: exempt });
    expect(found).toBe(isExempt ? null : PROXY);
    expect(await proxy(address, { HTTPS_PROXY: PROXY, no_proxy: exempt })).toBe(found);
  });

  it('asks the system if the environment names none, and treats its failure as none', async () => {
    useSystemProxy((address) => Promise.resolve(`http://for-${new URL(address).hostname}:1`));
    expect(await proxy('https://example.com/path', {})).toBe('http://for-example.com:1');
    expect(await proxy('https://example.com', { HTTPS_PROXY: PROXY })).toBe(PROXY);
    useSystemProxy(() => Promise.reject(new Error('no session')));
    expect(await proxy('https://example.com', {})).toBeNull();
  });
});

describe('proxyFor with settings', () => {
  const SET = 'http://set.example:8080';

  it('prefers the proxy of the settings to those of environment and system', async () => {
    useSystemProxy(() => Promise.resolve('http://system:1'));
    useNetworkSettings({ proxy: 'set.example:8080' });
    expect(await proxy('https://example.com', { HTTPS_PROXY: PROXY })).toBe(SET);
    expect(await proxy('http://example.com', {})).toBe(SET);
    expect(await proxy('http://127.0.0.1:8000', {})).toBeNull();
  });

  it('connects directly to hosts exempted by the settings or NO_PROXY, whatever names the proxy', async () => {
    useSystemProxy(() => Promise.resolve('http://system:1'));
    useNetworkSettings({ noProxy: '.internal.example, 10.0.0.0/8' });
    expect(await proxy('https://a.internal.example', { HTTPS_PROXY: PROXY })).toBeNull();
    expect(await proxy('https://10.1.2.3', {})).toBeNull();
    expect(await proxy('https://example.com', { NO_PROXY: 'example.com' })).toBeNull();
    expect(await proxy('https://example.com', {})).toBe('http://system:1');
    useNetworkSettings({ noProxy: '*' });
    expect(await proxy('https://example.com', { HTTPS_PROXY: PROXY })).toBeNull();
  });

  it('adds the stored user and password of a proxy, and of no other', async () => {
    useProxyIdentities(new Map([[SET, { user: 'an:na', password: 's3cret@home/' }]]));
    useNetworkSettings({ proxy: SET });
    const withIdentity = 'http://an%3Ana:s3cret%40home%2F@set.example:8080';
    expect(await proxy('https://example.com', {})).toBe(withIdentity);
    useNetworkSettings({});
    expect(await proxy('https://example.com', { HTTPS_PROXY: 'Set.example:8080/' })).toBe(
      withIdentity,
    );
    expect(await proxy('https://example.com', { HTTPS_PROXY: PROXY })).toBe(PROXY);
    useSystemProxy(() => Promise.resolve('http://set.example:8081'));
    expect(await proxy('https://example.com', {})).toBe('http://set.example:8081');
  });

  it('takes user and password of the same proxy from a variable, if none are stored', async () => {
    useNetworkSettings({ proxy: SET });
    const env = { HTTPS_PROXY: 'http://anna:s3cret@set.example:8080' };
    expect(await proxy('https://example.com', env)).toBe(env.HTTPS_PROXY);
    const other = { HTTPS_PROXY: 'http://anna:s3cret@other.example:8080' };
    expect(await proxy('https://example.com', other)).toBe(SET);
  });
});

describe('proxyOfPac', () => {
  it.each([
    ['DIRECT', null],
    ['PROXY proxy.example:3128', PROXY],
    ['PROXY proxy.example:3128; DIRECT', PROXY],
    ['HTTPS secure:443;DIRECT', 'https://secure:443'],
    ['SOCKS5 socks:1080; PROXY proxy.example:3128', PROXY],
    ['SOCKS5 socks:1080', null],
    ['DIRECT; PROXY proxy.example:3128', null],
    ['', null],
  ])('reads %s', (answer, expected) => {
    expect(proxyOfPac(answer)).toBe(expected);
  });
});

describe('shownProxy', () => {
  it('leaves out user, password and path', () => {
    expect(shownProxy('http://anna:s3cret@proxy:3128/x')).toBe('http://proxy:3128');
    expect(shownProxy('http://anna:s3cret@')).not.toContain('s3cret');
  });
});
