import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followedCredentials } from '../../../../platform/aws/followed-credentials.ts';

const MINUTE_MS = 60_000;

let directory: string;
let time: number;
const now = () => time;
const write = (text: string) => {
  writeFileSync(join(directory, 'credentials'), text);
};

/** Finds one identity after the other, each good for so many minutes, or for ever. */
function finder(minutes?: number) {
  let count = 0;
  return vi.fn(() => {
    count += 1;
    return Promise.resolve({
      accessKeyId: `key-${String(count)}`,
      secretAccessKey: 's',
      ...(minutes === undefined ? {} : { expiration: new Date(time + minutes * MINUTE_MS) }),
    });
  });
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'followed-'));
  vi.stubEnv('AWS_CONFIG_FILE', join(directory, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(directory, 'credentials'));
  time = 1_800_000_000_000;
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

describe('followedCredentials', () => {
  it('searches once while the files stay as they are', async () => {
    const find = finder();
    const credentials = followedCredentials(find, now);
    for (let request = 0; request < 10; request += 1) {
      expect((await credentials()).accessKeyId).toBe('key-1');
      time += 30 * MINUTE_MS;
    }
    expect(find).toHaveBeenCalledTimes(1);
  });

  it('searches again when a file has changed, appeared or gone', async () => {
    const credentials = followedCredentials(finder(), now);
    const next = async () => {
      time += 1000;
      return (await credentials()).accessKeyId;
    };
    expect(await next()).toBe('key-1');
    write('[default]\n');
    expect(await next()).toBe('key-2');
    write('[default]\naws_access_key_id = rotated\n');
    expect(await next()).toBe('key-3');
    rmSync(join(directory, 'credentials'));
    expect(await next()).toBe('key-4');
    expect(await next()).toBe('key-4');
  });

  it('renews five minutes before expiry, and keeps valid credentials if that fails', async () => {
    const find = finder(60);
    const credentials = followedCredentials(find, now);
    await credentials();
    time += 54 * MINUTE_MS;
    expect((await credentials()).accessKeyId).toBe('key-1');
    time += 2 * MINUTE_MS;
    find.mockRejectedValueOnce(new Error('the sign-in expired'));
    expect((await credentials()).accessKeyId).toBe('key-1');
    time += 5 * MINUTE_MS;
    find.mockRejectedValueOnce(new Error('the sign-in expired'));
    await expect(credentials()).rejects.toThrow('the sign-in expired');
    expect((await credentials()).accessKeyId).toBe('key-2');
  });

  it('searches again once AWS has rejected the credentials', async () => {
    const credentials = followedCredentials(finder(), now);
    await credentials();
    credentials.forget();
    expect((await credentials()).accessKeyId).toBe('key-2');
  });

  it('searches once for simultaneous requests, and again after a failure or a rejection', async () => {
    const find = finder();
    const credentials = followedCredentials(find, now);
    const asked = () => Promise.all([credentials(), credentials(), credentials()]);
    expect((await asked()).map(({ accessKeyId }) => accessKeyId)).toEqual([
      'key-1',
      'key-1',
      'key-1',
    ]);
    credentials.forget();
    find.mockRejectedValueOnce(new Error('not now'));
    await expect(asked()).rejects.toThrow('not now');
    const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<typeof find>>>();
    find.mockReturnValueOnce(promise);
    const begun = credentials();
    await vi.waitFor(() => {
      expect(find).toHaveBeenCalledTimes(3);
    });
    credentials.forget();
    resolve({ accessKeyId: 'rejected', secretAccessKey: 'made-up' });
    expect((await begun).accessKeyId).toBe('rejected');
    expect((await credentials()).accessKeyId).toBe('key-2');
  });
});
