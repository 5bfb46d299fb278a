import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import type { AppError } from '../../contract/errors.ts';
import { sourceConfigSchema } from '../../contract/settings.ts';
import { createDynamoClients } from '../../platform/aws/dynamo-client.ts';
import { awsFailure } from '../../platform/aws/errors.ts';

/** Two settings of a profile, and a profile without any keys. */
export const KEYS = 'aws_access_key_id = local\naws_secret_access_key = local\n';
/** A profile `fleet` with a region. */
export const FLEET = '[profile fleet]\nregion = eu-west-1\n';

/** The SDK caches files for the life of the process, so each test has its own. */
let files = 0;

/** A test's AWS configuration. */
export interface AwsFiles {
  readonly directory: string;
  /** Writes the config file and returns its path. */
  useConfig: (text: string) => string;
}

/** Gives a file's tests an empty AWS configuration and an environment without AWS variables. */
export function useAwsFiles(): AwsFiles {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'aws-files-'));
    for (const name of Object.keys(process.env))
      if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_CONFIG_FILE', join(directory, 'no-config'));
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(directory, 'no-credentials'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(directory, { recursive: true });
  });
  return {
    get directory() {
      return directory;
    },
    useConfig: (text) => {
      files += 1;
      const path = join(directory, `config-${String(files)}`);
      writeFileSync(path, text);
      vi.stubEnv('AWS_CONFIG_FILE', path);
      return path;
    },
  };
}

/** The endpoint and the credentials of a connection. */
export interface Outcome {
  region: string;
  endpoint: string | null;
  accessKeyId: string;
}

/** Connects as the product does and resolves credentials, but sends nothing. */
export async function connect(change: object = {}): Promise<Outcome> {
  const source = sourceConfigSchema.parse({ id: 'default', name: 'AWS', mode: 'on', ...change });
  const clients = await createDynamoClients(source);
  const { base } = clients;
  try {
    const { accessKeyId } = await base.config.credentials();
    const endpoint = await base.config.endpoint?.();
    return {
      region: await base.config.region(),
      endpoint: endpoint === undefined ? null : `${endpoint.hostname}:${String(endpoint.port)}`,
      accessKeyId,
    };
  } finally {
    clients.destroy();
  }
}

/** The app's error for a connection that must fail. */
export async function failureOf(change: object = { profile: 'fleet' }): Promise<AppError> {
  return connect(change).then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => awsFailure(error, 'reading t').error,
  );
}
