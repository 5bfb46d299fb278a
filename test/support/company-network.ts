import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, inject, vi } from 'vitest';
import { AppFailure, type AppError } from '../../contract/errors.ts';
import { DEFAULT_SETTINGS, sourceConfigSchema } from '../../contract/settings.ts';
import { createDynamoClients } from '../../platform/aws/dynamo-client.ts';
import { awsFailure } from '../../platform/aws/errors.ts';
import { useSystemProxy } from '../../platform/net/proxy.ts';
import { startInspectingProxy, type InspectingProxy } from './inspecting-proxy.ts';

/** The network of a company: nothing leads out but a proxy, and the proxy opens what is encrypted. */
export const REGION = 'eu-central-1';
export const AWS = `dynamodb.${REGION}.amazonaws.com`;
/** Keys whose tables are these tests' own. */
export const SIGNED = {
  AWS_ACCESS_KEY_ID: 'companynetwork',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_REGION: REGION,
};

/** What a test has of the company. */
export interface CompanyNetwork {
  /** A new one for each test. */
  readonly proxy: InspectingProxy;
  /** A folder of the file's own. */
  readonly root: string;
}

/** Gives the tests of a file a company's network. */
export function useCompanyNetwork(): CompanyNetwork {
  let proxy: InspectingProxy;
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'networks-'));
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });
  beforeEach(async () => {
    proxy = await startInspectingProxy(inject('dynamoEndpoint'));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    useSystemProxy(null);
    await proxy.close();
  });
  return {
    get proxy() {
      return proxy;
    },
    get root() {
      return root;
    },
  };
}

/** Asks AWS's own address for its tables; resolves with their names, or throws what the app would say. */
export async function listTables(
  env: Record<string, string>,
  source: Record<string, unknown> = {},
): Promise<string[]> {
  for (const [name, value] of Object.entries({ ...SIGNED, ...env })) vi.stubEnv(name, value);
  const [config] = DEFAULT_SETTINGS.sources;
  const clients = await createDynamoClients(
    sourceConfigSchema.parse({ ...config, region: REGION, ...source }),
  );
  clients.base.config.maxAttempts = () => Promise.resolve(1);
  try {
    const { TableNames = [] } = await clients.base.send(new ListTablesCommand({}));
    return TableNames;
  } catch (error) {
    throw awsFailure(error, 'listing tables');
  } finally {
    clients.destroy();
  }
}

/** What the app says of work that must fail. */
export async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (cause: unknown) => cause,
  );
  if (error instanceof AppFailure) return error.error;
  throw error;
}

/** Takes connections and says nothing. */
export async function silentProxy(): Promise<{ address: string; close: () => void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
