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

/** A company network: the only way out is a proxy that decrypts TLS. */
export const REGION = 'eu-central-1';
/** The host of AWS's own DynamoDB endpoint. */
export const AWS = `dynamodb.${REGION}.amazonaws.com`;
/** Access keys whose tables belong to these tests. */
export const SIGNED = {
  AWS_ACCESS_KEY_ID: 'companynetwork',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_REGION: REGION,
};

/** A test's company network. */
export interface CompanyNetwork {
  /** New for each test. */
  readonly proxy: InspectingProxy;
  /** A folder for the file. */
  readonly root: string;
}

/** Gives a file's tests a company network. */
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

/** Lists the tables at AWS's own address; resolves with their names, or throws the app's error. */
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

/** The app's error for work that must fail. */
export async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (cause: unknown) => cause,
  );
  if (error instanceof AppFailure) return error.error;
  throw error;
}

/** Accepts connections and sends nothing. */
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
