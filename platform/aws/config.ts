import { loadSharedConfigFiles } from '@smithy/core/config';
import type { SourceConfig } from '../../contract/settings.ts';

/** Environment variables by which a person or a platform asks for AWS; any of them turns `auto` on. */
const CONNECTING_VARIABLES = [
  'AWS_PROFILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_ENDPOINT_URL_DYNAMODB',
  'AWS_ENDPOINT_URL',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
] as const;

/** Region for an endpoint that needs one only to sign with (DynamoDB Local takes any). */
const ENDPOINT_REGION = 'us-east-1';

/** Whether a source is to be talked to at all. */
export function isConnected(source: SourceConfig, env: NodeJS.ProcessEnv = process.env): boolean {
  if (source.mode !== 'auto') return source.mode === 'on';
  return (
    source.credentials === 'stored' ||
    source.profile !== undefined ||
    source.endpoint !== undefined ||
    CONNECTING_VARIABLES.some((name) => (env[name] ?? '') !== '')
  );
}

/**
 * The region of a source: its own, the environment's, the profile's; for a custom endpoint without any,
 * one to sign with. Undefined where nothing says: the SDK then reports it.
 */
export async function resolveRegion(
  source: SourceConfig,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  const region = source.region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  if (region !== undefined && region !== '') return region;
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const profile = source.profile ?? env['AWS_PROFILE'] ?? 'default';
  const ofProfile = configFile[profile]?.['region'] ?? credentialsFile[profile]?.['region'];
  if (ofProfile !== undefined) return ofProfile;
  const endpoint = source.endpoint ?? env['AWS_ENDPOINT_URL_DYNAMODB'] ?? env['AWS_ENDPOINT_URL'];
  return endpoint === undefined || endpoint === '' ? undefined : ENDPOINT_REGION;
}

/** Names of the profiles in the shared AWS configuration, sorted. */
export async function listProfiles(): Promise<string[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  return [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])].sort();
}
