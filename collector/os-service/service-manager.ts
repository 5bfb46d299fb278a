import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { appFailure } from '../../contract/errors.ts';
import type { ServiceIdentity } from './services.ts';

/**
 * `user`: runs while this user is logged in (systemd: as long as its user manager does). `system`: from boot on; needs
 * root or an administrator.
 */
export type ServiceScope = 'user' | 'system';

/** What the service runs. Paths are absolute. */
export interface ServiceCommand {
  program: string;
  args: readonly string[];
  /** Environment variables. They are written into a file that others may read: never credentials. */
  environment: Readonly<Record<string, string>>;
}

/** The state of a service as the service manager reports it. */
export interface ServiceStatus {
  installed: boolean;
  running: boolean;
  /** Path of the file, or name of the task, that describes the service. */
  definition: string;
}

/** A service of the operating system. Methods throw `AppFailure`. */
export interface OsService {
  /** Registers and starts it; an existing registration is replaced. */
  install(command: ServiceCommand): Promise<ServiceStatus>;
  /** Stops it and removes everything that `install` wrote. Returns whether there was anything. */
  uninstall(): Promise<boolean>;
  status(): Promise<ServiceStatus>;
}

/** The result of a system program. */
export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program without a shell and resolves with its exit code; rejects if it cannot be started. */
export type Run = (program: string, args: readonly string[]) => Promise<RunResult>;

/** Which service manager, for which user. `run` and `root` are replaced in tests. */
export interface OsServiceOptions {
  /** Which of this product's services. */
  identity: ServiceIdentity;
  platform: NodeJS.Platform;
  scope: ServiceScope;
  /** Home directory of the user. */
  home: string;
  /** Numeric user id; 0 if the system has none. */
  uid: number;
  /** Prefix of the system's own folders; empty but in tests. */
  root?: string;
  run?: Run;
}

/** The options of every service manager. */
export type OsServiceContext = Required<Omit<OsServiceOptions, 'platform'>>;

/** The variables of `env` that a service needs to find the same tables and data, without credentials. */
export function serviceEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const given = (names: readonly string[], written: (value: string) => string) =>
    names.flatMap((name) => {
      const value = env[name];
      return value === undefined || value === '' ? [] : [[name, written(value)] as const];
    });
  return Object.fromEntries([
    ...given(PATHS, (path) => resolve(path)),
    ...given(NAMES, (name) => name),
    ...given(ADDRESSES, withoutIdentity),
  ]);
}

/** An address without user and password, even if the password holds an unencoded "/" or "#". */
function withoutIdentity(value: string): string {
  return value.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/isu, '$1');
}

/** A service runs in another folder, where a relative path would mean another place. */
const PATHS = [
  'PY_PERF_DATA_DIR',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_CA_BUNDLE',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

/** Other variables that a service needs from the environment in which it is installed. */
const NAMES = [
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_USE_FIPS_ENDPOINT',
];

/** These may hold a user and a password, which must not be in a definition that everybody may read. */
const ADDRESSES = [
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_DYNAMODB',
  'AWS_ENDPOINT_URL_SSO',
  'AWS_ENDPOINT_URL_SSO_OIDC',
  'AWS_ENDPOINT_URL_STS',
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
  'ALL_PROXY',
  'all_proxy',
  'NO_PROXY',
  'no_proxy',
];

/** Runs a step of the service manager. Throws `AppFailure` with its output if it fails. */
export async function requireSuccess(
  { run, scope }: OsServiceContext,
  program: string,
  args: readonly string[],
): Promise<RunResult> {
  const result = await attempt(run, program, args);
  if (result.code === 0) return result;
  const said = (result.stderr || result.stdout).trim();
  throw appFailure(
    'unavailable',
    `"${[program, ...args].join(' ')}" failed${said === '' ? '' : `: ${said}`}`,
    scope === 'system'
      ? 'A system service needs root (or an administrator): try with sudo.'
      : 'Without a user session there is no user service: add --system, as root.',
  );
}

/** Like `run`, but a missing program counts as a failed one. */
export async function attempt(
  run: Run,
  program: string,
  args: readonly string[],
): Promise<RunResult> {
  try {
    return await run(program, args);
  } catch (error) {
    return { code: -1, stdout: '', stderr: error instanceof Error ? error.message : String(error) };
  }
}

/** Refuses values that no service definition can hold. */
export function requirePlain(command: ServiceCommand): void {
  const texts = [command.program, ...command.args, ...Object.entries(command.environment).flat()];
  if (texts.some((text) => /[\u0000-\u001f\u007f]/u.test(text)))
    throw appFailure(
      'invalid-input',
      'The service\u2019s command holds a control character.',
      'Use a path and values without line breaks.',
    );
}

const RUN_TIMEOUT_MS = 30_000;

/** Runs a system program for at most `RUN_TIMEOUT_MS`. Rejects if it cannot be started or does not end. */
export const runProgram: Run = (program, args) =>
  new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { timeout: RUN_TIMEOUT_MS, windowsHide: true },
      (error, stdout, stderr) => {
        if (error === null) resolve({ code: 0, stdout, stderr });
        else if (typeof error.code === 'number') resolve({ code: error.code, stdout, stderr });
        else reject(new Error(error.message, { cause: error }));
      },
    );
  });
