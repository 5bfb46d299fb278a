import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  retryAfter,
  sendRequest,
  type OutgoingRequest,
} from '../../../../platform/net/send-request.ts';
import { startAlertReceiver, type AlertReceiver } from '../../../support/alert-receiver.ts';

let receiver: AlertReceiver;

beforeEach(async () => {
  receiver = await startAlertReceiver();
});

afterEach(async () => {
  await receiver.close();
});

function request(path = '/secret-path'): OutgoingRequest {
  return { url: receiver.url + path, method: 'POST', headers: { 'x-id': '1' }, body: '{"a":1}' };
}

const LIMITS = { allowPrivate: true, timeoutMs: 60_000 };

describe('a request to a receiver', () => {
  it('arrives as it is, and its answer comes back', async () => {
    expect(await sendRequest(request(), LIMITS)).toMatchObject({ status: 204 });
    expect(receiver.requests).toMatchObject([
      { path: '/secret-path', method: 'POST', body: '{"a":1}', headers: { 'x-id': '1' } },
    ]);
  });

  it('does not go to this machine, nor by http, unless that is allowed', async () => {
    const limits = { ...LIMITS, allowPrivate: false };
    await expect(sendRequest(request(), limits)).rejects.toThrow('not addressed by https');
    const secure = { ...request(), url: receiver.url.replace('http:', 'https:') };
    await expect(sendRequest(secure, limits)).rejects.toThrow('this machine or a private network');
    const named = { ...secure, url: secure.url.replace('127.0.0.1', 'localhost') };
    await expect(sendRequest(named, limits)).rejects.toThrow('this machine or a private network');
    expect(receiver.requests).toEqual([]);
  });

  it('does not follow a redirect', async () => {
    receiver.fault = ({ path }) =>
      path === '/elsewhere'
        ? null
        : { kind: 'status', status: 307, headers: { location: '/elsewhere' } };
    expect(await sendRequest(request(), LIMITS)).toMatchObject({ status: 307 });
    expect(receiver.requests).toHaveLength(1);
  });

  it.each(['hang', 'drip'] as const)('gives an answer up that does not end (%s)', async (kind) => {
    receiver.fault = () => ({ kind });
    const limits = { ...LIMITS, timeoutMs: 200 };
    await expect(sendRequest(request(), limits)).rejects.toMatchObject({
      error: { code: 'timeout' },
    });
  });

  it('says that a secret, not the network, is wrong where a header cannot hold it', async () => {
    const headers = { authorization: 'Bearer one\nX-Other: 1' };
    await expect(sendRequest({ ...request(), headers }, LIMITS)).rejects.toMatchObject({
      error: { code: 'invalid-input' },
    });
    expect(receiver.requests).toEqual([]);
  });

  it('reads the beginning of an endless answer', async () => {
    receiver.fault = () => ({ kind: 'endless' });
    const { body } = await sendRequest(request(), LIMITS);
    expect(body.length).toBeLessThanOrEqual(16 * 1024);
  });

  it('never tells the path, which may be a secret, in an error', async () => {
    receiver.fault = () => ({ kind: 'reset' });
    const error: unknown = await sendRequest(request(), LIMITS).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ error: { code: 'network' } });
    expect(JSON.stringify(error)).not.toContain('secret-path');
  });
});

it.each([
  [{ 'retry-after': '40' }, 40],
  [{ 'retry-after': 'Tue, 01 Dec 2026 00:02:00 GMT', date: 'Tue, 01 Dec 2026 00:00:30 GMT' }, 90],
  [{ 'retry-after': 'Tue, 01 Dec 2026 00:00:00 GMT', date: 'Tue, 01 Dec 2026 00:00:30 GMT' }, null],
  [{ 'retry-after': '0' }, null],
  [{ 'retry-after': '-5' }, null],
  [{ 'retry-after': 'soon' }, null],
  [{}, null],
])('a receiver that asks to wait by %j is given %s s', (headers, seconds) => {
  expect(retryAfter(headers)).toBe(seconds);
});
