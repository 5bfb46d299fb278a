import { open, readFile } from 'node:fs/promises';
import { safeText } from '../../contract/safe-text.ts';
import { profileChain, readSharedFiles, type NamedProfile } from './profiles.ts';
import { CONFIG_FILE, CREDENTIALS_FILE, fileOf, type SharedFile } from './shared-files.ts';

/** A problem on this machine, and its remedy. */
export interface Fault {
  message: string;
  hint: string;
}

type SharedFiles = Awaited<ReturnType<typeof readSharedFiles>>;

/** Settings that a profile must have completely if it has the first. */
const TOGETHER = [
  ['aws_access_key_id', 'aws_secret_access_key'],
  ['aws_secret_access_key', 'aws_access_key_id'],
  ['sso_session', 'sso_account_id', 'sso_role_name'],
  ['sso_start_url', 'sso_region', 'sso_account_id', 'sso_role_name'],
] as const;
/** Settings whose quotes the SDK and the AWS CLI take for a part of the value. */
const UNQUOTED =
  /^(?:aws_\w+|role_arn|source_profile|mfa_serial|external_id|credential_source|sso_\w+|web_identity_token_file)$/u;

/**
 * What is wrong with the shared files or the environment that the SDK itself passes over, or says in a way that nobody
 * understands; null where nothing is. `reason` is what the SDK says.
 */
export async function faultIn(profile: string, reason: string): Promise<Fault | null> {
  const unreadable = await unreadableFile();
  if (unreadable !== null) return unreadable;
  const files = await readSharedFiles();
  const chain = profileChain(files, profile);
  const last = chain.at(-1);
  if (last === undefined)
    return profile === 'default' ? environmentFault() : await missingProfile(profile);
  const next = last.values['source_profile'];
  // One that leads to itself may hold the keys too.
  if (next !== undefined && next !== last.name)
    return chain.some(({ name }) => name === next)
      ? circle(chain.map(({ name }) => name))
      : await missingProfile(next);
  for (const each of chain) {
    const fault = quoted(each) ?? incomplete(each);
    if (fault !== null) return fault;
  }
  return (
    (await sessionFault(files, last)) ?? (await tokenFileFault(last)) ?? processFault(last, reason)
  );
}

/** `"fleet" in PATH`, as it is shown. */
export function inFile(profile: string, file: SharedFile = CONFIG_FILE): string {
  return `"${safeText(profile, 100)}" in ${safeText(fileOf(file), 300)}`;
}

async function unreadableFile(): Promise<Fault | null> {
  for (const file of [CONFIG_FILE, CREDENTIALS_FILE]) {
    const path = fileOf(file);
    const code = await readingFault(path);
    if (code === null || code === 'ENOENT') continue;
    return {
      message: `The AWS configuration in ${safeText(path)} cannot be read (${code}).`,
      hint:
        code === 'EISDIR'
          ? `Name a file in ${file.variable}.`
          : 'Make the file readable for this user.',
    };
  }
  return null;
}

