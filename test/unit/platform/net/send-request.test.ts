import type * as Dns from 'node:dns';
import type * as DnsPromises from 'node:dns/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  retryAfter,
  sendRequest,
  type OutgoingRequest,
} from '../../../../platform/net/send-request.ts';
import { startAlertReceiver, type AlertReceiver } from '../../../support/alert-receiver.ts';

type Addresses = { address: string; family: number }[];

/** What a name server of the tests answers to each question after names of `test`, one after the other. */
const answers = vi.hoisted(() => ({ left: [] as string[][] }));

function nextAnswer(): Addresses {
  const answer = answers.left.length > 1 ? answers.left.shift() : answers.left[0];
  return (answer ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
}

vi.mock('node:dns', async (original) => {
  const real = await original<typeof Dns>();
  const lookup = (
    name: string,
    options: { all: true },
    callback: (error: Error | null, addresses: Addresses) => void,
  ): void => {
    if (!name.endsWith('.test')) real.lookup(name, options, callback);
    else process.nextTick(callback, null, nextAnswer());
  };
  return { ...real, default: { ...real, lookup }, lookup };
});

vi.mock('node:dns/promises', async (original) => {
  const real = await original<typeof DnsPromises>();
  const lookup = (name: string, options: { all: true }): Promise<Addresses> =>
    name.endsWith('.test') ? Promise.resolve(nextAnswer()) : real.lookup(name, options);
  return { ...real, default: { ...real, lookup }, lookup };
});

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
  it('arrives unchanged, and its answer is returned', async () => {
    expect(await sendRequest(request(), LIMITS)).toMatchObject({ status: 204 });
    expect(receiver.requests).toMatchObject([
      { path: '/secret-path', method: 'POST', body: '{"a":1}', headers: { 'x-id': '1' } },
    ]);
  });

  it('is not sent to this machine, or by http, unless that is allowed', async () => {
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

  it.each(['hang', 'drip'] as const)('gives up an endless answer (%s)', async (kind) => {
    receiver.fault = () => ({ kind });
    const limits = { ...LIMITS, timeoutMs: 200 };
    await expect(sendRequest(request(), limits)).rejects.toMatchObject({
      error: { code: 'timeout' },
    });
  });

  it('reports an invalid secret, not the network, if a header cannot hold it', async () => {
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

  it('never reveals the path, which may be a secret, in an error', async () => {
    receiver.fault = () => ({ kind: 'reset' });
    const error: unknown = await sendRequest(request(), LIMITS).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ error: { code: 'network' } });
    expect(JSON.stringify(error)).not.toContain('secret-path');
  });
});

describe('a name whose addresses change between two questions', () => {
  const [OWN, PUBLIC] = [['127.0.0.1'], ['192.0.9.1']];
  /** By a name; the port is the receiver's. */
  const named = (protocol: string): OutgoingRequest => ({
    ...request(),
    url: receiver.url.replace('http://127.0.0.1', `${protocol}://hook.test`),
  });

  it.each([
    ['at once', [PUBLIC]],
    ['from the second question on', [OWN, PUBLIC]],
    ['from the third question on', [OWN, OWN, PUBLIC]],
    ['from the fourth question on', [OWN, OWN, OWN, PUBLIC]],
    ['beside one of the own network', [[...OWN, ...PUBLIC]]],
    ['beside one of the own network, first', [[...PUBLIC, ...OWN]]],
  ])('sends no message in the clear to the internet: public %s', async (_when, list) => {
    answers.left = [...list];
    const sent = await sendRequest(named('http'), LIMITS).then(
      () => 'arrived',
      (error: unknown) => String(error),
    );
    expect(sent).toMatch(/^arrived$|outside the own network/u);
  });

  it.each([
    ['at once', [OWN]],
    ['from the second question on', [PUBLIC, OWN]],
    ['beside a public one', [[...PUBLIC, ...OWN]]],
    ['written as IPv6', [['::ffff:127.0.0.1']]],
    ['written as NAT64', [['64:ff9b::7f00:1']]],
  ])('sends none into a private network unless allowed: private %s', async (_when, list) => {
    answers.left = [...list];
    const limits = { allowPrivate: false, timeoutMs: 300 };
    // Where the address that it has at first is not there, the connection is tried there and nowhere else.
    await expect(sendRequest(named('https'), limits)).rejects.toThrow(
      /this machine or a private network|cannot be reached|no whole answer/u,
    );
    expect(receiver.requests).toEqual([]);
  });
});

describe('an address in numbers', () => {
  it.each([
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[0:0:0:0:0:ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[2002:7f00:1::]',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '127.0.0.1.',
    '１２７.0.0.1',
  ])('%s of this machine is refused in any notation', async (host) => {
    const url = receiver.url.replace('http://127.0.0.1', `https://${host}`);
    await expect(
      sendRequest({ ...request(), url }, { allowPrivate: false, timeoutMs: 60_000 }),
    ).rejects.toThrow('this machine or a private network');
  });

  it.each([
    '[fe80::1]',
    '[::ffff:169.254.169.254]',
    '169.254.169.254',
    '0',
    '[::]',
    '[fd00:ec2::254]',
  ])('%s is refused even if private addresses are allowed', async (host) => {
    const url = `http://${host}/`;
    await expect(sendRequest({ ...request(), url }, LIMITS)).rejects.toThrow(
      'nothing is ever sent there',
    );
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
])('a receiver that asks for a wait of %j gets %s s', (headers, seconds) => {
  expect(retryAfter(headers)).toBe(seconds);
});
