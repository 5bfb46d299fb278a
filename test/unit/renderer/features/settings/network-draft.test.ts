import { expect, it } from 'vitest';
import {
  hasIdentity,
  networkDraftOf,
  parseNetwork,
} from '../../../../../renderer/features/settings/network-draft.ts';

const EMPTY = networkDraftOf({});

it('treats an empty form as no settings and no identity', () => {
  expect(parseNetwork(EMPTY)).toEqual({ ok: true, value: { wish: {}, identity: undefined } });
});

it('shows the settings, but no secrets', () => {
  expect(networkDraftOf({ proxy: 'http://p:1', noProxy: '*', caFile: '/ca.pem' })).toEqual({
    proxy: 'http://p:1',
    noProxy: '*',
    user: '',
    password: '',
  });
});

it.each([
  ['a password without a user', { password: 's3cret' }, 'user'],
  ['a password in the address', { proxy: 'http://a:b@p:1' }, 'proxy'],
  ['what is no address', { proxy: 'socks5://p:1' }, 'proxy'],
])('refuses %s', (_, change, field) => {
  const result = parseNetwork({ ...EMPTY, ...change });
  expect(result.ok ? null : result.error.issues[0]?.path).toEqual([field]);
});

it('recognises the proxy with an identity in any notation', () => {
  const stored = ['http://proxy.example:3128'];
  expect(hasIdentity({ ...EMPTY, proxy: 'Proxy.example:3128/' }, stored)).toBe(true);
  expect(hasIdentity({ ...EMPTY, proxy: 'http://other:3128' }, stored)).toBe(false);
  expect(hasIdentity(EMPTY, stored)).toBe(true);
  expect(hasIdentity(EMPTY, [])).toBe(false);
});
