import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { loadSharedConfigFiles } from '@smithy/core/config';
import { isRegionName, regionMeant } from '../../contract/aws-regions.ts';
import { appFailure, type AppFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';
import { hasQuery, isPlainAddress, type SourceConfig } from '../../contract/settings.ts';
import { trustFileOfProfile } from '../net/certificates.ts';
import { CONFIG_FILE, fileOf } from './shared-files.ts';

type Environment = Readonly<NodeJS.ProcessEnv>;
type SharedFiles = Awaited<ReturnType<typeof loadSharedConfigFiles>>;

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

/** Who names a file of the AWS configuration has one in mind; the files of the home directory may be anybody's. */
const FILE_VARIABLES = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'] as const;

/** Region for an endpoint that needs one only to sign with (DynamoDB Local takes any). */
const ENDPOINT_REGION = 'us-east-1';

/** Prefixes of sections of the shared files that are not profiles, as read by the SDK. */
const NO_PROFILES = ['sso-session.', 'services.'];

/** Destination of a source's requests, and the identity that signs them. */
export interface Connection {
  region: string;
  /** Absent: AWS itself. */
  endpoint?: string;
  /** The profile whose credentials are used where no others are given; `default` unless something names another. */
  profile: string;
}

/** Whether a source is connected at all. */
export function isConnected(source: SourceConfig, env: Environment = process.env): boolean {
  if (source.mode !== 'auto') return source.mode === 'on';
  return (
    source.credentials === 'stored' ||
    source.profile !== undefined ||
    source.endpoint !== undefined ||
    CONNECTING_VARIABLES.some((name) => variable(env, name) !== undefined) ||
    FILE_VARIABLES.some((name) => existsSync(variable(env, name) ?? ''))
  );
}

/**
 * Where a source's own settings, the environment and the shared files lead, in this order. Empty variables count as
 * unset, as they do for the AWS CLI. Throws `AppFailure` (`not-configured`) where there is no region, or something of
 * it is not valid.
 */
export async function resolveConnection(
  source: SourceConfig,
  env: Environment = process.env,
): Promise<Connection> {
  // Each connection reads them again: the SDK itself keeps them for as long as the process lives.
  const files = await loadSharedConfigFiles({ ignoreCache: true });
  const profile = source.profile ?? variable(env, 'AWS_PROFILE') ?? 'default';
  trustBundleOf(files, profile);
  const endpoint = source.endpoint ?? endpointOf(files, profile, env);
  if (endpoint !== undefined) requireAllowed(endpoint, source);
  const region = regionOf(source, files, profile, env) ?? (endpoint && ENDPOINT_REGION);
  if (region === undefined)
    throw appFailure(
      'not-configured',
      'No AWS region is configured.',
      'Set the region in Settings, AWS_REGION, or the region of your AWS profile.',
    );
  return { region, profile, ...(endpoint === undefined ? {} : { endpoint }) };
}

/** `ca_bundle`, as the AWS CLI has it; relative to this folder, as there. */
function trustBundleOf({ configFile }: SharedFiles, profile: string): void {
  const path = Object.hasOwn(configFile, profile) ? configFile[profile]?.['ca_bundle'] : undefined;
  if (path === undefined || path === '') {
    trustFileOfProfile(profile, null);
    return;
  }
  const namedBy = `ca_bundle of the profile "${safeText(profile, 100)}"`;
  trustFileOfProfile(profile, { path: path.replace(/^~(?=\/|\\)/u, homedir()), namedBy });
}

/** Names of the profiles in the shared AWS configuration, sorted. */
export async function listProfiles(): Promise<string[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)]);
  return [...names].filter((name) => !NO_PROFILES.some((start) => name.startsWith(start))).sort();
}

/**
 * Takes the AWS variables that are empty out of an environment. The SDK takes some of them for values (a region, a flag
 * that is neither true nor false).
 */
export function dropEmptyVariables(env: NodeJS.ProcessEnv = process.env): void {
  for (const [name, value] of Object.entries(env))
    if (name.startsWith('AWS_') && value?.trim() === '') Reflect.deleteProperty(env, name);
}

function regionOf(
  source: SourceConfig,
  { configFile, credentialsFile }: SharedFiles,
  profile: string,
  env: Environment,
): string | undefined {
  if (source.region !== undefined) return source.region;
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION']) {
    const region = variable(env, name);
    if (region !== undefined) return requireRegion(region, `in ${name}`);
  }
  const region = configFile[profile]?.['region'] ?? credentialsFile[profile]?.['region'];
  if (region === undefined) return undefined;
  return requireRegion(region, `of the profile "${safeText(profile)}" in ${fileOf(CONFIG_FILE)}`);
}

function requireRegion(region: string, place: string): string {
  if (isRegionName(region)) return region;
  const meant = regionMeant(region);
  throw appFailure(
    'not-configured',
    `The region ${place} is not valid: ${safeText(region, 80)}`,
    meant === null
      ? 'Write its name alone, without quotes, e.g. eu-central-1.'
      : `Write ${meant}: in small letters, without quotes and spaces.`,
  );
}

/** As the SDK finds it (`getEndpointUrlConfig`), which looks into the profile of AWS_PROFILE only. */
function endpointOf(
  { configFile }: SharedFiles,
  profile: string,
  env: Environment,
): string | undefined {
  const fromEnvironment =
    variable(env, 'AWS_ENDPOINT_URL_DYNAMODB') ?? variable(env, 'AWS_ENDPOINT_URL');
  if (fromEnvironment !== undefined) return fromEnvironment;
  const { services, endpoint_url: general } = configFile[profile] ?? {};
  if (services === undefined) return general;
  const section = configFile[`services.${services}`];
  if (section === undefined) throw missingServices(profile, services);
  return section['dynamodb.endpoint_url'] ?? general;
}

function missingServices(profile: string, services: string): AppFailure {
  return appFailure(
    'not-configured',
    `The profile "${safeText(profile)}" names the services section "${safeText(services)}", which is not in ${fileOf(CONFIG_FILE)}.`,
    `Add [services ${safeText(services)}] to that file, or take the line "services" out of the profile.`,
  );
}

function requireAllowed(endpoint: string, source: SourceConfig): void {
  if (!URL.canParse(endpoint))
    throw appFailure(
      'not-configured',
      `The DynamoDB endpoint is no address: ${safeText(endpoint, 200)}`,
      'Write it with http:// or https://, e.g. https://dynamodb.eu-central-1.amazonaws.com.',
    );
  if (hasQuery(endpoint))
    throw appFailure(
      'not-configured',
      `The DynamoDB endpoint holds a query or a fragment: ${safeText(endpoint, 200)}`,
      'Leave out "?" or "#" and what follows: in Settings, Sources, or where the address was given.',
    );
  if (source.plainHttp === true || !isPlainAddress(endpoint)) return;
  throw appFailure(
    'not-configured',
    `The endpoint ${safeText(new URL(endpoint).host, 200)} is addressed by http://: whoever is on the way could read and change all that is sent.`,
    'Use https://, or allow it for this source: in Settings, Sources, or with --plain-http for one command.',
  );
}

function variable(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}
