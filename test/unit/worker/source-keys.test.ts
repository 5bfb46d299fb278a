import { describe, expect, it } from 'vitest';
import type { AccessKeys } from '../../../contract/credentials.ts';
import { fail, ok } from '../../../contract/result.ts';
import type { SourceConfig } from '../../../contract/settings.ts';
import { DEFAULT_TABLE_NAMES } from '../../../contract/tables.ts';
import { isConnected } from '../../../platform/aws/config.ts';
import { SourceKeys, type SourceCredentials } from '../../../worker/source-keys.ts';

const KEYS: AccessKeys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const TOKEN: AccessKeys = { ...KEYS, sessionToken: 'FwoGZXIvYXdzEXAMPLETOKEN' };

const stored: SourceConfig = {
  id: 'prod',
  name: 'Production',
  mode: 'auto',
  credentials: 'stored',
  endpoint: 'http://127.0.0.1:1',
  tables: DEFAULT_TABLE_NAMES,
};

/** The credentials that the clients of a source sign with. */
async function signedWith(
  keys: SourceKeys,
  source = stored,
  tried?: AccessKeys,
): Promise<Record<string, unknown>> {
  const clients = await keys.connect(source, tried);
  const { accessKeyId, secretAccessKey, sessionToken } = await clients.base.config.credentials();
  clients.destroy();
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

const inside = (credentials: SourceCredentials): SourceKeys => {
  const keys = new SourceKeys(true);
  keys.replace(credentials);
  return keys;
};

describe('the keys of a source', () => {
  it('sign its requests, with their token', async () => {
    expect(await signedWith(inside(new Map([['prod', ok(KEYS)]])))).toEqual(KEYS);
    expect(await signedWith(inside(new Map([['prod', ok(TOKEN)]])))).toEqual(TOKEN);
  });

  it('the keys of a source are overridden by keys under test', async () => {
    const keys = inside(new Map([['prod', ok(KEYS)]]));
    expect(await signedWith(keys, stored, TOKEN)).toEqual(TOKEN);
    expect(await signedWith(keys, { ...stored, credentials: 'chain' }, TOKEN)).toEqual(TOKEN);
  });

  it('connect it, whatever the environment says', () => {
    expect(isConnected(stored, {})).toBe(true);
    expect(isConnected({ ...stored, mode: 'off' }, {})).toBe(false);
  });

  it.each([
    ['outside the app', new SourceKeys(false), 'can only be used inside the app', '--profile NAME'],
    ['before they are decrypted', new SourceKeys(true), 'not been decrypted yet', 'Unlock'],
    ['where there are none', inside(new Map()), 'No access keys are stored', 'Enter them'],
  ])('are reported as missing %s, with a hint', async (_, keys, message, hint) => {
    await expect(keys.connect(stored)).rejects.toMatchObject({
      error: {
        code: 'no-credentials',
        message: expect.stringContaining(message) as string,
        hint: expect.stringContaining(hint) as string,
      },
    });
  });

  it('the keys of a source report why they cannot be used', async () => {
    const error = { code: 'credentials-unreadable', message: 'damaged', hint: 'again' } as const;
    const keys = inside(new Map([['prod', fail(error)]]));
    await expect(keys.connect(stored)).rejects.toMatchObject({ error });
  });

  it('only sources with changed keys reconnect', () => {
    const keys = inside(
      new Map([
        ['same', ok(KEYS)],
        ['gone', ok(KEYS)],
        ['other', ok(KEYS)],
      ]),
    );
    const changed = keys.replace(
      new Map([
        ['same', ok({ ...KEYS })],
        ['other', ok(TOKEN)],
        ['constructor', ok(KEYS)],
      ]),
    );
    expect(changed.sort()).toEqual(['constructor', 'gone', 'other']);
  });
});
