import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sdkChain } from '../../../../platform/aws/chain.ts';

const KEYS = {
  AccessKeyId: 'MADEUP',
  SecretAccessKey: 'b',
  Token: 'c',
  Expiration: '2999-01-01T00:00:00Z',
};

let folder: string;
let server: Server;
let endpoint: string;
let asked: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chain-'));
  asked = [];
  server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const isList = request.url?.endsWith('/security-credentials/') === true;
    const isToken = request.url === '/latest/api/token';
    response.end(
      isToken ? 'token' : isList ? 'role' : JSON.stringify({ Code: 'Success', ...KEYS }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const ignore = (): void => undefined;
const find = async (profile?: string): Promise<string> =>
  (await sdkChain(profile)({ debug: ignore, info: ignore, warn: ignore, error: ignore })())
    .accessKeyId;

describe('the chain of credentials', () => {
  it('runs the program of credential_process, as of Roles Anywhere', async () => {
    const file = join(folder, 'config');
    const printed = JSON.stringify({ Version: 1, ...KEYS, SessionToken: 'c' });
    writeFileSync(file, `[profile fleet]\ncredential_process = echo '${printed}'\n`);
    vi.stubEnv('AWS_CONFIG_FILE', file);
    expect(await find('fleet')).toBe('MADEUP');
  });

  it('takes the role of a container', async () => {
    vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${endpoint}/v2/credentials`);
    expect(await find()).toBe('MADEUP');
    expect(asked).toEqual(['GET /v2/credentials']);
  });

  it('takes the role of an instance, by a token of its metadata service', async () => {
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', undefined);
    vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', endpoint);
    expect(await find()).toBe('MADEUP');
    expect(asked[0]).toBe('PUT /latest/api/token');
    expect(asked.at(-1)).toContain('/security-credentials/role');
  });
});