async function readingFault(path: string): Promise<string | null> {
  try {
    const handle = await open(path, 'r');
    try {
      return (await handle.stat()).isDirectory() ? 'EISDIR' : null;
    } finally {
      await handle.close();
    }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}

function environmentFault(): Fault | null {
  const { env } = process;
  const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
  const [missing, ...others] = names.filter((name) => env[name] === undefined);
  if (missing !== undefined && others.length === 0)
    return {
      message: `${missing} is not set, though ${names.find((name) => name !== missing) ?? ''} is.`,
      hint: 'Set both, or neither and choose a profile.',
    };
  const { AWS_WEB_IDENTITY_TOKEN_FILE: path } = env;
  return path === undefined || env['AWS_ROLE_ARN'] !== undefined
    ? null
    : {
        message: 'AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not.',
        hint: 'Set both: the token is exchanged for the credentials of that role.',
      };
}

async function missingProfile(name: string): Promise<Fault> {
  const shown = safeText(name, 100);
  const headings = await headingsWith(name);
  const there = headings.length === 0 ? '' : ` There is: ${headings.join(', ')}.`;
  return {
    message: `There is no profile "${shown}" in ${safeText(fileOf(CONFIG_FILE))}, nor in ${safeText(fileOf(CREDENTIALS_FILE))}.${there}`,
    hint: `Check its name in Settings, AWS_PROFILE and source_profile. In the config file it begins with [profile ${shown}], in the credentials file with [${shown}], without spaces at the ends.`,
  };
}

function circle(names: readonly string[]): Fault {
  const shown = names.map((name) => `"${safeText(name, 100)}"`).join(', ');
  return {
    message: `The profiles ${shown} in ${safeText(fileOf(CONFIG_FILE))} lead to each other by source_profile, and none has credentials.`,
    hint: 'Let the last of them hold credentials: keys, sso_session, or credential_process.',
  };
}

function quoted({ name, values }: NamedProfile): Fault | null {
  const [setting] =
    Object.entries(values).find(
      ([each, value]) => UNQUOTED.test(each) && /^(["']).*\1$/u.test(value ?? ''),
    ) ?? [];
  if (setting === undefined) return null;
  const isKey = setting.startsWith('aws_');
  return {
    message: `The value of ${setting} of the profile ${inFile(name)}${isKey ? ` or ${safeText(fileOf(CREDENTIALS_FILE))}` : ''} is in quotes, which count as a part of it.`,
    hint: 'Write it without quotes.',
  };
}

function incomplete({ name, values }: NamedProfile): Fault | null {
  const has = (setting: string): boolean => values[setting] !== undefined;
  for (const [first, ...others] of TOGETHER) {
    const missing = has(first) ? others.find((other) => !has(other)) : undefined;
    if (missing !== undefined && !(first === 'sso_start_url' && has('sso_session')))
      return {
        message: `The profile ${inFile(name)} has ${first}, but no ${missing}.`,
        hint: `Add "${missing} = …" to it.`,
      };
  }
  if (!has('role_arn') || has('web_identity_token_file')) return null;
  if (has('source_profile') !== has('credential_source')) return null;
  return {
    message: `The profile ${inFile(name)} has role_arn, and ${has('source_profile') ? 'both' : 'neither'} source_profile ${has('source_profile') ? 'and' : 'nor'} credential_source.`,
    hint: 'Write one of them: "source_profile = NAME" names the profile whose credentials take the role; "credential_source = Ec2InstanceMetadata" (or EcsContainer, Environment) says where they come from.',
  };
}

async function sessionFault(
  { configFile }: SharedFiles,
  { name, values }: NamedProfile,
): Promise<Fault | null> {
  const session = values['sso_session'];
  if (session === undefined) return null;
  const section = configFile[`sso-session.${session}`];
  if (section === undefined) return missingSession(name, session);
  const missing = ['sso_region', 'sso_start_url'].find((each) => section[each] === undefined);
  if (missing === undefined) return null;
  return {
    message: `The sso-session ${inFile(session)}, which the profile "${safeText(name, 100)}" names, has no ${missing}.`,
    hint: `Add "${missing} = …" to [sso-session ${safeText(session, 100)}].`,
  };
}

async function missingSession(profile: string, session: string): Promise<Fault> {
  const others = await headings(fileOf(CONFIG_FILE), /^\s*(\[sso-session[^\]\r\n]*\])/gmu);
  const there = others.length === 0 ? '' : ` There is: ${others.join(', ')}.`;
  return {
    message: `The profile "${safeText(profile, 100)}" names the sso-session "${safeText(session, 100)}", which cannot be found in ${safeText(fileOf(CONFIG_FILE))}.${there}`,
    hint: `Write [sso-session NAME] and "sso_session = NAME" with the same name, without spaces; quotes around it do not help.`,
  };
}

async function tokenFileFault({ name, values }: NamedProfile): Promise<Fault | null> {
  const path = values['web_identity_token_file'];
  const code = path === undefined ? null : await readingFault(path);
  if (path === undefined || code === null) return null;
  return {
    message: `The token file of the profile ${inFile(name)} cannot be read: ${safeText(path, 300)} (${code}).`,
    hint: 'Check web_identity_token_file, and whether what writes the token runs.',
  };
}

function processFault({ name, values }: NamedProfile, reason: string): Fault | null {
  if (values['credential_process'] === undefined) return null;
  return {
    message: `The credential_process of the profile ${inFile(name)} brought no credentials: ${reason}`,
    hint: 'Run it in a terminal: it must end, and print one JSON object with Version 1, AccessKeyId and SecretAccessKey.',
  };
}

/** Headings in either file that hold the name but are none of that profile, as they stand there. */
async function headingsWith(name: string): Promise<string[]> {
  const all = await Promise.all(
    [CONFIG_FILE, CREDENTIALS_FILE].map((file) =>
      headings(fileOf(file), /^[^\S\r\n]*(\[[^\]\r\n]*\])/gmu),
    ),
  );
  return all.flat().filter((heading) => heading.toLowerCase().includes(name.toLowerCase()));
}

/** As they stand in the file; the SDK leaves out those that it cannot read. */
async function headings(path: string, pattern: RegExp): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return [...text.matchAll(pattern)].slice(0, 200).map(([, found = '']) => safeText(found, 100));
}
